import { ROLL_AMOUNTS, type RollShown } from '../../domain/accounts/roll.ts';
import { lookupTable } from '../../domain/lookup-table.ts';
import type { Column } from '../table.ts';

const HEADS = lookupTable<string>({
  opening: 'OPENING',
  earned: 'EARNED',
  reversed: 'REVERSED',
  paid: 'PAID',
  exchange: 'EXCHANGE',
  closing: 'CLOSING',
  onHold: 'ON HOLD',
});

/** Columns of a roll: every part of its sum, and who owes it where the company has several legal entities. */
export function rollColumns(rows: readonly RollShown[]): Column<RollShown>[] {
  return [
    { head: 'PROGRAM', value: ({ program }) => program, least: 12, lines: 3 },
    { head: 'PARTNER', value: ({ partner }) => partner },
    ...(rows.some(({ legalEntity }) => legalEntity !== null)
      ? [{ head: 'OWED BY', value: ({ legalEntity }: RollShown) => legalEntity }]
      : []),
    { head: 'CUR', value: ({ currency }) => currency },
    ...ROLL_AMOUNTS.map((name) => ({
      head: HEADS[name] ?? name,
      value: (row: RollShown) => row[name].amount,
      align: 'right' as const,
    })),
  ];
}
