import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  afterLookUp,
  askAgainAfter,
  type EffectState,
  type EffectStatus,
  nextStep,
  nextUndoStep,
  type Repeat,
  type WriteTraits,
} from '../../domain/effects.ts';

const NOW = 1_000_000;
const upsert: WriteTraits = { repeat: 'upsert', searchLagMs: 0, settleMs: 20_000 };
const create: WriteTraits = { repeat: 'lookup', searchLagMs: 5_000, settleMs: 20_000 };
const mail: WriteTraits = { repeat: 'at_most_once', searchLagMs: 0, settleMs: 20_000 };

const row = (status: EffectStatus, more: Partial<EffectState> = {}): EffectState => ({
  status,
  payloadHash: 'h',
  sentAt: NOW - 60_000,
  leaseUntil: null,
  answered: false,
  undoBegun: false,
  ...more,
});
const asked = (write: WriteTraits, more = {}) => ({
  payloadHash: 'h',
  now: NOW,
  decided: false,
  write,
  ...more,
});

describe('nextStep', () => {
  test.each([
    ['unknown to the ledger', null, upsert, { do: 'send' }],
    ['intended: certainly not sent', row('intended'), upsert, { do: 'send' }],
    ['refused by the vendor: certainly not landed', row('failed'), create, { do: 'send' }],
    ['done', row('done'), create, { do: 'return' }],
    [
      'sent by somebody who may still be at it',
      row('sent', { leaseUntil: NOW + 700 }),
      create,
      { do: 'wait', ms: 700 },
    ],
    ['sent, lease just over', row('sent', { leaseUntil: NOW }), create, { do: 'look_up' }],
    ['sent, an upsert is looked up too', row('sent'), upsert, { do: 'look_up' }],
    ['sent, at most once', row('sent'), mail, { do: 'in_doubt' }],
    ['in doubt, nobody has decided', row('in_doubt'), create, { do: 'in_doubt' }],
    [
      'undo begun, even when done',
      row('done', { undoBegun: true }),
      upsert,
      { do: 'conflict', why: 'undone' },
    ],
    [
      'another payload, even when done',
      row('done', { payloadHash: 'x' }),
      upsert,
      { do: 'conflict', why: 'other_payload' },
    ],
  ] as const)('%s', (_, state, write, expected) => {
    expect(nextStep(state, asked(write))).toEqual(expected);
  });

  test('a person may have a write in doubt tried again, after a look-up where there is one', () => {
    expect(nextStep(row('in_doubt'), asked(create, { decided: true }))).toEqual({ do: 'look_up' });
    expect(nextStep(row('in_doubt'), asked(mail, { decided: true }))).toEqual({ do: 'send' });
  });

  test('the decision is used up by the attempt that it allowed', () => {
    expect(nextStep(row('sent'), asked(mail, { decided: true }))).toEqual({ do: 'in_doubt' });
  });
});

describe('afterLookUp', () => {
  test.each([
    ['found', 'landed', row('sent'), create, { do: 'done' }],
    ['absent long after', 'absent', row('sent'), create, { do: 'send' }],
    [
      'absent, the lost request may still be working',
      'absent',
      row('sent', { sentAt: NOW - 6_000 }),
      create,
      { do: 'wait', ms: 19_000 },
    ],
    [
      'absent, answered: only the search lag counts',
      'absent',
      row('sent', { sentAt: NOW - 4_000, answered: true }),
      create,
      { do: 'wait', ms: 1_000 },
    ],
    [
      'absent, an upsert need not wait for a late request',
      'absent',
      row('sent', { sentAt: NOW - 1 }),
      upsert,
      { do: 'send' },
    ],
    ['unknown', 'unknown', row('sent'), create, { do: 'in_doubt' }],
    ['unknown, but a repeat is harmless', 'unknown', row('sent'), upsert, { do: 'send' }],
  ] as const)('%s', (_, found, state, write, expected) => {
    expect(afterLookUp(found, state, asked(write))).toEqual(expected);
  });

  test('unknown is sent again only on a decision about a write in doubt', () => {
    expect(afterLookUp('unknown', row('in_doubt'), asked(create, { decided: true }))).toEqual({ do: 'send' });
    expect(afterLookUp('unknown', row('sent'), asked(create, { decided: true }))).toEqual({ do: 'in_doubt' });
  });
});

describe('nextUndoStep', () => {
  const none = row('intended', { sentAt: null });
  test.each([
    ['done', row('done'), none, 'upsert', { do: 'undo' }],
    ['never sent', row('intended'), none, 'upsert', { do: 'nothing' }],
    ['refused', row('failed'), none, 'lookup', { do: 'nothing' }],
    ['perhaps landed', row('sent'), none, 'lookup', { do: 'look_up' }],
    ['in doubt', row('in_doubt'), none, 'lookup', { do: 'look_up' }],
    ['still being written', row('sent', { leaseUntil: NOW + 5 }), none, 'lookup', { do: 'wait', ms: 5 }],
    [
      'being undone elsewhere',
      row('done'),
      row('sent', { leaseUntil: NOW + 9 }),
      'lookup',
      { do: 'wait', ms: 9 },
    ],
    ['undone', row('done'), row('done'), 'upsert', { do: 'already' }],
    ['an undo that failed is tried again', row('done'), row('failed'), 'upsert', { do: 'undo' }],
    ['an undo whose end is unknown is repeated', row('done'), row('sent'), 'upsert', { do: 'undo' }],
    ['a mail in doubt', row('in_doubt'), none, 'at_most_once', { do: 'leave', why: 'write_unproved' }],
    [
      'a correction in doubt',
      row('done'),
      row('sent'),
      'at_most_once',
      { do: 'leave', why: 'undo_unproved' },
    ],
  ] as const)('%s', (_, state, undo, repeat, expected) => {
    expect(nextUndoStep(state, undo, NOW, repeat)).toEqual(expected);
  });
});

/**
 * A model of workers that die anywhere, a vendor that works late and a search that lags, driven by the functions above as the
 * ledger drives them. `at` lists, per attempt, where its worker dies or what becomes of its request.
 */
type Fate = 'dies_before_call' | 'dies_after_call' | 'lands_late' | 'refused' | 'answer_lost' | 'ok';
const FATES: Fate[] = ['dies_before_call', 'dies_after_call', 'lands_late', 'refused', 'answer_lost', 'ok'];

function run(repeat: Repeat, fates: Fate[], pauses: number[], searchLagMs: number) {
  const write: WriteTraits = { repeat, searchLagMs, settleMs: 20_000 };
  const landings: number[] = [];
  let state: EffectState | null = null;
  let now = NOW;
  let requests = 0;
  for (let turn = 0; turn < 200; turn += 1) {
    now += pauses[turn % pauses.length] ?? 1;
    let step: { do: string } = nextStep(state, { payloadHash: 'h', now, decided: false, write });
    if (step.do === 'look_up' && state) {
      const visible = landings.some((at) => at <= now && at + searchLagMs <= now);
      step = afterLookUp(visible ? 'landed' : 'absent', state, { now, decided: false, write });
    }
    if (step.do === 'done') state = { ...(state as EffectState), status: 'done' };
    if (step.do === 'return' || step.do === 'in_doubt' || step.do === 'done')
      return { landings, end: step.do };
    if (step.do !== 'send') continue;
    const fate = fates[requests] ?? 'ok';
    requests += 1;
    state = row('sent', { sentAt: now, leaseUntil: now + 25_000 });
    const left = repeat === 'at_most_once' ? 'in_doubt' : 'sent';
    if (fate === 'dies_before_call') continue;
    if (fate === 'refused') state = row('intended', { sentAt: now, answered: true });
    if (fate === 'dies_after_call' || fate === 'answer_lost') landings.push(now);
    if (fate === 'lands_late') landings.push(now + 15_000);
    if (fate === 'answer_lost' || fate === 'lands_late') state = row(left, { sentAt: now });
    if (fate === 'ok') {
      landings.push(now);
      state = row('done', { sentAt: now });
    }
  }
  return { landings, end: 'still waiting' };
}

const trouble = {
  fates: fc.array(fc.constantFrom(...FATES), { maxLength: 8 }),
  pauses: fc.array(fc.integer({ min: 1, max: 30_000 }), { minLength: 1, maxLength: 6 }),
  lag: fc.constantFrom(0, 500, 5_000, 45_000),
};

describe('whatever dies and whenever it is tried again', () => {
  test('a write with a look-up lands exactly once', () => {
    fc.assert(
      fc.property(trouble.fates, trouble.pauses, trouble.lag, (fates, pauses, lag) => {
        const { landings, end } = run('lookup', fates, pauses, lag);
        expect(landings.length).toBeLessThanOrEqual(1);
        if (end !== 'still waiting') expect(landings).toHaveLength(1);
      }),
      { numRuns: 2_000 },
    );
  });

  test('a write without one lands at most once, and ends in doubt rather than twice', () => {
    fc.assert(
      fc.property(trouble.fates, trouble.pauses, (fates, pauses) => {
        const { landings, end } = run('at_most_once', fates, pauses, 0);
        expect(landings.length).toBeLessThanOrEqual(1);
        expect(['return', 'in_doubt', 'still waiting']).toContain(end);
      }),
      { numRuns: 2_000 },
    );
  });

  test('an upsert lands, and more than once only when a request was still under way', () => {
    fc.assert(
      fc.property(trouble.fates, trouble.pauses, (fates, pauses) => {
        const { landings, end } = run('upsert', fates, pauses, 0);
        if (end !== 'still waiting') expect(landings.length).toBeGreaterThanOrEqual(1);
        if (!fates.includes('lands_late')) expect(landings.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 2_000 },
    );
  });
});

test('a write under way is asked for again within seconds, and five asks reach the end of its lease', () => {
  const lease = 25_000;
  const asks = [700];
  while (asks.length < 5) {
    const left = lease - (asks.at(-1) as number);
    asks.push((asks.at(-1) as number) + askAgainAfter(left, lease));
  }
  expect(asks).toEqual([700, 2_100, 6_300, 18_900, 25_000]);
});
