import { LEGAL_FORM_LIST } from './legal-form-list.ts';

const FORMS = new Set(LEGAL_FORM_LIST.replaceAll('\n', '').split('|'));
const LONGEST = Math.max(...[...FORMS].map((form) => form.split(' ').length));
/** Of the one-word forms only these also stand in front of a name; `AS Roma` and `SE Health` keep their first word. */
export const LEADING_FORMS: ReadonlySet<string> = new Set(
  'ao cjsc jsc ojsc pjsc oao ooo pao zao odo ood oy pat pt prat sarl srl sia tov uab too'.split(' '),
);
/** Written without spaces, before or behind the name. */
const EAST_ASIAN =
  /株式会社|有限会社|合同会社|合名会社|合資会社|有限責任事業組合|股份有限公司|有限责任公司|有限公司|無限公司|㈱|㈜|㈲|주식회사|유한회사|\([株有유주]\)/gu;

/** The name without the East Asian legal forms in it. */
export function withoutEastAsianForms(name: string): string {
  const rest = name.replace(EAST_ASIAN, ' ').trim();
  return rest === '' ? name : rest;
}

/**
 * Words of a company's name without the legal forms at its end and, where that is usual, at its start. Never empty unless
 * the input is. @param words lower case, romanised, without dots
 */
export function withoutLegalForms(words: readonly string[]): readonly string[] {
  let [from, to] = [0, words.length];
  for (let form = formAt(words, from, to); form !== null; form = formAt(words, from, to)) {
    if (form.where === 'end') to -= form.length;
    else from += form.length;
  }
  return from === 0 && to === words.length ? words : words.slice(from, to);
}

/** The longest legal form at the end or the start of a stretch of words, unless it is all of it. */
function formAt(
  words: readonly string[],
  from: number,
  to: number,
): { where: 'end' | 'start'; length: number } | null {
  for (let length = Math.min(LONGEST, to - from - 1); length > 0; length -= 1) {
    if (FORMS.has(words.slice(to - length, to).join(' '))) return { where: 'end', length };
    const start = words.slice(from, from + length).join(' ');
    if (length > 1 ? FORMS.has(start) : LEADING_FORMS.has(start)) return { where: 'start', length };
  }
  return null;
}
