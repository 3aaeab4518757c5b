import { expect, test } from '@jest/globals';
import type { TicketRow } from '../../adapters/store/tickets/rows.ts';
import { standsAt, ticketLines } from '../../cli/tickets/ticket-text.ts';

const row: TicketRow = {
  ...{
    ticket: 'ticket:letter:a',
    kind: 'letter',
    about: 'a',
    case: null,
    lifecycle: 'deal',
    segment: 'a/b/c',
  },
  ...{ opening: {}, askedBy: 'policy', askedAt: '2026-11-27T12:00:00.000Z', toldSeq: 0, failures: 0 },
  ...{ vendor: 'jira', vendorId: '10001', key: 'CHAN-1', url: 'https://acme.example/browse/CHAN-1' },
  ...{ openedAt: '2026-11-27T12:01:00.000Z', status: 'in_progress', vendorStatus: 'In Review' },
  ...{ settled: null, closedAt: null, withdrawnBy: null, withdrawnAt: null, reopenedAt: null, problem: null },
};
const escaped = '\u001b[31mred\u001b[0m \u202eevil';

test('a ticket is called as people call it, and stands where its system says', () => {
  expect(standsAt(row)).toBe('CHAN-1, in progress ("In Review" in jira)');
  expect(standsAt({ ...row, withdrawnAt: row.askedAt })).toBe(
    'CHAN-1, in progress ("In Review" in jira), withdrawn',
  );
  expect(standsAt({ ...row, openedAt: null })).toBe('asked for, not opened yet');
});

test('words of a ticket system cannot steer a terminal', () => {
  for (const name of ['key', 'vendorStatus'] as const) {
    const shown = standsAt({ ...row, [name]: escaped });
    expect(shown).toContain('evil');
    for (const sign of ['\u001b', '\u202e']) expect(shown).not.toContain(sign);
  }
});

test('what hinders a ticket and what people said stands below it, and what was erased is said to be', () => {
  const comments = [
    { ticket: row.ticket, at: row.askedAt, by: 'Ana', text: 'Seen.' },
    { ticket: row.ticket, at: row.askedAt, by: 'erased', text: null },
  ];
  expect(ticketLines([{ ...row, problem: 'no transition', comments }], (at) => at.slice(11, 16))).toEqual([
    'CHAN-1, in progress ("In Review" in jira)  https://acme.example/browse/CHAN-1',
    'not written to it: no transition',
    'Ana, 12:00: Seen.',
    'erased, 12:00: (erased)',
  ]);
});
