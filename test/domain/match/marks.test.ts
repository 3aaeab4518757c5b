import { describe, expect, test } from '@jest/globals';
import { findConflicts } from '../../../domain/deal/conflict.ts';
import type { CustomerMatch } from '../../../domain/match/customer-match.ts';
import { likelihood } from '../../../domain/match/floor.ts';
import {
  type MarkedAs,
  type MatchMark,
  pairOf,
  saidToBe,
  standingMarks,
  withMarks,
} from '../../../domain/match/marks.ts';
import { cleanRegistration, match, POLICY, rival } from '../deal/fixtures.ts';

const said = (a: string, b: string, is: MarkedAs, reason = 'The register says so'): MatchMark => ({
  ...{ records: pairOf(a, b), is, by: 'p-olga', at: '2026-11-19T09:00:00.000Z', reason, authorityVersion: 3 },
});
const OWN = 'registration:deal:portal:1';
const look = (matches: CustomerMatch[], ...marks: MatchMark[]) =>
  withMarks(matches, marks, [OWN], (each) => likelihood(each, POLICY.matching).probability, 0.9);
const found = (matches: CustomerMatch[], ...marks: MatchMark[]) =>
  findConflicts(cleanRegistration({ matches: look(matches, ...marks) }), POLICY).map(
    ({ verdict, clause }) => [verdict, clause],
  );

describe('what people say of two records', () => {
  const unlike = rival({ probability: 0.01 });
  const customer = match({ record: 'crm:Account/1', probability: 0.95 });
  const other = match({
    record: 'crm:Account/2',
    probability: 0.92,
    facts: { lastTouchAt: '2026-11-18T00:00:00.000Z' },
  });
  const hanging = match({
    ...{ record: 'crm:Opportunity/9', kind: 'opportunity', parent: 'crm:Account/2', probability: 0.92 },
  });

  test('of a record itself goes before an older word on its account', () => {
    const [seen] = look(
      [hanging],
      said(OWN, 'crm:Account/2', 'different'),
      said(OWN, hanging.record, 'same'),
    );
    expect(seen?.mark).toMatchObject({ is: 'same' });
  });

  test('makes a record the customer that the model would never take for it', () => {
    expect(found([unlike])).toEqual([]);
    expect(found([unlike], said(OWN, unlike.record, 'same'))).toEqual([['conflict', 'registered']]);
  });

  test('takes away one that the model takes for the customer, and its telling words with it', () => {
    const like = rival({ probability: 0.97, telling: ['rheinwerk'] });
    expect(found([like], said(like.record, OWN, 'different'))).toEqual([]);
  });

  test('of two accounts holds for whatever hangs under them', () => {
    const quiet = match({ record: 'crm:Account/2', probability: 0.02 });
    const open = match({ ...hanging, probability: 0.02 });
    expect(found([customer, quiet, open])).toEqual([['known', null]]);
    expect(found([customer, quiet, open], said('crm:Account/1', 'crm:Account/2', 'same'))).toEqual([
      ['conflict', 'open_opportunity'],
      ['known', null],
      ['known', null],
    ]);
    expect(found([customer, other, hanging]).map(([verdict]) => verdict)).toContain('conflict');
    expect(found([customer, other, hanging], said('crm:Account/1', 'crm:Account/2', 'different'))).toEqual([
      ['known', null],
    ]);
  });

  test('never takes the likelier of two away', () => {
    const marks = [said('crm:Account/1', 'crm:Account/2', 'different')];
    expect(look([customer, other], ...marks).map(({ mark }) => mark?.is)).toEqual([undefined, 'different']);
  });

  test('counts as it was said last, and not when it was taken back', () => {
    const same = said('a', 'b', 'same');
    expect(standingMarks([same, said('b', 'a', 'different', 'No')])).toMatchObject([{ is: 'different' }]);
    expect(standingMarks([same, said('a', 'b', 'open')])).toEqual([]);
    expect(saidToBe([same, said('c', 'd', 'different')], ['b', 'c'])).toEqual(['a']);
  });

  test('is never said of one record', () => {
    expect(() => pairOf('a', 'a')).toThrow('name two');
  });
});
