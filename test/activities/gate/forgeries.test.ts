import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { keepLook } from '../../../activities/kit/keep-look.ts';
import { lastLook } from '../../../activities/kit/last-look.ts';
import { recordComparison } from '../../../activities/rollout/rollout.ts';
import {
  changeRequest,
  changeRollout,
  type RolloutChange,
  rolloutStanding,
} from '../../../activities/rollout/rollout-change.ts';
import { createAccounts } from '../../../adapters/accounts/index.ts';
import { newKey, type SigningKey } from '../../../adapters/keys/keys.ts';
import { signedBy } from '../../../adapters/store/agreements.ts';
import { verifyAudit } from '../../../adapters/store/audit-verify.ts';
import { addDelegation, importPeople, revokeDelegation } from '../../../adapters/store/authority.ts';
import { readAuthority } from '../../../adapters/store/authority-log.ts';
import { addCheckpoint, checkpointsAfter } from '../../../adapters/store/checkpoints.ts';
import { evidenceAddress, putEvidence } from '../../../adapters/store/evidence.ts';
import { putPrograms } from '../../../adapters/store/incentive-programs.ts';
import { transact } from '../../../adapters/store/pool.ts';
import { provenRolloutOf, unprovedRollouts } from '../../../adapters/store/proven-rollout.ts';
import { putSignedPolicy } from '../../../adapters/store/signed-policies.ts';
import { countersignKey, revokeKey } from '../../../adapters/store/signing-keys.ts';
import { statement } from '../../../adapters/store/statement.ts';
import { openVault } from '../../../adapters/store/vault.ts';
import type { Anchor } from '../../../domain/anchors.ts';
import type { DecisionAction } from '../../../domain/decision.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { rolloutCase } from '../../../domain/rollout.ts';
import { rolloutPolicy } from '../../../installation/policy.ts';
import type { Forgery } from '../../../scripts/bench/forgeries/forgery.ts';
import { FORGERIES } from '../../../scripts/bench/forgeries/index.ts';
import type { Planting } from '../../../scripts/bench/forgeries/planting.ts';
import { PROMOTION_FORGERIES } from '../../../scripts/bench/forgeries/promotions.ts';
import { rewrittenHistory } from '../../../scripts/bench/forgeries/rewritten-history.ts';
import { tryForgery, whilePlanted } from '../../../scripts/bench/forgeries/try-forgery.ts';
import { aClaim, aLine, aProgram } from '../../domain/incentives/made.ts';
import { gateFixture, people, QUESTION } from './gate-fixture.ts';

/** One installation, taken through what people sign; then every forgery is tried on it and taken back. */
let fixture: Awaited<ReturnType<typeof gateFixture>>;
let owner: pg.Client;
let anchors: Anchor[];
const vault = openVault(randomBytes(32).toString('base64'));
const MINUTE = 60_000;

beforeAll(async () => {
  fixture = await gateFixture();
  owner = new pg.Client({ connectionString: fixture.database.adminUrl });
  await owner.connect();
  const { store, signer } = fixture;
  const at = () => ({ ...signer, at: fixture.clock.now.toISOString() });
  const policy = {
    lifecycle: 'deal' as const,
    effectiveFrom: '2026-01-01T00:00:00.000Z',
    body: { deal: {} },
  };
  await transact(store, (tx) => putSignedPolicy(tx, fixture.installation, policy));
  await looked();
  await decided('p-olga', 'approve');
  const delegation = { id: randomUUID(), from: 'p-olga', to: 'p-joe', ...WINDOW };
  await transact(store, (tx) => addDelegation(tx, at(), delegation));
  await decided('p-joe', 'approve');
  await transact(store, (tx) => revokeDelegation(tx, at(), delegation.id));
  await promoted();
  const key = newKey(mkdtempSync(join(tmpdir(), 'qd-forged-')), 'p-olga');
  const window = { validFrom: '2026-07-01T00:00:00.000Z', validTo: null };
  const kept = { kid: key.kid, person: 'p-olga', publicKey: key.publicKey, ...window };
  await transact(store, (tx) => countersignKey(tx, at(), kept));
  await decided('p-olga', 'reject');
  fixture.clock.now = new Date(fixture.clock.now.getTime() + MINUTE);
  await transact(store, (tx) => revokeKey(tx, at(), key.kid, at().at));
  await booked();
  await checkpointed();
  await decided('p-ana', 'reject');
  await checkpointed();
  anchors = await transact(store, (tx) => checkpointsAfter(tx, undefined, 'asc', 100));
  fixture.clock.now = new Date(fixture.clock.now.getTime() + MINUTE);
  // Covered by no checkpoint yet.
  await decided('p-olga', 'override');
});

afterAll(async () => {
  await owner?.end();
  await fixture?.store.close();
});

const WINDOW = { startsAt: '2026-07-01T00:00:00.000Z', endsAt: '2026-08-01T00:00:00.000Z' };

async function decided(by: string, action: DecisionAction): Promise<void> {
  const id = await fixture.newCase();
  const evidenceHash = await transact(fixture.store, (tx) => putEvidence(tx, id, 'gathered', { case: id }));
  const question = { ...QUESTION, evidenceHash };
  const gate = await fixture.activities.openGate({ case: id, step: randomUUID(), question, previous: null });
  const said = { action, by, reason: 'looked at it', round: gate.round };
  const edits = action === 'override' ? { edits: { estimated_value: '100.00' } } : {};
  const request = await fixture.signed({ case: id, evidenceHash }, { ...said, ...edits });
  const standing = { gate, rolledBack: null, undoable: true, ended: false };
  const asked = {
    case: id,
    step: randomUUID(),
    via: 'update' as const,
    request,
    standing,
    editsProblem: null,
  };
  const answer = await fixture.activities.verifyDecision(asked);
  if ('refusal' in answer) throw new Error(answer.refusal.message);
}

/** Three looks of a worker: a person agreed with one, disagreed with another, and has not decided the third. */
async function looked(): Promise<void> {
  const { installation, deps } = fixture;
  const { rules } = rolloutPolicy('policy');
  for (const human of ['approve', 'reject', null]) {
    const id = await fixture.newCase();
    const { segment, amountUsd } = await lookedAt(id, 1);
    if (human === null) continue;
    const said = {
      case: id,
      revision: 1,
      lifecycle: 'deal' as const,
      segment,
      amountUsd,
      machine: null,
      human,
    };
    await recordComparison({ ...deps, rules: () => rules, installationKey: installation }, said, 'blind');
  }
}

/** A worker looks at a revision of a case, which is worth a hundred dollars more with each. */
async function lookedAt(id: string, revision: number) {
  const { store, installation, clock } = fixture;
  const asOf = clock.now.toISOString();
  const amountUsd = `${revision}00.00`;
  const evidence = { case: id, submission: { estimated_value: amountUsd } };
  const decision = {
    decider: 'deal@2',
    outcome: 'automatic',
    confidence: 1,
    reasons: [],
    amounts: [],
    fields: {},
  };
  const look = {
    ...{
      evidenceHash: evidenceAddress(evidence),
      policyVersion: 'deal@1',
      outcome: 'automatic',
      reasons: [],
    },
    ...{ mode: 'assisted' as const, segment: 'Gold/EMEA/standard', amountUsd },
    blind: { kind: 'sample' as const, share: 0.2 },
  };
  await keepLook(statement(store), {
    ...{
      lifecycle: 'deal',
      request: { case: id, revision },
      evidence,
      decision,
      look,
      asOf,
      key: installation,
    },
    drawn: { draw: 0.1, blind: look.blind, afterwards: false },
    shown: { partnerId: null, title: id, amountUsd, summary: {} },
    advice: { triage_status: 'AUTO_APPROVED' },
  });
  return look;
}

async function promoted(): Promise<void> {
  const { rules } = rolloutPolicy('policy');
  const deps = { ...fixture.deps, rules: () => rules, sample: false, installationKey: fixture.installation };
  const segment = 'Gold/EMEA/standard';
  const change: RolloutChange = {
    lifecycle: 'deal',
    segment,
    mode: 'assisted',
    by: 'p-sam',
    reason: 'pilot',
  };
  const { evidenceHash } = await rolloutStanding(statement(fixture.store), deps, change);
  const on = { case: rolloutCase('deal', segment), evidenceHash };
  const { token } = await fixture.signed(on, changeRequest(change));
  const answer = await changeRollout(deps, { ...change, token: token as string });
  if ('message' in answer) throw new Error(answer.message);
}

/** A claim that was paid and taken back, and one that stands. */
async function booked(): Promise<void> {
  const { store, installation: key, clock } = fixture;
  await transact(store, (tx) => putPrograms(tx, key, [aProgram({ program: 'forged-rebate' })]));
  const worker = { key, vault, now: () => clock.now };
  const { accrue } = createAccounts('postgres', {}, { store: () => store, worker: () => worker }).writes;
  const call = { timeoutMs: 1_000, mayWait: true };
  for (const event of ['taken-back', 'stands']) {
    const claim = aClaim(`${event}-claim`, [aLine(`${event}-line`, '100.00')]);
    const payload = { program: 'forged-rebate', event, claim } as unknown as JsonObject;
    const landed = await accrue.send(payload, event, call);
    if (event === 'taken-back') await accrue.undo({ payload, before: null, landed, key: event }, call);
  }
}

async function checkpointed(): Promise<void> {
  const at = fixture.clock.now.toISOString();
  await transact(fixture.store, (tx) => addCheckpoint(tx, fixture.installation, at));
}

const tried = (forgery: Forgery) =>
  tryForgery(owner, forgery, { root: fixture.installation, anchors, vault });

test('what people have signed is proved, and nothing is found where nothing is planted', async () => {
  const options = { root: fixture.installation, anchors, vault };
  const report = await transact(fixture.store, (tx) => verifyAudit(tx, options));
  expect(report).toMatchObject({ problems: [], proved: 6, unsigned: [], before: [], doubtful: [] });
});

test.each(FORGERIES.map((forgery) => ({ ...forgery, as: forgery.by })))(
  '$name, by the $as, is impossible or found',
  async (forgery) => {
    expect(await tried(forgery)).toMatchObject({ outcome: expect.stringMatching(/^(impossible|found)$/) });
  },
);

test('a promotion that a person has signed is acted on', async () => {
  const tx = statement(fixture.store);
  expect(await provenRolloutOf(tx, fixture.installation, 'deal', 'Gold/EMEA/standard')).toMatchObject({
    mode: 'assisted',
    promotion: expect.any(String),
    unproved: null,
  });
  expect(await unprovedRollouts(tx, fixture.installation)).toEqual([]);
});

test.each(PROMOTION_FORGERIES)('nothing acts on $name', async (forgery) => {
  const outside = { root: fixture.installation, anchors, vault };
  await whilePlanted(owner, forgery, outside, async (tx) => {
    const proven = (segment: string) => provenRolloutOf(tx, fixture.installation, 'deal', segment);
    expect((await proven('Silver/APAC/forged')).mode).toBe('shadow');
    const { mode, unproved } = await proven('Gold/EMEA/standard');
    expect(['shadow', 'assisted']).toContain(mode);
    // What was demoted and promoted again with the old token stays demoted.
    if (forgery.name.includes('earlier')) expect(mode).toBe('shadow');
    expect(unproved === null || forgery.name.includes('token')).toBe(true);
    const { rows } = await tx.query("select from rollout where mode = 'automated'");
    expect(
      (await unprovedRollouts(tx, fixture.installation)).filter((row) => row.mode === 'automated'),
    ).toHaveLength(rows.length);
  });
});

test('a promotion signed with a key that was in wrong hands by then is not acted on', async () => {
  const sam = fixture.keys['p-sam']?.kid ?? '';
  const { store, signer, clock } = fixture;
  await owner.query('begin');
  try {
    const tx = {
      query: (text: string, values?: readonly unknown[]) => owner.query(text, values as unknown[]),
    };
    await revokeKey(tx as never, { ...signer, at: clock.now.toISOString() }, sam, '2026-07-13T00:00:00.000Z');
    expect(
      await provenRolloutOf(tx as never, fixture.installation, 'deal', 'Gold/EMEA/standard'),
    ).toMatchObject({
      mode: 'shadow',
      unproved: { segment: 'Gold/EMEA/standard', mode: 'assisted' },
    });
  } finally {
    await owner.query('rollback');
  }
  const after = await provenRolloutOf(statement(store), fixture.installation, 'deal', 'Gold/EMEA/standard');
  expect(after.mode).toBe('assisted');
});

test('with the installation’s key in wrong hands, a history written anew is found by the witness only', async () => {
  const forgery = rewrittenHistory(fixture.installation);
  const without = await tryForgery(owner, forgery, { root: fixture.installation, anchors: [], vault });
  expect(without.outcome).toBe('unnoticed');
  expect(await tried(forgery)).toMatchObject({
    outcome: 'found',
    said: expect.stringMatching(/^checkpoint 1 was noted elsewhere with another hash/),
  });
});

test('a decision signed after the instant from which its key is not trusted is listed, those before stand', async () => {
  const kid = fixture.keys['p-ana']?.kid ?? '';
  const since = new Date(fixture.clock.now.getTime() - MINUTE).toISOString();
  const later = { ...fixture.signer, at: fixture.clock.now.toISOString() };
  await transact(fixture.store, (tx) => revokeKey(tx, later, kid, since));
  const report = await transact(fixture.store, (tx) =>
    verifyAudit(tx, { root: fixture.installation, anchors }),
  );
  expect(report).toMatchObject({
    problems: [],
    proved: 6,
    doubtful: [
      {
        message: `decision.accepted by p-ana was signed with key ${kid}, which is not trusted since ${since}`,
      },
    ],
  });
});

test('a promotion counts only of somebody who may promote, and of no key or right that was lost before a checkpoint covers it', async () => {
  const segment = 'Silver/APAC/forged';
  const id = rolloutCase('deal', segment);
  const { clock, keys, signer, store } = fixture;
  const authorityVersion = (await transact(store, (tx) => readAuthority(tx, fixture.installation))).version;
  const earlier = new Date(clock.now.getTime() - 2 * MINUTE).toISOString();
  const promotion = (name: string, by: string, before: (db: Planting) => Promise<unknown>): Forgery => ({
    name,
    by: 'app',
    plant: async (db) => {
      await before(db);
      const change = { lifecycle: 'deal' as const, segment, mode: 'automated' as const, by, reason: 'x' };
      const evidenceHash = await db.keep(id, 'agreement', {});
      const request = changeRequest(change);
      const iat = Math.floor(Date.parse(earlier) / 1000);
      const claims = { iat, exp: iat + 300, authorityVersion };
      const { token = '' } = await fixture.signed({ case: id, evidenceHash }, request, { claims });
      const { kid, publicKey } = keys[by] as SigningKey;
      const proofHash = await db.keep(id, 'proof', { token, publicKey, request: request as never });
      const said = { from: 'shadow', to: 'automated', reason: 'x', bootstrap: false };
      const signed = { signedWith: kid, authorityVersion, proofHash, evidenceHash };
      await db.append(id, { at: earlier, actor: by, action: 'rollout.changed', ...signed, ...said });
      await db.query(
        `insert into rollout (lifecycle, segment, mode, reason, changed_by) values ('deal', $1, 'automated', 'x', $2)`,
        [segment, by],
      );
    },
  });
  const outside = { root: fixture.installation, anchors, vault };
  const proven = (forgery: Forgery) =>
    whilePlanted(owner, forgery, outside, async (tx) => {
      const { mode } = await provenRolloutOf(tx, fixture.installation, 'deal', segment);
      return mode;
    });
  const now = () => ({ ...signer, at: clock.now.toISOString() });
  const byAnybody = promotion('by a channel manager', 'p-ana', async () => undefined);
  const lostKey = promotion('with a key that was lost', 'p-sam', ({ tx }) =>
    revokeKey(tx, now(), keys['p-sam']?.kid ?? '', clock.now.toISOString()),
  );
  const lostRight = promotion('by an Admin of before', 'p-sam', ({ tx }) =>
    importPeople(
      tx,
      now(),
      people.map((one) => (one.id === 'p-sam' ? { ...one, role: 'auditor' as const } : one)),
    ),
  );
  expect(await proven(promotion('by an Admin', 'p-sam', async () => undefined))).toBe('automated');
  for (const forgery of [byAnybody, lostKey, lostRight]) {
    expect([forgery.name, await proven(forgery)]).toEqual([forgery.name, 'shadow']);
    expect(await tried(forgery)).toMatchObject({ name: forgery.name, outcome: 'found' });
  }
});

test('which look is the last says the trail: the row of the case can be set back', async () => {
  const { store, installation } = fixture;
  const id = await fixture.newCase(null);
  for (const revision of [1, 2]) await lookedAt(id, revision);
  await store.pool.query('update cases set revision = 1 where case_id = $1', [id]);
  const row = await fixture.row(id);
  const look = await lastLook<{ amountUsd: string }>(statement(store), installation, row ?? { case: id });
  expect(look).toMatchObject({ amountUsd: '200.00' });
  // A row of the trail that names no revision hides none either.
  const nameless: Forgery = {
    name: 'a row of the trail without a revision',
    by: 'app',
    plant: async ({ append }) =>
      void (await append(id, {
        at: '2026-07-13T08:00:00.000Z',
        actor: 'system',
        action: 'decision.computed',
      })),
  };
  await whilePlanted(owner, nameless, { root: installation, anchors, vault }, async (tx) =>
    expect(await lastLook(tx, installation, { case: id })).toMatchObject({ amountUsd: '200.00' }),
  );
});

test('a comparison set back to what was signed before a person decided is refused to us, and found of its owner', async () => {
  const [row] = (await owner.query('select * from agreements where agreed is false')).rows;
  const at = new Date(row.signed_at).toISOString();
  const before = {
    ...{
      case: row.case_id,
      revision: 1,
      lifecycle: 'deal' as const,
      segment: row.segment,
      machine: row.machine,
    },
    ...{
      human: null,
      agreed: null,
      amountUsd: row.amount_usd,
      kind: row.kind,
      draw: row.draw,
      share: row.share,
    },
    ...{ at, import: null },
  };
  const { signature } = signedBy(before, { key: fixture.installation, at });
  const setBack = (by: Forgery['by']): Forgery => ({
    name: 'set back',
    by,
    plant: async ({ query }) => {
      if (by === 'owner') await query('set local session_replication_role = replica');
      await query(
        'update agreements set human = null, agreed = null, at = $2, signature = $3 where case_id = $1',
        [row.case_id, at, signature],
      );
    },
  });
  expect(await tried(setBack('app'))).toMatchObject({ outcome: 'impossible' });
  expect(await tried(setBack('owner'))).toMatchObject({
    outcome: 'found',
    said: expect.stringContaining('the trail tells what a person decided, and it does not'),
  });
});
