import { LEGAL_FORM_LIST } from './legal-form-list.ts';

const FORMS = new Set(LEGAL_FORM_LIST.replaceAll('\n', '').split('|'));
const LONGEST = Math.max(...[...FORMS].map((form) => form.split(' ').length));
/** Of the one-word forms only these also stand in front of a name; `AS Roma` and `SE Health` keep their first word. */
const LEADING = new Set(
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
  let rest = words;
  for (let shorter = stripped(rest); shorter !== rest; shorter = stripped(rest)) rest = shorter;
  return rest;
}

function stripped(words: readonly string[]): readonly string[] {
  for (let length = Math.min(LONGEST, words.length - 1); length > 0; length -= 1) {
    if (FORMS.has(words.slice(-length).join(' '))) return words.slice(0, -length);
    const start = words.slice(0, length).join(' ');
    if (length > 1 ? FORMS.has(start) : LEADING.has(start)) return words.slice(length);
  }
  return words;
}
