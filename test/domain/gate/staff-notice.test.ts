import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { channelOrder, endedNotice, staffNotice } from '../../../domain/gate/staff-notice.ts';

const ABOUT = { case: 'deal:portal:1', title: 'Nordlicht GmbH', partnerId: '7001', amountUsd: '48000.00' };
const GATE = { reasons: [], dueAt: '2026-07-13T14:00:00.000Z' };

describe('in which order channels are tried', () => {
  test.each([
    [null, ['slack', 'mail', 'prm']],
    ['slack', ['mail', 'prm', 'slack']],
    ['prm', ['slack', 'mail', 'prm']],
    ['pigeon', ['slack', 'mail', 'prm']],
  ])('after %s', (last, order) => {
    expect(channelOrder(['slack', 'mail', 'prm'], last)).toEqual(order);
  });

  test('each once, and never first the one that was not answered unless it is the only one', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 1 }), fc.nat(), (channels, at) => {
        const last = channels[at % channels.length] as string;
        const order = channelOrder(channels, last);
        expect([...order].sort()).toEqual([...channels].sort());
        expect(order[0] === last).toBe(channels.length === 1);
      }),
    );
  });
});

describe('a notice', () => {
  test('says why somebody is asked where nothing speaks against it, and when it is due on the reader’s wall', () => {
    const { lines, facts, next } = staffNotice(ABOUT, GATE, 'opened', 'America/New_York');
    expect(lines).toEqual(['Nothing speaks against it; the rollout asks for a person.']);
    expect(facts.at(-1)).toEqual({ label: 'Due', value: 'Mon 13 Jul 10:00 EDT' });
    expect(next).toEqual({ page: null, command: 'quarterdeck reviews show deal:portal:1' });
  });

  test('is one line, whatever a partner typed as the name of a customer', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (title) => {
        const notices = [
          staffNotice({ ...ABOUT, title }, GATE, 'remind', 'UTC'),
          endedNotice({ ...ABOUT, title }, { outcome: 'withdrawn', by: null, at: GATE.dueAt }, 'UTC'),
        ];
        for (const notice of notices) expect(notice.title).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  test('names the case where the customer has no name', () => {
    expect(staffNotice({ ...ABOUT, title: ' \n' }, GATE, 'escalate', 'UTC').title).toBe(
      'deal:portal:1 is due and was escalated to you',
    );
  });
});
