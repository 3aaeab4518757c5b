import {
  type ClaimWords,
  claimNoticeValues,
  claimWords,
  SHOWN_STEPS,
} from '../../../contracts/claim/message-catalogue.ts';
import { ASKED_FOR } from '../../../domain/claim/missing.ts';
import {
  type ClaimNoticeValues,
  type LineCalculation,
  type RefusedLine,
  toldRule,
} from '../../../domain/claim/notices.ts';
import type { Money } from '../../../domain/money.ts';
import { oneLine } from '../../one-line.ts';
import type { MessageValues } from '../icu.ts';
import type { NoticeWords } from '../notice-words.ts';

/** What the notices of a claim say in words of their own: what is asked, what is paid and how it came about, and what is not. */
export const claimNoticeWords: NoticeWords<ClaimWords, ClaimNoticeValues> = {
  words: claimWords.shape,
  values: claimNoticeValues,
  argumentsOf(words, { program, questions, total, calculation, refused }, language) {
    const shown: MessageValues = {};
    if (program !== undefined) shown.program = program === null ? words.unnamed : oneLine(program);
    if (questions) {
      shown.questions = questions.map((question) => `- ${askedIn(words, question)}`).join('\n');
      shown.count = questions.length;
    }
    if (total) shown.total = moneyText(total, language);
    if (calculation) shown.calculation = calculation.map((line) => linesOf(words, line, language)).join('\n');
    if (refused) shown.refused = refused.map((line) => refusalOf(words, line)).join('\n');
    return shown;
  },
};

function askedIn({ asked }: ClaimWords, question: string): string {
  const known = ASKED_FOR.find((one) => one === question);
  return known ? asked[known] : oneLine(question);
}

/** `- EP-PRO, 10: 50.00 EUR`, and below it how that came about, a line for each step. */
function linesOf(
  { steps: words }: ClaimWords,
  { sku, quantity, amount, steps }: LineCalculation,
  language: string,
) {
  const told = steps.flatMap(({ does, arithmetic, result }) => {
    const name = SHOWN_STEPS.find((one) => one === does);
    if (name === undefined) return [];
    // What these two calculate is said in English words.
    const how = name === 'rounding' || name === 'cap' ? result : `${arithmetic} = ${result}`;
    return [`  ${words[name]}: ${how}`];
  });
  return [`- ${oneLine(sku)} × ${quantity}: ${moneyText(amount, language)}`, ...told].join('\n');
}

function refusalOf({ refusals, remedies }: ClaimWords, { sku, rules }: RefusedLine): string {
  const names = [...new Set((rules.length === 0 ? ['other'] : rules).map(toldRule))];
  return [
    `- ${oneLine(sku)}: ${names.map((name) => refusals[name]).join(' ')}`,
    ...names.map((name) => `  ${remedies[name]}`),
  ].join('\n');
}

/** Exact, however many digits: a decimal goes into the format as text. */
function moneyText({ amount, currency }: Money, language: string): string {
  const format = new Intl.NumberFormat(language, { style: 'currency', currency, currencyDisplay: 'code' });
  return format.format(amount as Intl.StringNumericLiteral).replace(/[\u00a0\u202f]/g, ' ');
}
