import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import stringWidth from 'string-width';
import { appendAudit } from '../../adapters/store/audit.ts';
import { updateCase } from '../../adapters/store/cases.ts';
import { putRegistration } from '../../adapters/store/deal/registrations.ts';
import { putEvidence } from '../../adapters/store/evidence.ts';
import { type Store, transact } from '../../adapters/store/pool.ts';
import { putDecision } from '../../adapters/store/rerun.ts';
import type { ClosureReason, RegistrationStatus } from '../../domain/deal/registration.ts';
import type { DecisionAction, Reason } from '../../domain/decision.ts';
import { freshDatabase, type TestDatabase } from '../environment/servers.ts';
import { type CliRun, runCli } from './run-cli.ts';
import { addPeople, addWaiting, cliEnvironment, NOW, storeOf } from './world.ts';

/** `cases why` and `metrics`, as processes, on a real Postgres. */
let database: TestDatabase;
let folder: string;
let env: Record<string, string>;

const RIVAL: Reason = {
  rule: 'conflict.domain',
  text: 'Zephyr Rival Partners registered it at 987654.32',
  source: 'registration:deal:portal:88#domain',
  value: 'zephyr-rival.example',
};
const OWN: Reason = {
  rule: 'submission.no_rate',
  text: 'No exchange rate within five days of the submission',
  source: 'submission#estimated_value',
  value: 'GBP',
};

interface Ended {
  externalId: string;
  action: DecisionAction | null;
  by?: string;
  outcome: string;
  registration: RegistrationStatus;
  closureReason: ClosureReason | null;
  triage: string;
  reasons?: Reason[];
  missing?: string[];
  /** Minutes after the receipt. */
  lookedAfter?: number;
  closedAfter: number;
}

/** Received on Friday at 13:30 UTC, 14:30 in Berlin. */
const RECEIVED = Date.parse('2026-11-20T13:30:00.000Z');
const after = (minutes: number) => new Date(RECEIVED + minutes * 60_000).toISOString();

/** A case as the worker would have left it after its end. */
async function addEnded(store: Store, one: Ended): Promise<string> {
  const { externalId, outcome, triage, reasons = [], missing = [] } = one;
  const id = await addWaiting(store, {
    externalId,
    customer: 'Borealis AG',
    value: '48000.00',
    change: {
      ...{ status: 'completed' as const, endedAt: after(one.closedAfter), outcome },
      ...{ gate: null, assignee: null, summary: { triage_status: triage } },
    },
  });
  await transact(store, async (tx) => {
    const decision = { decider: 'deal@1', outcome: 'review', confidence: 0.6, reasons, amounts: [] };
    const fields = { missing, triage_status: triage };
    const evidenceHash = await putEvidence(tx, id, 'gathered', { about: externalId });
    await putDecision(tx, id, { evidenceHash, policyVersion: 'p', decision: { ...decision, fields } });
    if (one.action) {
      const said = { action: one.action, by: one.by ?? 'p-ana', reason: 'Zephyr was first', round: 1 };
      const decisionHash = await putEvidence(tx, id, 'decision', said);
      const at = after(one.lookedAfter ?? 0);
      const entry = { at, actor: said.by, action: 'decision.accepted', decision: one.action, decisionHash };
      await appendAudit(tx, id, entry);
    }
    await appendAudit(tx, id, {
      at: after(one.closedAfter),
      actor: 'system',
      action: 'case.closed',
      outcome,
    });
    await putRegistration(tx, {
      case: id,
      partnerId: '7001',
      customerName: 'Borealis AG',
      normalisedName: 'borealis',
      domain: null,
      status: one.registration,
      submittedAt: after(0),
      protectedUntil: one.registration === 'Approved' ? '2027-02-18T13:30:00.000Z' : null,
      closureReason: one.closureReason,
    });
    await updateCase(tx, id, { partnerId: '7001' });
    await tx.query('update cases set updated_at = $2 where case_id = $1', [id, after(one.closedAfter)]);
  });
  return id;
}

beforeAll(async () => {
  database = await freshDatabase();
  folder = mkdtempSync(join(tmpdir(), 'qd-cli-'));
  env = {
    ...cliEnvironment(database.appUrl, folder),
    TEMPORAL_ADDRESS: '127.0.0.1:7233',
  };
  const store = storeOf(database.appUrl);
  try {
    await addPeople(store, join(folder, 'keys'));
    await addWaiting(store, { externalId: 'W-1', customer: 'Nordlicht GmbH', value: '48000.00' });
    await addWaiting(store, {
      externalId: 'W-2',
      customer: 'Nordlicht GmbH',
      value: '48000.00',
      gate: { paused: true, questions: ['primary_contact_email', 'Which budget is it from?'] },
      change: { status: 'waiting_for_partner' },
    });
    const ended = { triage: 'NEEDS_REVIEW', closureReason: null } as const;
    const add = (one: Omit<Ended, 'triage' | 'closureReason'> & Partial<Ended>) =>
      addEnded(store, { ...ended, ...one });
    await add({
      externalId: 'R-1',
      action: 'reject',
      outcome: 'Rejected',
      registration: 'Rejected',
      closureReason: 'Conflict',
      triage: 'FLAGGED_CONFLICT',
      reasons: [RIVAL, OWN],
      lookedAfter: 30,
      closedAfter: 31,
    });
    await add({
      externalId: 'I-1',
      action: null,
      outcome: 'Incomplete',
      registration: 'Incomplete',
      closureReason: 'Incomplete',
      missing: ['primary_contact_email'],
      closedAfter: 20_000,
    });
    await add({
      externalId: 'A-1',
      action: 'approve',
      by: 'p-olga',
      outcome: 'Approved',
      registration: 'Approved',
      triage: 'FLAGGED_CONFLICT',
      reasons: [RIVAL],
      // Monday 09:30 in Berlin.
      lookedAfter: 67 * 60,
      closedAfter: 67 * 60 + 1,
    });
    await add({
      externalId: 'A-2',
      action: null,
      outcome: 'Approved',
      registration: 'Approved',
      triage: 'AUTO_APPROVED',
      closedAfter: 1,
    });
  } finally {
    await store.close();
  }
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database.drop();
});

const cli = (...args: string[]) => runCli(args, env);
const widest = (run: CliRun) => Math.max(...run.stdout.split('\n').map((line) => stringWidth(line)));
const CASES = ['W-1', 'W-2', 'R-1', 'I-1', 'A-1', 'A-2'];

describe('cases why', () => {
  test.each(CASES)('%s, for a colleague, in 80 columns', async (one) => {
    const run = await cli('cases', 'why', `impartner:${one}`, '--as', 'ana', '--at', NOW);
    expect(run.stderr).toBe('');
    expect(run.stdout).toMatchSnapshot();
    expect(widest(run)).toBeLessThanOrEqual(80);
  });

  test.each(CASES)('%s, for its partner: nothing of another one', async (one) => {
    const view = ['cases', 'why', `impartner:${one}`, '--as', 'ana', '--at', NOW, '--partner-view'];
    const run = await cli(...view);
    expect(run.stdout).toMatchSnapshot();
    expect(widest(run)).toBeLessThanOrEqual(80);
    const all = run.stdout + (await cli(...view, '--json')).stdout;
    for (const secret of ['Zephyr', 'zephyr', '987654', 'deal:portal:88', 'conflict.', 'Ana', 'p-ana'])
      expect(all).not.toContain(secret);
  });

  test('a person of the partner sees the partner’s view without asking for it', async () => {
    const own = await cli('cases', 'why', 'impartner:R-1', '--as', 'nora', '--json');
    const asked = await cli('cases', 'why', 'impartner:R-1', '--as', 'ana', '--json', '--partner-view');
    expect(JSON.parse(own.stdout)).toEqual(JSON.parse(asked.stdout));
    expect(JSON.parse(own.stdout)).toMatchObject({
      status: 'Rejected',
      reason: expect.stringMatching(/already being worked on/),
      step: expect.stringMatching(/proof/),
      evidence: ['estimated_value'],
    });
  });

  test('somebody else’s partner is told that there is no such case', async () => {
    const run = await cli('cases', 'why', 'impartner:R-1', '--as', 'priya');
    expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 4, stdout: '' });
  });

  test.each([
    ['2027-01-18T12:00:00Z', '2027-01-19'],
    ['2027-01-20T12:00:00Z', null],
  ])('the clock of the installation counts: moved to %s', async (now, until) => {
    const seconds = Math.round((Date.parse(now) - Date.now()) / 1_000);
    const run = await runCli(['cases', 'why', 'impartner:R-1', '--as', 'ana', '--json'], {
      ...env,
      QUARTERDECK_CLOCK_OFFSET: `${seconds < 0 ? '-' : ''}PT${Math.abs(seconds)}S`,
    });
    expect(JSON.parse(run.stdout).deadlines.appealUntil?.slice(0, 10) ?? null).toBe(until);
  });

  test('a clock that is moved where decisions count is refused', async () => {
    const production = { ...env, QUARTERDECK_ENVIRONMENT: 'production', QUARTERDECK_PERSON: 'p-ana' };
    const run = await runCli(['cases', 'why', 'impartner:R-1', '--json'], {
      ...production,
      QUARTERDECK_CLOCK_OFFSET: 'P1D',
    });
    expect(JSON.parse(run.stderr)).toMatchObject({ exit: 2, fix: 'Leave it out in production.' });
  });

  test('the appeal’s time is over when it is over', async () => {
    const late = await cli('cases', 'why', 'impartner:R-1', '--at', '2027-01-20T00:00:00Z', '--json');
    expect(JSON.parse(late.stdout).deadlines.appealUntil).toBeNull();
  });
});

describe('metrics', () => {
  test('counts times, rates and false positives, per segment too', async () => {
    const run = await cli('metrics', '--json', '--days', '3650');
    expect(run.stderr).toBe('');
    const figures = JSON.parse(run.stdout);
    expect(figures).toMatchObject({
      cases: 6,
      firstReviewMinutes: { n: 2, median: (30 + 67 * 60) / 2 },
      // 30 minutes on Friday; Friday 14:30 to 17:00 and Monday 09:00 to 09:30.
      firstReviewBusinessMinutes: { n: 2, median: (30 + 180) / 2 },
      approvalMinutes: { n: 2 },
      approvalRate: { share: 0.5, of: 4 },
      automaticRate: { share: 0.5, of: 2 },
      overrideRate: { share: 0, of: 2 },
      conflictFalsePositiveRate: { share: 0.5, of: 2 },
    });
    expect(figures.segments).toHaveLength(1);
    expect(figures.segments[0]).toMatchObject({
      segment: 'Platinum/EMEA/standard',
      figures: { cases: 6, approvalRate: { share: 0.5 } },
    });
  });

  test('as text, in 80 columns', async () => {
    const run = await cli('metrics', '--days', '3650');
    expect(run.stdout).toMatchSnapshot();
    expect(widest(run)).toBeLessThanOrEqual(80);
  });

  interface Measured {
    outcomes: {
      outcome: string;
      n: number;
      value: number | null;
      baseline: object | null;
      comparison: string | null;
    }[];
    teams: { team: string; reviewerMinutes: { n: number } }[];
  }
  const measured = async () =>
    JSON.parse((await cli('metrics', '--json', '--days', '3650')).stdout) as Measured;

  test('what is promised: a look at a review is the first one, once a minute, of whoever may decide it', async () => {
    const looks = async () => (await measured()).outcomes.find(({ outcome }) => outcome === 'firstLook')?.n;
    expect(await looks()).toBe(2);
    for (const who of ['finn', 'nora', 'ana', 'ana'])
      await cli('reviews', 'show', 'impartner:W-1', '--as', who);
    expect(await looks()).toBe(3);
    const { audit } = JSON.parse((await cli('cases', 'show', 'impartner:W-1', '--json')).stdout);
    const opened = (audit as { entry: Record<string, unknown> }[])
      .map(({ entry }) => entry)
      .filter(({ action }) => action === 'case.opened');
    expect(opened).toEqual([{ action: 'case.opened', actor: 'p-ana', at: expect.any(String) }]);
    const { outcomes, teams } = await measured();
    expect(outcomes).toMatchObject([
      { outcome: 'firstLook' },
      { outcome: 'decision', n: 3 },
      { outcome: 'withoutPerson', n: 3, value: 1 / 3 },
      { outcome: 'reviewerMinutes', n: 2, value: 0 },
    ]);
    // In each team one person has decided: their minutes are theirs, and not shown unless policy says so.
    expect(teams).toEqual([]);
  });

  test("a company's own figures from before stand beside it; an Admin states them, with where they come from", async () => {
    const set = (who: string, ...more: string[]) =>
      cli('metrics', 'baseline', 'set', '--as', who, '--reason', 'Stopwatch in March', ...more);
    expect((await set('ana', '--first-look', '240')).code).toBe(3);
    expect((await set('sam')).code).toBe(2);
    for (const wrong of ['-1', 'an hour', '1e9', ''])
      expect((await set('sam', '--decision', wrong)).code).toBe(2);
    expect((await set('sam', '--without-person', '101')).code).toBe(2);
    expect((await set('sam', '--first-look', '1', '--without-person', '50')).code).toBe(0);
    expect((await set('sam', '--first-look', '240')).code).toBe(0);
    const { outcomes } = await measured();
    expect(outcomes[0]).toMatchObject({
      baseline: { value: 240, by: 'p-sam', reason: 'Stopwatch in March' },
      comparison: 'not told apart',
    });
    expect(outcomes[2]).toMatchObject({ baseline: { value: 0.5 }, comparison: 'not told apart' });
    expect(outcomes[1]).toMatchObject({ baseline: null, comparison: null });
  });
});
