import { lookupTable } from '../lookup-table.ts';
import { CURRENCY, currencyOf } from './currency.ts';
import { foldWord } from './plain.ts';

/** Legal forms as they end a company's name in running text, folded and without dots. */
const LEGAL = new Set(
  'gmbh ag kg kgaa ohg gbr ug mbh ev eg se inc incorporated corp corporation llc llp lp ltd limited plc co company sa sas sarl sasu eurl sca sl slu sau srl spa sapi sab cv lda ltda me eireli nv bv bvba vof ab oy oyj as asa aps sro zoo kk yk pty pte pvt kft zrt doo'.split(
    ' ',
  ),
);
const CONNECTS = new Set(
  '& + of de del della do da dos das du des la le les los van von der den di e y et and und für for the zu zur am im an'.split(
    ' ',
  ),
);
const KIN = /^(?:söhne|sohn|partner|co|cie|sons|son|hijos|fils|filhos|irmãos|brüder|gebr|company)\.?$/iu;
const OPENING = lookupTable<string>({
  '"': '"',
  '“': '”',
  '„': '“”"',
  '«': '»',
  "'": "'",
  '‚': '‘',
});
/** Before a company stand articles, what it is called, and whose office somebody holds there: `CEO of Tern Inc.` */
const ARTICLE =
  /^(?:(?:(?:c[efiot]o|[cs]?vp|head|director|manager|founder|owner|president|partner|leiter(?:in)?|geschäftsführer(?:in)?|inhaber(?:in)?|direct(?:eur|rice)|gérante?|gerente|dueñ[oa]|director[a]?|diretora?) (?:of|at|from|der|des|bei|von|de la|de|du|chez|da|do)|the|a|der|die|das|dem|den|la|le|les|el|los|las|o|os|as|company|firma|fa\.|empresa|société|compañía|companhia|customer|client|kunden?|cliente|account|prospect) +|l')+/iu;

/** In capitals these are the beginning of a name: `la société Bréval`, and `Société Bréval`. */
const NAMED_SO = /(?:Société|Compañía|Companhia|Empresa) /;

/** Legal forms that stand in small letters too. */
const SMALL = /^(?:gmbh|mbh|plc|ltd|inc|llc|corp|ltda|e\.?v|sarl|kg)$/;

/** With dots between all of its letters. */
const LONGEST = 40;

/** A word of a legal form: `GmbH`, `S.A.`, `Ltd.`; `me` and `as` are words, `ME` and `AS` are not. */
export function isLegalForm(word: string): boolean {
  if (word.length > LONGEST) return false;
  const bare = word.replace(/(?<![.,])[.,]+$/, '');
  const letters = bare.replace(/[.,/]/g, '');
  if (!LEGAL.has(foldWord(letters))) return false;
  if (bare === bare.toLowerCase()) return SMALL.test(bare);
  return letters.length > 2 || /^(?:\p{Lu}{2}|Oy|Co|eV|eG|eK)$/u.test(letters);
}

/**
 * The company's name that begins at an offset of a running text: words in capitals with what joins them, to the legal form, the
 * end of the sentence or the first word of another kind; or whatever stands in quotation marks. null when there is none.
 * @param joined `apart`: a name ends before `and`, as between two parties.
 */
export function companyAt(
  running: string,
  offset: number,
  joined: 'and' | 'apart' = 'and',
): { name: string; start: number; end: number } | null {
  const said = ARTICLE.exec(running.slice(offset, offset + 60))?.[0] ?? '';
  const named = said.search(NAMED_SO);
  const article = named < 0 ? said.length : named;
  const start = offset + article;
  const closing = OPENING[running[start] ?? ''];
  if (closing) {
    const rest = running.slice(start + 1, start + 101);
    const length = [...closing].map((mark) => rest.indexOf(mark)).filter((at) => at > 1);
    const end = Math.min(...length);
    return length.length === 0 || rest.slice(0, end).includes('\n')
      ? null
      : { name: rest.slice(0, end).trim(), start: start + 1, end: start + 1 + end };
  }
  const words = [...running.slice(start, start + 160).matchAll(/[^ ]+| +/g)];
  let skipped = start;
  const taken: { word: string; end: number }[] = [];
  let pending: { word: string; end: number }[] = [];
  let legal = false;
  for (const match of words) {
    if (match[0].startsWith(' ')) {
      if (match[0].length > 2) break;
      continue;
    }
    const written = match[0];
    if (written.startsWith('\n')) break;
    if (start + match.index < skipped) continue;
    const more = taken.length > 0 && pending.length === 0 ? nameGoesOn(running, start + match.index) : null;
    if (more) {
      taken.push({ word: more.text, end: start + match.index + more.text.length });
      if (more.ends) break;
      skipped = start + match.index + more.text.length;
      continue;
    }
    const raw = written.split('\n')[0] as string;
    const word = raw.replace(/(?<![,;:!?)"”»“])[,;:!?)"”»“]+$/u, '').replace(/('s|’s)$/u, '');
    const form = isLegalForm(word);
    const bare = DOTTED.test(word) ? word : word.replace(/(?<!\.)\.+$/, '');
    const at = start + match.index + bare.length;
    if (legal && !form && !/^[&+]$/.test(word)) break;
    if (taken.length > 0 && CONNECTS.has(bare.toLowerCase()) && !form) {
      pending.push({ word: bare, end: at });
      if (pending.length > 3) break;
      continue;
    }
    const capital =
      /^[\p{Lu}\p{N}\p{Script=Han}\p{Script=Katakana}(]/u.test(bare) ||
      /^(?:\p{Ll}{1,2}|[dl]['’])\p{Lu}/u.test(bare);
    if (taken.length === 0 && isCurrencyOf(bare, running.slice(at, at + 3))) break;
    if (bare === '' || (!capital && !(form && taken.length > 0)) || stops(bare, taken.length, raw)) break;
    const joint = pending.at(-1)?.word.toLowerCase() ?? '';
    if (/^(?:und|and|et|y|e)$/.test(joint) && joined === 'apart') break;
    if (/^(?:und|and|et|y|e)$/.test(joint) && !KIN.test(bare) && !endsLegally(words, match.index)) break;
    if (/^(?:for|für|am|im|an|the)$/.test(pending[0]?.word ?? '') && !endsLegally(words, match.index)) break;
    taken.push(...pending, { word: bare, end: at });
    pending = [];
    legal = form && taken.length > 1;
    const stopped = raw.length > word.length || written.includes('\n');
    const rest = running.slice(start + match.index + raw.length);
    const commaForm =
      /,$/.test(raw) &&
      (isLegalForm(nextWord(words, match.index)) || longForm(rest.slice(1, 60)) !== undefined);
    const inName = isMarkInName(raw, rest);
    if (
      (stopped && !commaForm && !inName) ||
      (word !== bare && !/^(?:St|Dr|Gebr|Bros)$/.test(bare)) ||
      taken.length >= 9
    )
      break;
  }
  const last = taken.at(-1);
  if (!last || !taken.some(({ word }) => /\p{L}{2}|\d\p{L}|\p{Script=Han}/u.test(word))) return null;
  return { name: running.slice(start, last.end), start, end: last.end };
}

/** Legal forms of several words, of which the later ones look like any other. */
const LONG_FORM =
  /^(?:sp(?:\.|ółka) ?z ?o\. ?o\.(?:,? sp\. ?[jk]\.)?|sp\. ?[jkp]\.|spol\. ?s ?r\. ?o\.|s\. r\. ?o\.|d\. o\. ?o\.|s\. ?(?:a\.|a\. ?p\. ?i\.|de r\. ?l\.) de c\. ?v\.|s\. de r\. ?l\.)(?![\p{L}\p{N}])/iu;
/** Legal forms that are written in small letters with dots: `a.s.`, `s. r. o.`, `d.o.o.`, `v.o.s.` */
const SMALL_DOTTED =
  /^(?:a\. ?s|s\. ?r\. ?o|v\. ?o\. ?s|k\. ?s|z\. ?s|o\. ?p\. ?s|d\. ?o\. ?o|d\. ?d|j\. ?d\. ?o\. ?o|s\. ?a|s\. ?p\. ?a|s\. ?r\. ?l|n\. ?v|b\. ?v)\.(?![\p{L}\p{N}])/u;
/** A place or an addition that stands in front of the legal form: `Heron Systems (UK) Limited`. */
const IN_BRACKETS = /^(\([\p{Lu}][\p{L}&. -]{0,28}[\p{L}.]\)) ([^\s,;:!?]{2,20})/u;

/** What of a name stands here that no single word tells. `ends`: nothing of the name follows. */
function nameGoesOn(running: string, at: number): { text: string; ends: boolean } | null {
  const rest = running.slice(at, at + 60);
  const form = longForm(rest);
  if (form) return { text: form, ends: true };
  const [, bracket, next] = IN_BRACKETS.exec(rest) ?? [];
  return bracket && next && isLegalForm(next) ? { text: bracket, ends: false } : null;
}

/** The legal form of several words or dots that a text begins with. */
export function longForm(rest: string): string | undefined {
  return (LONG_FORM.exec(rest) ?? SMALL_DOTTED.exec(rest))?.[0];
}

const NAME_WORD = "\\p{Lu}[\\p{L}'’-]{0,30}";
/** The rest of a firm named for its people: `, Tern & Falcon LLP`. */
const MORE_PARTNERS = new RegExp(
  `^ (?:${NAME_WORD}, ){0,4}${NAME_WORD},? (?:&|and|und|et|y|e) ${NAME_WORD}(?: ${NAME_WORD}){0,2} (\\p{Lu}[\\p{L}.]{1,6})(?![\\p{L}])`,
  'u',
);
/** A name with an exclamation mark in it: what follows is no new sentence. */
const AFTER_EXCLAMATION =
  /^ (?!(?:Thanks?|Thx|Danke|Vielen|Merci|Gracias|Obrigad[oa]|Kind|Best|Regards|Viele|Mit|Cordialement|Saludos)\b)\p{Lu}[\p{L}\p{N}&-]{1,30}(?: \p{Lu}[\p{L}\p{N}.&-]{1,30}){0,2}(?=[.,;]|$| (?:for|worth|in|at|with|by|and|für|im|bei|mit|pour|chez|para|por|em|de|con|com|on|to|as|is|are|has|have|will|about|who|which)\b)/u;

/** Whether the mark at the end of a word belongs to a name that goes on. */
function isMarkInName(raw: string, rest: string): boolean {
  if (raw.endsWith('!')) return AFTER_EXCLAMATION.test(rest.slice(0, 80));
  if (!raw.endsWith(',')) return false;
  const form = MORE_PARTNERS.exec(rest.slice(0, 200))?.[1];
  return form !== undefined && isLegalForm(form);
}

/** Forms that are written with their dot: `Inc.`, `S.L.`, `Sp. z o.o.` */
const DOTTED = /^(?:inc|corp|co|bros|ltda|ges|sp)\.$|^(?:\p{L}\.){2,}$/iu;

const CURRENCY_ONLY = new RegExp(`^${CURRENCY}$`, 'iu');
/** Words in capitals that begin something else. */
const NOT_A_NAME =
  /^(?:I|We|Our|They|It|Q[1-4]|Wir|Ihr|Sie|Es|Nous|Nosotros|Estimated|Expected|Deal|Opportunity|Projekt|Project|Budget|Contact|Kontakt|Abschluss|Termin|Höhe|Ende|Anfang|Mitte|January|February|March|April|June|July|August|September|October|November|December|Januar|Februar|März|Juni|Juli|Oktober|Dezember|Registration|Attached|Please|Thank|This|These|There|Volumen|Wert|Auftragswert|Kunde|Ansprechpartner)$/u;

/** `bei CHF 9000`: a currency before a number is an amount, not a name. */
function isCurrencyOf(word: string, behind: string): boolean {
  return CURRENCY_ONLY.test(word) && /^ ?\d/.test(behind) && currencyOf(word, null) !== null;
}

function stops(word: string, position: number, raw: string): boolean {
  if (NOT_A_NAME.test(word) || (position > 0 && CURRENCY_ONLY.test(word) && currencyOf(word, null) !== null))
    return true;
  if (raw.startsWith('(')) return true;
  return /^\d/.test(word) && (position > 0 || !/\p{L}/u.test(word)) && !/^\d{1,4}$/.test(word);
}

function nextWord(words: RegExpMatchArray[], index: number): string {
  return (
    words.find((one) => (one.index as number) > index && one[0].trim() !== '')?.[0].replace(/[,;:]$/, '') ??
    ''
  );
}

/** A legal form follows within four words. */
function endsLegally(words: RegExpMatchArray[], index: number): boolean {
  return words
    .filter((one) => (one.index as number) >= index && one[0].trim() !== '')
    .slice(0, 4)
    .some(
      (one) =>
        isLegalForm(one[0].replace(/(?<![,;:.])[,;:.]+$/, '')) &&
        /^[\p{Lu}]|^(?:gmbh|mbh|plc|e\.)/u.test(one[0]),
    );
}
