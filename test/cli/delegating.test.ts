import { describe, expect, test } from '@jest/globals';
import { auditOf } from '../../adapters/store/audit.ts';
import { authorityVersion, loadAuthority } from '../../adapters/store/authority.ts';
import { statement } from '../../adapters/store/statement.ts';
import { openForTests } from '../environment/open-for-tests.ts';
import { peopled } from './peopled.ts';
import { runCli } from './run-cli.ts';
import { addWaiting } from './world.ts';

/** Deciding in somebody's place, and the rollout's segments, as processes on a real Postgres. */
const here = openForTests(async (parts) => {
  const world = await peopled(parts);
  await addWaiting(world.store, { externalId: '101', customer: 'Nordlicht GmbH', value: '48000.00' });
  return world;
});

const cli = (...args: string[]) => runCli(args, here.env);
const inPlaceOf = async () => (await loadAuthority(statement(here.store))).delegations;

describe('reviews delegate', () => {
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  const give = (by: string, to: string) => cli('reviews', 'delegate', to, '--as', by, '--until', tomorrow);
  const revoke = (by: string, to: string, ...more: string[]) =>
    cli('reviews', 'delegate', 'revoke', to, '--as', by, ...more);

  test('needs its end', async () => {
    const run = await cli('reviews', 'delegate', 'olga', '--as', 'ana');
    expect({ code: run.code, stderr: run.stderr }).toEqual({
      code: 2,
      stderr: 'It is not said when it ends.\nAdd --until INSTANT, with its zone.\n',
    });
  });

  test.each([
    ['a partner', 'nora', tomorrow, 'decides nothing here'],
    ['an auditor', 'aude', tomorrow, 'decides nothing here'],
    ['an admin', 'sam', tomorrow, 'decides nothing here'],
    ['for ever', 'olga', '9999-12-31T00:00:00Z', 'a year at most'],
  ])('is not given to %s', async (_whom, to, until, why) => {
    const run = await cli('reviews', 'delegate', to, '--as', 'ana', '--until', until);
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining(why) });
    expect(await inPlaceOf()).toEqual([]);
  });

  test('is shown before it is ended, and ended with a reason, audited, under a new authority version', async () => {
    expect((await give('ana', 'olga')).code).toBe(0);
    expect(await inPlaceOf()).toMatchObject([{ from: 'p-ana', to: 'p-olga' }]);
    const before = await authorityVersion(statement(here.store));
    const plan = await revoke('ana', 'olga');
    expect(plan.code).toBe(2);
    expect(plan.stdout).toContain(
      'This ends, now and for good, that Olga Brandt decides in place of Ana Ruiz:',
    );
    expect(await inPlaceOf()).toHaveLength(1);
    const run = await revoke('ana', 'olga', '--yes', '--reason', 'Back early');
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(await inPlaceOf()).toEqual([]);
    expect(await authorityVersion(statement(here.store))).toBe(before + 1);
    const entries = (await auditOf(statement(here.store), 'authority')).map(({ entry }) => entry);
    expect(entries.filter(({ action }) => action.startsWith('delegation.'))).toMatchObject([
      { action: 'delegation.given', actor: 'p-ana', from: 'p-ana', to: 'p-olga' },
      {
        ...{ action: 'delegation.revoked', actor: 'p-ana', from: 'p-ana', to: 'p-olga' },
        ...{ reason: 'Back early', authorityVersion: before + 1 },
      },
    ]);
    expect((await revoke('ana', 'olga', '--yes', '--reason', 'x')).code).toBe(5);
  });

  test.each([
    ['by whoever has it', 'olga', 0],
    ['by an Admin', 'sam', 0],
    ['not by anybody else', 'ben', 3],
  ])('is ended %s', async (_, by, code) => {
    await give('ana', 'olga');
    const run = await revoke(by, 'olga', '--of', 'ana', '--yes', '--reason', 'x');
    expect(run.code).toBe(code);
    expect(await inPlaceOf()).toHaveLength(code === 0 ? 0 : 1);
  });
});

test.each([
  [
    ['rollout', 'promote', 'Gold/EMEA/standard', '--yes', '--reason', 'x'],
    'olga',
    'p-olga is Partner Ops and may not do this.',
    'Ask an Admin.',
  ],
  [
    ['rollout', 'promote', 'Gold/EMEA/standard', '--yes', '--reason', 'x'],
    'ana',
    'p-ana is Channel Manager and may not do this.',
    'Ask an Admin.',
  ],
  [
    ['rollout', 'rehearse', 'past.csv'],
    'ana',
    'p-ana is Channel Manager and may not do this.',
    'Ask Partner Ops or an Admin.',
  ],
  [
    ['rollout', 'decided', 'deals.csv'],
    'ana',
    'p-ana is Channel Manager and may not do this.',
    'Ask Partner Ops or an Admin.',
  ],
  [
    ['results', '--out', 'nowhere'],
    'nora',
    'Results are for colleagues, and p-nora belongs to partner',
    'See your own cases',
  ],
  [
    ['cases', 'retry'],
    'nora',
    'Dead letters are for colleagues, and p-nora belongs to partner',
    'See your own cases',
  ],
])(
  'a refusal says who is refused and why, before anything is shown: %j as %s',
  async (command, as, who, fix) => {
    const run = await cli(...command, '--as', as);
    expect([run.code, run.stdout]).toEqual([3, '']);
    expect(run.stderr).toContain(who);
    expect(run.stderr).toContain(fix);
  },
);

describe('a segment of the rollout that nobody has', () => {
  test.each([
    [['set', 'Titanium/EMEA/*', 'shadow'], 'No tier is called "Titanium" here; known are Bronze, Gold, '],
    [
      ['set', 'platinum/EMEA/*', 'shadow'],
      'No tier is called "platinum" here; known are Bronze, Gold, Platinum',
    ],
    [['set', 'Gold/EMAE/*', 'off', '--yes'], 'No region is called "EMAE" here; known are AMER, '],
    [['off', '*/EMEA/standart', '--yes'], 'No program is called "standart" here; known are standard'],
  ])('%j is refused and changes nothing', async (args, said) => {
    const run = await cli('rollout', ...args, '--reason', 'x', '--as', 'sam');
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(said);
    expect((await cli('rollout', 'show', '--json')).stdout.trim()).toBe('[]');
  });

  test('may be set with --unknown, which says how many cases it reaches', async () => {
    const env_ = { ...here.env, TEMPORAL_ADDRESS: '127.0.0.1:1' };
    const set = (segment: string, ...more: string[]) =>
      runCli(['rollout', 'set', segment, 'off', '--yes', '--reason', 'x', '--as', 'sam', ...more], env_);
    const coming = await set('Titanium/EMEA/*', '--unknown');
    expect(coming.code).toBe(0);
    expect(coming.stdout).toContain('It reaches no open case;');
    // What stands in the table is known from then on.
    expect((await set('Titanium/EMEA/*')).code).toBe(0);
    const known = await set('Platinum/EMEA/*');
    expect(known.stdout).toContain('It reaches 1 open case, 1 of them waits for a decision;');
  });
});
