import type { DecidedLine } from '../../domain/claim/decision.ts';
import type { FieldMapping } from '../../domain/claim/proven-line.ts';
import type { StatedClaim } from '../../domain/claim/stated-claim.ts';
import type { Money } from '../../domain/money.ts';
import { amountText } from '../cases/case-text.ts';

const VERDICTS = { payable: 'payable', review: 'to be looked at', rejected: 'not payable' } as const;

export const moneyText = ({ amount, currency }: Money): string => `${currency} ${amountText(amount)}`;

/** `1: EP-PRO × 10, EUR 4,990.00, sold 2026-10-02, shown by document:1f2e…: payable, earns EUR 50.00` */
export function decidedLineText({
  line,
  sku,
  quantity,
  amount,
  soldOn,
  verdict,
  proof,
  from,
  earns,
}: DecidedLine): string {
  const what = [
    `${sku} × ${quantity}`,
    amount && moneyText(amount),
    soldOn && `sold ${soldOn}`,
    proof === 'none' ? 'shown by nothing' : `shown by ${from}`,
  ];
  const earned = earns === null || verdict === 'rejected' ? '' : `, earns ${moneyText(earns.amount)}`;
  return `${line}: ${what.filter(Boolean).join(', ')}: ${VERDICTS[verdict]}${earned}`;
}

/** The same of what the partner states, without what the machine makes of it. */
export function statedLineText({
  line,
  sku,
  quantity,
  amount,
  soldOn,
}: StatedClaim['lines'][number]): string {
  const what = [`${sku} × ${quantity}`, amount && moneyText(amount), soldOn && `sold ${soldOn}`];
  return `${line}: ${what.filter(Boolean).join(', ')}`;
}

/** `1 amount: stated 4990.00, read 4990.00 (document:1f2e…, page 1 …, text_layer, 0.99) → Claimed_Amount`; none for what was read nowhere. */
export function mappingText(one: FieldMapping): string[] {
  const { line, field, stated, read, from, at, how, confidence, prm_field, agrees } = one;
  if (read === null) return [];
  const where = [from, at, how, confidence].filter((part) => part !== null).join(', ');
  const differs = agrees === false ? ', which differs' : '';
  const name = line === null ? field : `${line} ${field}`;
  return [`${name}: stated ${stated ?? 'nothing'}, read ${read} (${where})${differs} → ${prm_field}`];
}
