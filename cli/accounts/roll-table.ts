import type { RollShown } from '../../domain/accounts/roll.ts';
import type { Column } from '../table.ts';

/** Columns of a roll; who owes is shown where the company has several entities. */
export function rollColumns(rows: readonly RollShown[]): Column<RollShown>[] {
  const amount = (
    head: string,
    name: 'opening' | 'earned' | 'reversed' | 'paid' | 'exchange' | 'closing' | 'onHold',
  ) => ({
    head,
    value: (row: RollShown) => row[name].amount,
    align: 'right' as const,
  });
  return [
    { head: 'PROGRAM', value: ({ program }) => program },
    { head: 'PARTNER', value: ({ partner }) => partner },
    ...(rows.some(({ legalEntity }) => legalEntity !== null)
      ? [{ head: 'OWED BY', value: ({ legalEntity }: RollShown) => legalEntity }]
      : []),
    { head: 'CUR', value: ({ currency }) => currency },
    amount('OPENING', 'opening'),
    amount('EARNED', 'earned'),
    amount('REVERSED', 'reversed'),
    amount('PAID', 'paid'),
    amount('EXCHANGE', 'exchange'),
    amount('CLOSING', 'closing'),
    amount('ON HOLD', 'onHold'),
  ];
}
