import type { Money } from '../money.ts';
import { findAmounts } from './amounts.ts';
import { type Choice, chooseInProse } from './choose.ts';
import { VALUE_WORDS } from './context-words.ts';
import { spokenFor } from './running-text.ts';
import { isCalledTotal } from './total-words.ts';

/**
 * The value of a deal in running text: the one amount that a telling word speaks for; of several the one that is called the total. One that
 * stands beside a rate, a range or a bound in the same sentence competes with it, and nothing is chosen.
 */
export function amountInProse(running: string, locale: string | null): Choice<Money> {
  const found = findAmounts(running, { locale });
  const totals = found.filter((one) => one.value !== null && isCalledTotal(running, one));
  const amounts = totals.length === 1 ? totals : found;
  const choice = chooseInProse(running, amounts, VALUE_WORDS, moneyText, 'amount_ambiguous');
  if (choice === null || 'code' in choice) return choice;
  const { start, end } = choice.candidate;
  // Below the message stand capitals, penalties and advertisements.
  if (
    spokenFor(running, { start, end }, VALUE_WORDS) === 'open' &&
    !DEAL_WORDS.test(paragraphAround(running, start))
  )
    return null;
  const beside = amounts.find(
    (one) =>
      one.code !== undefined &&
      one.value === null &&
      !/[.!?\n]\s/.test(one.end <= start ? running.slice(one.end, start) : running.slice(end, one.start)),
  );
  return beside?.code ? { code: beside.code } : choice;
}

/** Words of whoever registers a deal, in the partner languages. */
const DEAL_WORDS =
  /regist|\bdeal|opportunit|project|custom|client|\border|licen[cs]|\bseats?\b|\busers?\b|proposal|quot|\boffer|purchas|renew|clos(?:e|ing)|\bsign|kunde|projekt|auftrag|angebot|lizenz|anmeld|bestell|abschl|affaire|projet|commande|devis|sign(?:er|ature)|oportunidad|proyecto|pedido|client|cierr|cierre|negócio|projeto|fecha|案件|登録|受注|顧客|見積|商談|お客様|契約/iu;
/** Longer than a paragraph of a mail. */
const PARAGRAPH = 1_500;

/** The lines around a place without an empty one between them. */
function paragraphAround(running: string, at: number): string {
  const before = running.slice(Math.max(0, at - PARAGRAPH), at);
  const behind = running.slice(at, at + PARAGRAPH);
  const end = behind.indexOf('\n\n');
  return before.slice(before.lastIndexOf('\n\n') + 1) + (end < 0 ? behind : behind.slice(0, end));
}

/** Two amounts of one currency and value are the same. */
export function moneyText({ amount, currency }: Money): string {
  return `${currency} ${Number(amount)}`;
}
