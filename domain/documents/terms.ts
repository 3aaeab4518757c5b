import type { Money } from '../money.ts';
import { findAmounts } from '../reading/amounts.ts';
import { COUNT } from '../reading/calendar-words.ts';
import { companyAt } from '../reading/company.ts';
import { hasLegalForm } from '../reading/customer.ts';
import { findDates } from '../reading/dates.ts';
import { foldWord } from '../reading/plain.ts';
import type { DocumentTerms } from './document.ts';

const BETWEEN =
  /(?:by and between|between|zwischen|entre)(?: \(\d\)| the undersigned| den Parteien| les soussignés)?[:,]? (?=\S)/giu;
const AND = /(?<![,;)])[,;)]* (?:and|und|et|y|e)(?: \(\d\))?[:,]? /giu;
const PARTY_LABEL =
  /^[ \t]*(?:(?:disclosing|receiving|first|second) party|party [AB12]|customer|client|reseller|partner|supplier|company|offenlegende partei|empfangende partei|kunde|auftragnehmer|lieferant|partie (?:divulgatrice|réceptrice)|parte (?:reveladora|receptora|divulgadora)|cliente|甲|乙)[ \t]*[:：][ \t]*/gimu;
const DATED =
  /(?:effective date|effective as of|dated|date|as of|datum|vom|den|wirksam ab|fait (?:à .{2,30})?le|en date du|fecha|a fecha de|data|em|日付|締結日)[ :：]{0,3}/giu;
const TERM =
  /(?:term|period|duration|remain in (?:full )?(?:force|effect)|valid|dauer|laufzeit|gilt|durée|période|plazo|duración|vigencia|prazo|duração|vigência)[^.\n]{0,80}?(?<![\p{L}\d])(\d{1,3}|\p{L}{2,7})(?: \(\d{1,3}\))?[ -](years?|months?|jahre?n?|monate?n?|ans?|années?|mois|años?|mes(?:es)?|anos?)(?![\p{L}])/iu;
const TERM_JA = /有効期間[^。\n]{0,30}?(\d{1,3}) ?(年|か月|ヶ月|ヵ月)/u;
const LAW: readonly RegExp[] = [
  /(?:governed by|subject to|construed (?:in accordance with|under))[^.\n]{0,60}?laws? of (?<law>(?:the )?[\p{Lu}][\p{L} ]{2,50}?)(?=[,.;\n(]| without| and the| excluding|$)/iu,
  /(?:governing law)[ :：]{1,3}(?<law>[\p{Lu}][\p{L} ]{2,40})/iu,
  /Recht der (?<law>Bundesrepublik Deutschland|Schweiz|Republik Österreich)/iu,
  /(?:unterliegt|gilt|nach)[^.\n]{0,40}?(?<law>(?:deutschem|deutsches|österreichischem|österreichisches|schweizerischem|schweizerisches) Recht)/iu,
  /(?:régie?s? par|soumise?s? au?)[^.\n]{0,30}?(?<law>droit [\p{L}]{4,20})/iu,
  /(?:regirá|rige|sujeto)[^.\n]{0,40}?(?<law>(?:legislación|ley|leyes|derecho) [\p{L} ]{4,30}?)(?=[,.;\n]|$)/iu,
  /(?:regid[oa]|reger)[^.\n]{0,40}?(?<law>(?:leis?|legislação) [\p{L} ]{4,40}?)(?=[,.;\n]|$)/iu,
  /(?<law>日本法|日本国法)/u,
];
const SIGNED: readonly RegExp[] = [
  /(?:\/s\/|(?<![\p{L}])gez\.)[ ]*[\p{Lu}]/u,
  /(?:signed (?:for|by|on behalf)|signature|signed|unterschrift|unterzeichnet|signé|firma(?:do)?|assina(?:do|tura)|署名|記名押印)[^:：\n]{0,60}[:：][ \t]*(?![_.\s…-]{2,}|\[)[\p{L}]/iu,
  /docusign|digitally signed|elektronisch signiert|signé électroniquement/iu,
];

/** Key terms of a letter of intent or a non-disclosure agreement, each only where the text says it. @param text plain (see plainText) */
export function termsOf(text: string): DocumentTerms {
  const running = text.replace(/(?<=\S)\n(?=[\p{Ll}\d(])/gu, ' ');
  return {
    parties: partiesOf(text),
    date: dateOf(running),
    value: valueOfAll(findAmounts(running, { locale: null }).map((one) => one.value)),
    term_months: termOf(running),
    governing_law: LAW.map((pattern) => pattern.exec(running)?.groups?.law?.trim()).find(Boolean) ?? null,
    signed: SIGNED.some((pattern) => pattern.test(running)),
  };
}

function partiesOf(text: string): string[] {
  const running = text.replace(/\n/g, ' ');
  for (const match of running.matchAll(BETWEEN)) {
    const first = companyAt(running, match.index + match[0].length, 'apart');
    if (!first) continue;
    const rest = running.slice(first.end, first.end + 400);
    const second = [...rest.matchAll(AND)]
      .map((and) => companyAt(running, first.end + and.index + and[0].length, 'apart'))
      .find((one) => one !== null);
    if (second) return [first.name, second.name].filter(isOrganisation);
  }
  const labelled = [...text.matchAll(PARTY_LABEL)].map(
    (match) => companyAt(text, match.index + match[0].length)?.name,
  );
  return [...new Set(labelled.filter((name) => name !== undefined).filter(isOrganisation))].slice(0, 4);
}

const ORGANISATION =
  /council|city|county|university|universit|college|hospital|clinic|klinik|bank|group|gruppe|groupe|grupo|holding|systems?|services?|solutions|networks?|industries|works|werke?|stadt|gemeinde|ministry|ministerium|authority|foundation|stiftung|institut|association|verein|board|agency|school|energy|foods?|partners/iu;

/** A party may be a person; those are left out, for nothing here is sealed. */
function isOrganisation(name: string): boolean {
  return hasLegalForm(name) || ORGANISATION.test(name);
}

function dateOf(running: string): string | null {
  const days = findDates(running, { locale: null, writtenOn: null }).filter(
    (one) => one.value !== null && one.rule === 'date',
  );
  const said = [...running.matchAll(DATED)].map((match) => match.index + match[0].length);
  const dated = days.find((one) => said.some((at) => one.start >= at && one.start - at <= 12));
  return (dated ?? (days.length === 1 ? days[0] : undefined))?.value ?? null;
}

/** One amount, however often; several different ones are not chosen between. */
function valueOfAll(amounts: readonly (Money | null)[]): Money | null {
  const valued = amounts.filter((one) => one !== null);
  const different = new Set(valued.map(({ amount, currency }) => `${currency} ${Number(amount)}`));
  return different.size === 1 ? (valued[0] ?? null) : null;
}

function termOf(running: string): number | null {
  const [, number, unit] = TERM.exec(running) ?? TERM_JA.exec(running) ?? [];
  if (number === undefined || unit === undefined) return null;
  const count = /^\d+$/.test(number) ? Number(number) : COUNT.get(foldWord(number));
  if (count === undefined) return null;
  return /^(?:y|j|an|añ|年)/iu.test(unit) ? count * 12 : count;
}
