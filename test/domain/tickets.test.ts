import { describe, expect, test } from '@jest/globals';
import { ticketOpening } from '../../adapters/tickets/payloads.ts';
import { ticketId } from '../../domain/identity.ts';
import {
  doubtTicket,
  letterTicket,
  nextAttempt,
  settledDoubt,
  settledLetter,
  stillOpen,
  toldOnTicket,
} from '../../domain/tickets.ts';

const AT = '2026-11-27T12:00:00.000Z';

test('a ticket is named after what it is about, so that there is one', () => {
  expect(ticketId('effect', 'deal:portal:A/prm-create/1')).toBe(
    'ticket:effect:deal~3aportal~3aA~2fprm~2dcreate~2f1',
  );
  expect(ticketId('letter', 'a')).not.toBe(ticketId('effect', 'a'));
});

describe('the texts of a ticket', () => {
  const doubt = doubtTicket({ key: 'c/prm-create/1', case: 'c', operation: 'prm.createDeal', askedAt: AT });
  const letter = letterTicket({
    ...{ id: 'l', source: 'portal', receivedAt: AT },
    problem: { code: 'malformed_json', title: 'The body is not readable.', fix: 'Send JSON.' },
  });

  test('name what to do, and say that the ticket decides nothing', () => {
    for (const { text, facts } of [doubt, letter]) {
      expect(text).toContain('Moving this ticket decides nothing.');
      expect(JSON.stringify(facts)).toContain('quarterdeck ');
    }
  });

  test('are what every adapter takes', () => {
    for (const each of [doubt, letter]) expect(ticketOpening.parse(each)).toEqual(each);
  });
});

test.each([
  [{ status: 'in_doubt', record: null, undone: false }, null],
  // A person has had it sent again; what became of it is not known yet.
  [{ status: 'sent', record: null, undone: false }, null],
  [{ status: 'intended', record: null, undone: false }, null],
  [{ status: 'done', record: '42', undone: false }, 'Settled: the write has landed as record 42.'],
  [{ status: 'done', record: null, undone: false }, 'Settled: the write has landed.'],
  [
    { status: 'failed', record: null, undone: false },
    'Settled: the write did not land; its vendor refused it.',
  ],
  [
    { status: 'in_doubt', record: null, undone: true },
    'Settled: the case was rolled back, and nothing of this write stands any more.',
  ],
] as const)('a write of %j is settled so: %s', (effect, settled) => {
  expect(settledDoubt(effect)).toBe(settled);
});

test('a dead letter is settled by being read again, or by the end of its time', () => {
  expect(settledLetter({ retried: false, case: null })).toBeNull();
  expect(settledLetter({ retried: true, case: 'deal:portal:A' })).toContain('became case deal:portal:A');
  expect(settledLetter({ retried: true, case: null })).toContain('made no case');
  expect(settledLetter('gone')).toContain('deleted');
});

test('a ticket that people finish is told that nothing followed, and what would', () => {
  expect(stillOpen({ kind: 'effect', about: 'c' })).toMatch(
    /decides nothing\. .*quarterdeck reviews show c$/,
  );
  expect(stillOpen({ kind: 'letter', about: 'l' })).toMatch(/decides nothing\. .*quarterdeck cases retry l$/);
});

test('of a case a ticket is told decisions and ends, by reference: never the words of a person, nor what a ticket did', () => {
  const entry = (action: string, more: object = {}) => ({ at: AT, actor: 'p-olga', action, ...more });
  const decided = entry('decision.accepted', {
    decision: 'request_information',
    round: 2,
    reason: 'Ana said so',
  });
  expect(toldOnTicket(decided)).toBe('p-olga decided request information in round 2.');
  expect(toldOnTicket(entry('case.rolled_back'))).toBe('The case was rolled back.');
  expect(toldOnTicket(entry('case.closed', { outcome: 'Approved' }))).toBe('The case was closed: Approved.');
  for (const action of [
    'ticket.commented',
    'ticket.moved',
    'effect.done',
    'gate.opened',
    'submission.received',
  ])
    expect(toldOnTicket(entry(action))).toBeNull();
});

test('what fails is tried again after a minute, then later each time, and never later than six hours', () => {
  const now = new Date(AT);
  const minutes = [1, 2, 3, 9, 10, 60].map(
    (failures) => (nextAttempt(failures, now).getTime() - now.getTime()) / 60_000,
  );
  expect(minutes).toEqual([1, 2, 4, 256, 360, 360]);
});
