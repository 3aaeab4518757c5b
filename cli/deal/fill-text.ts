import type { KeptFill } from '../../activities/deal/fill-in.ts';
import { evidenceOf } from '../../adapters/store/evidence.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { amountText } from '../cases/case-text.ts';

/** What the look at a revision proposed for missing fields; empty when it proposed nothing. */
export async function keptFills(tx: Tx, caseId: string, revision: number): Promise<KeptFill[]> {
  const all = await evidenceOf(tx, caseId, 'fill_in');
  const last = all.findLast(({ body }) => body.revision === revision);
  return (last?.body.fills ?? []) as unknown as KeptFill[];
}

/** A line a proposal: the value, or for a contact only where it stands. */
export function fillRows(fills: readonly KeptFill[]): Array<readonly [string, string]> {
  return fills.map(({ field, value, from, because }) => {
    const said =
      value === null
        ? 'as'
        : typeof value === 'string'
          ? `${value}, as`
          : `${value.currency} ${amountText(value.amount)}, as`;
    return [
      field === 'stated_value' ? 'estimated_value' : field,
      `${said} in ${from} (${because.replaceAll('_', ' ')})`,
    ] as const;
  });
}
