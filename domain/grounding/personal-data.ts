import { isCardNumber, isIban } from './checksums.ts';

/** A piece of personal or bank data in a text. */
export interface PersonalSpan {
  kind: 'EMAIL' | 'IBAN' | 'CARD' | 'TAXID' | 'ACCOUNT' | 'PHONE' | 'PERSON';
  start: number;
  end: number;
}

/** Lookbehinds pin every pattern to the start of its run: without them a long run of letters costs its length squared. */
const EMAIL = /(?<![\p{L}\p{N}._%+'-])[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
const IBAN = /(?<![A-Z0-9])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}/gi;
const CARD = /(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)/g;
/** Social security or individual taxpayer number (3-2-4) and employer number (2-7) of the United States. */
const TAXID = /(?<![\d-])(?:\d{3}-\d{2}-\d{4}|\d{2}-\d{7})(?![\d-])/g;
/** Account and routing numbers have no form of their own: the label in front of them gives them away. */
const ACCOUNT =
  /(?:account|acct|konto|compte|cuenta|conta|routing|aba)[\p{L}. ]{0,20}(?:[#:№.]|no\.?|nr\.?)? ?(\d[\d -]{4,20}\d)/giu;
/** International, North American, and national numbers with a leading zero; at least eight digits. */
const PHONE =
  /(?<![\w.+]|\d,)(?:\+|00)[1-9][\d ()./-]{5,20}\d(?!\w)|(?<![\w.]|\d,)\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\d)|(?<![\w.]|\d,)0\d(?:[ .-]\d\d){4}(?!\w)|(?<![\w.]|\d,)\(?0\d{1,4}\)?[ /-]?\d{2,}(?:[ -]\d+)*(?!\w)/g;
/** Other numbers are phone numbers when something says so. */
const CALLED =
  /(?<!\p{L})(?:tel|phone|fax|mobile|cell|handy|telefon|telefax|téléphone|teléfono|móvil|telefone|whatsapp|call|ring|電話)\p{L}{0,6}[^\d]{0,15}?([+(]?\d[\d ()./-]{5,20}\d)/giu;

/**
 * Finds personal and bank data in a text; spans do not overlap and come in order.
 * @param known values known to be personal although they have no form (names), as they stand in the records.
 */
export function findPersonalData(text: string, known: readonly string[]): PersonalSpan[] {
  const found: PersonalSpan[] = [
    ...all(text, EMAIL, 'EMAIL'),
    ...all(text, IBAN, 'IBAN').flatMap((span) => validPrefix(text, span)),
    ...all(text, CARD, 'CARD').filter(({ start, end }) => isCardNumber(text.slice(start, end))),
    ...all(text, TAXID, 'TAXID'),
    ...labelled(text, ACCOUNT, 'ACCOUNT'),
    ...labelled(text, CALLED, 'PHONE'),
    ...all(text, PHONE, 'PHONE').filter(
      ({ start, end }) => (text.slice(start, end).match(/\d/g) ?? []).length >= 8,
    ),
    ...[...new Set(known)].flatMap((value) => names(text, value)),
  ];
  // Character by character, because a text may hold a hundred thousand of them.
  const taken = new Uint8Array(text.length);
  const kept = found.filter(({ start, end }) => {
    if (taken.subarray(start, end).includes(1)) return false;
    taken.fill(1, start, end);
    return true;
  });
  return kept.sort((a, b) => a.start - b.start);
}

function all(text: string, pattern: RegExp, kind: PersonalSpan['kind']): PersonalSpan[] {
  return [...text.matchAll(pattern)].map((match) => ({
    kind,
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** The pattern runs on into the words after an IBAN; the checksum says where it ends. */
function validPrefix(text: string, { start, end }: PersonalSpan): PersonalSpan[] {
  for (let stop = end; stop - start >= 15; stop -= 1) {
    if (/[A-Z0-9]/i.test(text[stop] ?? '') || !/[A-Z0-9]/i.test(text[stop - 1] ?? '')) continue;
    if (isIban(text.slice(start, stop))) return [{ kind: 'IBAN', start, end: stop }];
  }
  return [];
}

/** The pattern's group, which stands at its end. */
function labelled(text: string, pattern: RegExp, kind: PersonalSpan['kind']): PersonalSpan[] {
  return [...text.matchAll(pattern)].map((match) => {
    const end = match.index + match[0].length;
    return { kind, start: end - (match[1] as string).length, end };
  });
}

/** Of a longer name its beginning is looked for. */
const LONGEST_NAME = 200;

/** The whole value in any case, then its words as written: a mail signed "Jane" names Jane Miller. */
function names(text: string, value: string): PersonalSpan[] {
  const whole = value.trim().slice(0, LONGEST_NAME);
  if ((whole.match(/[\p{L}\p{N}]/gu) ?? []).length < 2) return [];
  const parts = whole.split(/\s+/).filter((part) => (part.match(/\p{L}/gu) ?? []).length >= 3);
  return [
    ...all(text, word(whole, 'giu'), 'PERSON'),
    ...(parts.length > 1 ? parts.flatMap((part) => all(text, word(part, 'gu'), 'PERSON')) : []),
  ];
}

/** Whole words only where the script has word boundaries; Chinese, Japanese and Thai have none. */
function word(value: string, flags: string): RegExp {
  const spaced = /^[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]*$/u.test(value);
  const escaped = value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+');
  const edge = (side: string, look: string) => (spaced && /[\p{L}\p{N}]/u.test(side) ? look : '');
  return new RegExp(
    edge(value[0] as string, '(?<![\\p{L}\\p{N}_])') +
      escaped +
      edge(value.at(-1) as string, '(?![\\p{L}\\p{N}_])'),
    flags,
  );
}
