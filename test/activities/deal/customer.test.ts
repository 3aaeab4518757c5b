import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { accountExternalId, standingAccount } from '../../../activities/deal/customer.ts';
import { accountRecordId } from '../../../activities/match/match-records.ts';
import type { CrmAccount } from '../../../adapters/ports/crm.ts';
import type { MatchingPolicy } from '../../../domain/deal/policy.ts';
import type { CustomerMatch } from '../../../domain/match/customer-match.ts';

/** Which of the CRM's accounts an approval hangs its records on. */

const policy = {
  conflictFrom: 0.9,
  floors: [{ field: 'domain', levels: ['same host'], probability: 0.9 }],
} as unknown as MatchingPolicy;

const account = (id: string) => ({ id }) as CrmAccount;
const match = (id: string, probability: number, domain = 'else') =>
  ({
    record: accountRecordId(id),
    probability,
    fields: [{ field: 'domain', level: domain }],
  }) as unknown as CustomerMatch;
const chosen = (matches: CustomerMatch[], ids: string[], own: string | null = null) =>
  standingAccount({ accounts: ids.map(account), own }, matches, policy);

describe('the account that stands for a customer', () => {
  test('is the one that counts as the same, by the model or by a floor', () => {
    expect(chosen([match('a', 0.9)], ['a'])).toBe('a');
    expect(chosen([match('a', 0.2, 'same host')], ['a'])).toBe('a');
    expect(chosen([match('a', 0.899_999)], ['a'])).toBeNull();
    expect(chosen([], ['a'])).toBeNull();
  });

  test('is the likeliest; a floor ranks below a surer model, and equals are told apart by it, then by id', () => {
    expect(chosen([match('a', 0.91), match('b', 0.97)], ['a', 'b'])).toBe('b');
    expect(chosen([match('a', 0.1, 'same host'), match('b', 0.95)], ['a', 'b'])).toBe('b');
    expect(chosen([match('a', 0.1, 'same host'), match('b', 0.4, 'same host')], ['a', 'b'])).toBe('b');
    expect(chosen([match('b', 0.95), match('a', 0.95)], ['b', 'a'])).toBe('a');
  });

  test('is none that only the copies know', () => {
    expect(chosen([match('a', 0.99)], [])).toBeNull();
    expect(chosen([match('a', 0.99), match('b', 0.92)], ['b'])).toBe('b');
  });

  test('is none where one is ours already: that is found by its external id', () => {
    expect(chosen([match('a', 0.99)], ['a'], 'a')).toBeNull();
    expect(chosen([match('a', 0.99), match('b', 0.92)], ['a', 'b'], 'b')).toBeNull();
  });

  test('does not hang on the order of either list', () => {
    const some = fc.uniqueArray(
      fc.record({ id: fc.string({ minLength: 1 }), p: fc.double({ min: 0, max: 1, noNaN: true }) }),
      {
        selector: ({ id }) => id,
      },
    );
    const twice = some.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(twice, ([list, other]) => {
        const matches = list.map(({ id, p }) => match(id, p));
        const answer = chosen(
          matches,
          list.map(({ id }) => id),
        );
        expect(
          chosen(
            matches.toReversed(),
            other.map(({ id }) => id),
          ),
        ).toBe(answer);
        const best = Math.max(...list.map(({ p }) => p));
        expect(list.find(({ id }) => id === answer)?.p ?? null).toBe(best >= 0.9 ? best : null);
      }),
    );
  });
});

test('our external id of a customer is the company domain, else the normalised name', () => {
  expect(accountExternalId('acme.example', 'Acme GmbH')).toBe('acme.example');
  expect(accountExternalId(null, 'Acme GmbH')).toBe(accountExternalId(null, 'ACME  gmbh'));
  expect(accountExternalId(null, 'GmbH')).not.toBe('');
});
