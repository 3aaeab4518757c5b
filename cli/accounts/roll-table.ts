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

/** Columns of a roll. Who owes, what was paid and what rates have made of it are shown where there is any of it: all of them need more than 80 characters. */
export function rollColumns(rows: readonly RollShown[]): Column<RollShown>[] {
  const any = (name: 'paid' | 'exchange') => rows.some((row) => /[1-9]/.test(row[name].amount));
  const shown = ROLL_AMOUNTS.filter((name) => (name !== 'paid' && name !== 'exchange') || any(name));
  return [
    { head: 'PROGRAM', value: ({ program }) => program, least: 12, lines: 3 },
    { head: 'PARTNER', value: ({ partner }) => partner },
    ...(rows.some(({ legalEntity }) => legalEntity !== null)
      ? [{ head: 'OWED BY', value: ({ legalEntity }: RollShown) => legalEntity }]
      : []),
    { head: 'CUR', value: ({ currency }) => currency },
    ...shown.map((name) => ({
      head: HEADS[name] ?? name,
      value: (row: RollShown) => row[name].amount,
      align: 'right' as const,
    })),
  ];
}
