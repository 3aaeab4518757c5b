import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { parse } from 'yaml';
import { byHandDecision } from '../../../activities/gate/signed-entry.ts';
import { demoteUnmeasured } from '../../../activities/rollout/demote.ts';
import { drawCase } from '../../../activities/rollout/draw-case.ts';
import {
  keepHistory,
  type PastComparison,
  type SignEntry,
  undoImport,
} from '../../../activities/rollout/history.ts';
import {
  type Comparison,
  recordComparisonIn,
  rolloutActivities,
} from '../../../activities/rollout/rollout.ts';
import {
  changeRequest,
  changeRollout,
  type RolloutChange,
  type RolloutChangeDeps,
  rolloutStanding,
} from '../../../activities/rollout/rollout-change.ts';
import type { SigningKey } from '../../../adapters/keys/keys.ts';
import { signToken, verifyToken } from '../../../adapters/keys/sign.ts';
import { putAgreement, signedBy } from '../../../adapters/store/agreements.ts';
import { appendAudit, auditOf } from '../../../adapters/store/audit.ts';
import { verifyAudit } from '../../../adapters/store/audit-verify.ts';
import { importPeople } from '../../../adapters/store/authority.ts';
import { openAuthority } from '../../../adapters/store/authority-log.ts';
import { verifyAuthorityLog } from '../../../adapters/store/authority-verify.ts';
import { coverAll } from '../../../adapters/store/checkpoints.ts';
import { sha256 } from '../../../adapters/store/hash.ts';
import { countedAlready, recordsWritten } from '../../../adapters/store/history-imports.ts';
import { claimInstallation } from '../../../adapters/store/installation-kind.ts';
import { namedCases } from '../../../adapters/store/named-cases.ts';
import { openStore, type Store, transact } from '../../../adapters/store/pool.ts';
import { provenRolloutOf } from '../../../adapters/store/proven-rollout.ts';
import { rolloutOf } from '../../../adapters/store/rollout.ts';
import { revokeKey } from '../../../adapters/store/signing-keys.ts';
import { statement } from '../../../adapters/store/statement.ts';
import { peopleSchema, rolesSchema } from '../../../contracts/policy-authority.ts';
import { rolloutPolicySchema } from '../../../contracts/policy-rollout.ts';
import type { ComparisonKind } from '../../../domain/blind.ts';
import { editsText } from '../../../domain/gate/token.ts';
import { byHandId } from '../../../domain/identity.ts';
import { provenBy } from '../../../domain/proof.ts';
import { rolloutCase } from '../../../domain/rollout.ts';
import { freshDatabase, type TestDatabase } from '../../environment/servers.ts';
import { signedPeople } from '../../environment/signed-people.ts';

const policyFile = (name: string) =>
  parse(readFileSync(join(import.meta.dirname, '../../../policy', name), 'utf8'));
const { rules } = rolloutPolicySchema.parse(policyFile('rollout.yaml'));
const authority = rolesSchema.parse(policyFile('roles.yaml'));

let store: Store;
let deps: RolloutChangeDeps;
let keys: Record<string, SigningKey>;
let root: SigningKey;
let database: TestDatabase;
let number = 0;

async function asOwner(work: (owner: pg.Client) => Promise<void>): Promise<void> {
  const owner = new pg.Client({ connectionString: database.adminUrl });
  await owner.connect();
  await work(owner).finally(() => owner.end());
}

beforeAll(async () => {
  database = await freshDatabase();
  store = openStore({ url: database.appUrl });
  const people = peopleSchema.parse(policyFile('people.yaml'));
  const signed = await signedPeople(store, mkdtempSync(join(tmpdir(), 'qd-rollout-')), people);
  keys = signed.keys;
  root = signed.installation;
  deps = {
    store,
    now: () => new Date(),
    rules: () => rules,
    sample: false,
    policy: () => ({ authority, sla: {} as never, calendars: {} as never, routing: [] }),
    authority: openAuthority(signed.installation),
    verifyToken,
    installationKey: root,
  };
});
afterAll(() => store?.close());

const activities = () => rolloutActivities({ ...deps, installationKey: root });
const modeOf = async (segment: string) =>
  (await rolloutOf(statement(store), 'deal', segment))?.mode ?? 'shadow';

async function signed(change: RolloutChange, more: { evidenceHash?: string } = {}): Promise<RolloutChange> {
  const { evidenceHash } = await rolloutStanding(statement(store), deps, change);
  number += 1;
  const now = Math.floor(Date.now() / 1000);
  const token = signToken(keys[change.by] as SigningKey, {
    actor: change.by,
    case: rolloutCase(change.lifecycle, change.segment),
    round: 0,
    evidenceHash: more.evidenceHash ?? evidenceHash,
    authorityVersion: (await deps.authority(statement(store))).version,
    action: 'override',
    editsHash: sha256(editsText(changeRequest(change))),
    iat: now,
    exp: now + 600,
    nonce: `nonce-${number}`,
  });
  return { ...change, token };
}

const promotion = (segment: string, more: Partial<RolloutChange> = {}): RolloutChange => ({
  lifecycle: 'deal',
  segment,
  mode: 'automated',
  by: 'p-sam',
  reason: 'measured over the quarter',
  ...more,
});

/** Signed as a worker does it; inserted in one statement: two hundred activity calls would only test Postgres's patience. */
async function agreements(
  segment: string,
  agreed: number,
  of: number,
  days = 1,
  kind: ComparisonKind = 'blind',
  share: number | null = null,
  amountOf: (index: number) => string = () => '1000',
): Promise<void> {
  const at = new Date(Date.now() - days * 86_400_000).toISOString();
  const rows = Array.from({ length: of }, (_, index) => {
    const row = {
      ...{ case: `${segment}#${index + 1}#${days}${kind}`, revision: 1, lifecycle: 'deal' as const, segment },
      ...{ machine: 'approve', human: index < agreed ? 'approve' : 'reject', agreed: index < agreed },
      ...{
        amountUsd: amountOf(index),
        kind,
        draw: (((index + 1) * 0.618034) % 1) * (share ?? 1),
        share,
        at,
        import: null,
      },
    };
    return { ...row, ...signedBy(row, { key: root, at }) };
  });
  await store.pool.query(
    `insert into agreements (case_id, revision, lifecycle, segment, machine, human, agreed, amount_usd, at, kind, draw, share,
        kid, signature, signed_at)
      select r."case", 1, 'deal', r.segment, r.machine, r.human, r.agreed, r."amountUsd", r.at, r.kind, r.draw, r.share, r.kid, r.signature, r.at
        from jsonb_to_recordset($1) as r ("case" text, segment text, machine text, human text, agreed boolean, "amountUsd" numeric, at timestamptz,
          kind text, draw float8, share float8, kid text, signature text)`,
    [JSON.stringify(rows)],
  );
}

const compared = (segment: string, more: Partial<Comparison> = {}): Comparison => {
  number += 1;
  return {
    case: `deal:unit:${number}`,
    revision: 1,
    lifecycle: 'deal',
    segment,
    machine: 'approve',
    human: 'approve',
    amountUsd: '1000.00',
    ...more,
  };
};

describe('what the app role writes into comparisons', () => {
  const refusal = async (segment: string) => changeRollout(deps, await signed(promotion(segment)));
  const insert = (segment: string, more = 'null, null, null') =>
    store.pool.query(
      `insert into agreements (case_id, revision, lifecycle, segment, machine, human, agreed, amount_usd, kind, draw, share,
          kid, signature, signed_at)
        select $1::text || '#forged' || n, 1, 'deal', $1, 'approve', 'approve', true, 1000, 'blind', 0.5, 1, ${more}
          from generate_series(1, 400) n`,
      [segment],
    );
  const tampered = (n: number) => ({
    code: 'not_offered',
    message: `${n} of its comparisons ${n === 1 ? 'is' : 'are'} not as signed; find them with quarterdeck audit verify`,
  });

  test('carries no promotion: rows put in, also with the signature of a true one', async () => {
    await insert('Tin/EMEA/a');
    expect(await refusal('Tin/EMEA/a')).toMatchObject(tampered(400));
    await agreements('Tin/EMEA/b', 200, 200);
    await insert(
      'Tin/EMEA/b',
      `(select kid from agreements where segment = $1 limit 1), (select signature from agreements where segment = $1 limit 1), now()`,
    );
    expect(await refusal('Tin/EMEA/b')).toMatchObject(tampered(400));
  });

  test('carries none: what people decided, or what it counts for, changed', async () => {
    await agreements('Tin/EMEA/c', 200, 200);
    await agreements('Tin/EMEA/c', 0, 20, 2, 'confirmed');
    const change = (sql: string) => store.pool.query(`${sql} where segment = 'Tin/EMEA/c'`);
    for (const sql of [
      "update agreements set human = 'approve', agreed = true",
      'update agreements set human = null, agreed = null',
      "update agreements set kind = 'automatic'",
      'update agreements set draw = 0.9',
      'update agreements set before_signing = true',
      'delete from agreements',
    ])
      await expect(change(sql)).rejects.toMatchObject({ code: '42501' });
    await change("update agreements set segment = 'Tin/EMEA/d'").catch(() => undefined);
    await store.pool.query(
      "update agreements set amount_usd = 1 where segment = 'Tin/EMEA/c' and kind = 'blind' and case_id like '%#7#%'",
    );
    expect(await refusal('Tin/EMEA/c')).toMatchObject(tampered(1));
  });

  test('is not signed by a worker who completes it, and keeps no case out of the sample', async () => {
    const segment = 'Tin/EMEA/e';
    await agreements(segment, 200, 200);
    const row = compared(segment);
    await store.pool.query(
      `insert into agreements (case_id, revision, lifecycle, segment, machine, amount_usd, kind, draw, share)
        values ($1, 1, 'deal', $2, 'approve', 1000, 'blind', 0.1, 0.2)`,
      [row.case, segment],
    );
    await activities().recordAgreement(row);
    expect(await refusal(segment)).toMatchObject(tampered(1));
    const [told] = (await auditOf(statement(store), row.case)).map(({ entry }) => entry);
    expect(told).toMatchObject({ action: 'comparison.unproved', why: 'nobody has signed it' });
    await store.pool.query(
      `insert into agreements (case_id, revision, lifecycle, segment, machine, human, agreed)
        values ('deal:unit:drawn', 1, 'deal', 'x/y/z', 'approve', 'approve', true)`,
    );
    const drawing = { ...deps, draw: () => 0.01 };
    const of = { lifecycle: 'deal' as const, segment: 'Tin/EMEA/standard', mode: 'assisted' as const };
    expect((await drawCase(drawing, 'deal:unit:drawn', of)).blind).toMatchObject({ kind: 'sample' });
  });

  test('put in as if somebody had seen the advice, before a worker looks, hides no case of the sample', async () => {
    const segment = 'Tin/EMEA/h';
    await agreements(segment, 200, 200);
    const { case: id } = compared(segment);
    await store.pool.query(
      `insert into agreements (case_id, revision, lifecycle, segment, machine, amount_usd, kind, draw)
        values ($1, 1, 'deal', $2, 'review', 0, 'confirmed', 0.9)`,
      [id, segment],
    );
    const at = new Date().toISOString();
    const look = {
      ...{
        case: id,
        revision: 1,
        lifecycle: 'deal' as const,
        segment,
        machine: 'approve',
        human: null,
        agreed: null,
      },
      ...{ amountUsd: '1000', kind: 'blind' as const, draw: 0.1, share: 0.2, at },
    };
    await transact(store, (tx) => putAgreement(tx, look, { key: root, at }));
    expect(await refusal(segment)).toMatchObject(tampered(1));
    for (const column of ['kid', 'signature', 'signed_at'])
      await expect(
        store.pool.query(`update agreements set ${column} = null where case_id = $1`, [id]),
      ).rejects.toMatchObject({ code: '42501' });
  });

  test('of before comparisons were signed promotes nothing, and is no tampering', async () => {
    const segment = 'Tin/EMEA/f';
    await insert(segment);
    await asOwner(async (owner) => {
      await owner.query('update agreements set before_signing = true where segment = $1', [segment]);
    });
    expect(await refusal(segment)).toMatchObject({
      message: expect.stringContaining('0 counted comparisons'),
    });
  });

  test('nor does what a person signs who may not state it', async () => {
    const segment = 'Tin/EMEA/g';
    const at = new Date().toISOString();
    const row = {
      ...{ case: 'deal:unit:own', revision: 1, lifecycle: 'deal' as const, segment, machine: 'approve' },
      ...{ human: 'approve', agreed: true, amountUsd: '1', kind: 'blind' as const, draw: 0.1, share: 1, at },
    };
    const put = (by: string) =>
      transact(store, (tx) =>
        putAgreement(tx, { ...row, case: `deal:unit:${by}` }, { key: keys[by] as SigningKey, at }),
      );
    await put('p-sam');
    expect(await refusal(segment)).toMatchObject({ message: expect.stringContaining('1 counted') });
    await put('p-cora');
    expect(await refusal(segment)).toMatchObject(tampered(1));
  });
});

describe('promotion', () => {
  test('with 200 agreements and an Admin’s signature; the row keeps the token', async () => {
    await agreements('Gold/EMEA/a', 200, 200);
    const change = await signed(promotion('Gold/EMEA/*'));
    expect(await changeRollout(deps, change)).toMatchObject({
      from: 'shadow',
      to: 'automated',
      measure: { counted: { n: 200, countLower: expect.any(Number) }, look: { n: 200, alpha: 0.025 } },
    });
    expect(await rolloutOf(statement(store), 'deal', 'Gold/EMEA/a')).toMatchObject({
      mode: 'automated',
      token: change.token,
    });
    const chain = await auditOf(statement(store), rolloutCase('deal', 'Gold/EMEA/*'));
    expect(chain.map((one) => one.entry)).toMatchObject([
      {
        action: 'rollout.changed',
        actor: 'p-sam',
        from: 'shadow',
        to: 'automated',
        signedWith: keys['p-sam']?.kid,
      },
    ]);
    expect(await changeRollout(deps, change)).toMatchObject({ code: expect.stringMatching(/replayed/) });
  });

  test.each([
    ['no counted', 'Gold/APAC/d', [300, 300, 1, 'confirmed'], 'not_offered', '200 are needed'],
    ['too few', 'Gold/APAC/a', [100, 100, 1], 'not_offered', '200 are needed'],
    ['too old', 'Gold/APAC/b', [300, 300, 91], 'not_offered', '200 are needed'],
    ['too much disagreement', 'Gold/APAC/c', [280, 300, 1], 'not_offered', '97.0 % is needed'],
  ] as const)(
    'is refused on %s comparisons, and the refusal is audited',
    async (_, segment, [agreed, of, days, kind], code, text) => {
      await agreements(segment, agreed, of, days, kind);
      const refusal = await changeRollout(deps, await signed(promotion(segment)));
      expect(refusal).toMatchObject({ code, message: expect.stringContaining(text) });
      expect(await modeOf(segment)).toBe('shadow');
      const chain = await auditOf(statement(store), rolloutCase('deal', segment));
      expect(chain.map((one) => one.entry)).toMatchObject([
        { action: 'rollout.refused', claimed: 'p-sam', code },
      ]);
    },
  );

  test('is refused unsigned, signed by another person, for another mode, or on other figures', async () => {
    await agreements('Gold/LATAM/a', 200, 200);
    const change = promotion('Gold/LATAM/a');
    expect(await changeRollout({ ...deps }, change)).toMatchObject({ code: 'unsigned' });
    const developer = {
      ...deps,
      policy: () => ({ ...deps.policy(), authority: { ...authority, unsigned: 'allowed' as const } }),
    };
    expect(await changeRollout(developer, change)).toMatchObject({ code: 'unsigned' });
    const { token } = await signed({ ...change, mode: 'assisted' });
    expect(await changeRollout(deps, { ...change, token: token as string })).toMatchObject({
      code: 'bad_signature',
    });
    const forged = await signed({ ...change, by: 'p-olga' });
    expect(await changeRollout(deps, { ...forged, by: 'p-sam' })).toMatchObject({ code: 'bad_signature' });
    expect(await changeRollout(deps, await signed(change, { evidenceHash: 'other' }))).toMatchObject({
      code: 'stale_round',
    });
    expect(await modeOf('Gold/LATAM/a')).toBe('shadow');
  });

  test.each(['p-olga', 'p-ana'])('is refused to %s, who is no Admin', async (by) => {
    await agreements(`Gold/AMER/${by}`, 200, 200);
    expect(await changeRollout(deps, await signed(promotion(`Gold/AMER/${by}`, { by })))).toMatchObject({
      code: 'role',
    });
  });

  test('a bootstrap is for the sample channel only, and is marked', async () => {
    const change = await signed(promotion('Platinum/EMEA/*', { bootstrap: true }));
    expect(await changeRollout(deps, change)).toMatchObject({ code: 'not_offered' });
    // What a process says of itself is not enough: the database has to be stamped as the sample's.
    const asSample = { ...deps, sample: true };
    expect(await changeRollout(asSample, change)).toMatchObject({ code: 'not_offered' });
    await transact(store, (tx) => claimInstallation(tx, 'sample', new Date().toISOString()));
    expect(await changeRollout(asSample, change)).toMatchObject({ to: 'automated' });
    expect(await rolloutOf(statement(store), 'deal', 'Platinum/EMEA/x')).toMatchObject({
      bootstrap: true,
      reason: expect.stringContaining('bootstrap'),
    });
    const proven = () => provenRolloutOf(statement(store), root, 'deal', 'Platinum/EMEA/x');
    expect((await proven()).mode).toBe('automated');
    // Carried over into a database of own data, as by a dump whose stamp was changed, it is no promotion.
    await asOwner(async (owner) => {
      await owner.query('set session_replication_role = replica');
      await owner.query("update installation_kind set kind = 'own'");
    });
    expect(await proven()).toMatchObject({ mode: 'shadow', promotion: null });
  });
});

const pastOf = (segment: string): Omit<PastComparison, 'case' | 'externalId'> => ({
  ...{ segment, machine: 'approve', human: 'approve', agreed: true, amountUsd: '1000' },
  ...{ policyVersion: 'v', rules: [], at: new Date(Date.now() - 86_400_000).toISOString() },
});

const signEntry: SignEntry = async (tx, entered) => {
  number += 1;
  const now = Math.floor(Date.now() / 1000);
  return signToken(keys[entered.by] as SigningKey, {
    ...{ actor: entered.by, case: byHandId(entered.kind, entered.case), round: 0, evidenceHash: '' },
    authorityVersion: (await deps.authority(tx)).version,
    ...{ action: 'approve' as const, editsHash: sha256(editsText(byHandDecision(entered))) },
    ...{ iat: now, exp: now + 600, nonce: `history-${number}` },
  });
};

describe('history', () => {
  const sign = signEntry;
  const history = (name: string, count: number): PastComparison[] =>
    Array.from({ length: count }, (_, index) => ({
      ...pastOf(`History/EMEA/${name}`),
      case: `deal:history:${name}-${index}`,
      externalId: `${name}-${index}`,
    }));
  const imported = (name: string) =>
    keepHistory(
      { ...deps, draw: (id) => Number(`0.${Buffer.from(id).readUInt32BE(id.length - 4)}`) },
      { lifecycle: 'deal', by: 'p-olga', fileHash: `file ${name}` },
      history(name, 240),
      { key: keys['p-olga'] as SigningKey, sign },
    );

  test('is signed by whoever brings it in or takes it back, and audit verify proves it', async () => {
    const kept = await imported('signed');
    if ('message' in kept) throw new Error(kept.message);
    expect(kept).toMatchObject({ kept: 240, before: 0 });
    expect(await imported('signed')).toMatchObject({ kept: 0, before: 240 });
    const other: SignEntry = (tx, entered) => sign(tx, { ...entered, words: { reason: 'another' } });
    const of = { lifecycle: 'deal' as const, id: kept.import, by: 'p-olga', reason: 'Wrong file' };
    expect(await undoImport(deps, of, other)).toMatchObject({ code: 'bad_signature' });
    expect(await undoImport(deps, of, sign)).toMatchObject({ demoted: [] });
    expect(await undoImport(deps, of, sign)).toBeNull();
    const rows = await auditOf(statement(store), `history:${kept.import}`);
    expect(rows.map(({ entry }) => [entry.action, entry.actor, typeof entry.proofHash])).toEqual([
      ['history.imported', 'p-olga', 'string'],
      ['history.undone', 'p-olga', 'string'],
    ]);
    const { states } = await transact(store, (tx) => verifyAuthorityLog(tx, root));
    for (const { entry, seq, hash } of rows) {
      const [proof] = (
        await statement(store).query<{ body: string }>('select body from evidence where hash = $1', [
          entry.proofHash,
        ])
      ).rows;
      const row = { case: `history:${kept.import}`, seq, hash, entry };
      const checks = { sha256, verifyToken };
      expect(provenBy(row, JSON.parse(proof?.body ?? '{}'), states, checks)).toHaveProperty('claims');
      const forged = { ...row, entry: { ...entry, file: 'another', reason: 'another' } };
      expect(typeof provenBy(forged, JSON.parse(proof?.body ?? '{}'), states, checks)).toBe('string');
    }
  });

  test('that is taken back in its row only counts on, and audit verify says so; what was taken back comes in no more', async () => {
    const kept = await imported('row');
    if ('message' in kept) throw new Error(kept.message);
    const segment = 'History/EMEA/row';
    const standing = async () => {
      const { measure } = await rolloutStanding(statement(store), deps, { lifecycle: 'deal', segment });
      const { problems } = await transact(store, (tx) => verifyAudit(tx, { root }));
      return [measure.counted.n, ...problems.filter(({ kind }) => kind === 'import_forged')];
    };
    const setUndone = (at: string | null) =>
      store.pool.query('update history_imports set undone_at = $2 where import_id = $1', [kept.import, at]);
    const problem = (message: string) => ({ case: `history:${kept.import}`, message });
    expect(await standing()).toEqual([240]);
    await setUndone(new Date().toISOString());
    const says = 'its row says that it was taken back, which nobody has signed; it counts';
    expect(await standing()).toMatchObject([240, problem(says)]);
    expect(await imported('row')).toMatchObject({ kept: 0, before: 240 });
    // Somebody appends the row of the trail as well.
    const undone = { at: new Date().toISOString(), actor: 'p-olga', action: 'history.undone', reason: 'x' };
    await transact(store, (tx) => appendAudit(tx, `history:${kept.import}`, undone));
    expect(await standing()).toMatchObject([240, problem(says)]);
    const of = { lifecycle: 'deal' as const, id: kept.import, by: 'p-olga', reason: 'Wrong file' };
    expect(await undoImport(deps, of, sign)).toMatchObject({ demoted: [] });
    expect(await standing()).toEqual([0]);
    await setUndone(null);
    expect(await standing()).toMatchObject([
      0,
      problem('its row says that it stands, and it was taken back; it does not count'),
    ]);
    await setUndone(new Date().toISOString());
  });

  test('leaves out what is a case of ours under the id that the PRM gave the record which we wrote', async () => {
    await asOwner(async (owner) => {
      await owner.query(
        `insert into cases (case_id, lifecycle, source, external_id, sequence, mode) values ('deal:files:OWN-1', 'deal', 'files', 'OWN-1', 1, 'assisted')`,
      );
      await owner.query(
        `insert into effects (key, case_id, step, revision, operation, payload, payload_hash, status, landed)
          values ('own-1', 'deal:files:OWN-1', 'prm-create', 1, 'prm.createDeal', '{}', 'h', 'done', '{"id":"PRM-77"}')`,
      );
    });
    const db = statement(store);
    const asked = ['PRM-77', 'OWN-1', 'PRM-78'].map((externalId) => ({
      case: `deal:history:${externalId}`,
      externalId,
    }));
    expect([...(await countedAlready(db, root, 'deal', asked))].sort()).toEqual([
      'deal:history:OWN-1',
      'deal:history:PRM-77',
    ]);
    expect(await recordsWritten(db, 'deal', ['OWN-1', 'OTHER'])).toEqual(new Set(['PRM-77']));
    expect((await namedCases(db, 'PRM-77')).map((one) => one.case)).toEqual(['deal:files:OWN-1']);
  });

  test('that a promotion goes by is not taken back meanwhile, and a promotion does not go by what is taken back', async () => {
    for (const name of ['race-a', 'race-b', 'race-c']) {
      const kept = await imported(name);
      if ('message' in kept) throw new Error(kept.message);
      const segment = `History/EMEA/${name}`;
      const change = await signed(promotion(segment));
      const of = { lifecycle: 'deal' as const, id: kept.import, by: 'p-olga', reason: 'Wrong file' };
      const [changed, undone] = await Promise.all([changeRollout(deps, change), undoImport(deps, of, sign)]);
      expect(undone).not.toBeNull();
      // Whichever came first: it acts by itself no more.
      expect({ segment, mode: await modeOf(segment), refused: 'message' in changed }).toMatchObject({
        mode: 'message' in changed ? 'shadow' : 'assisted',
      });
    }
  });
});

describe('the way down', () => {
  test('Partner Ops may switch a segment off, a channel manager may not', async () => {
    await agreements('Bronze/EMEA/a', 200, 200);
    await changeRollout(deps, await signed(promotion('Bronze/EMEA/*')));
    const off = { ...promotion('Bronze/EMEA/*'), mode: 'off' as const, reason: 'incident' };
    expect(await changeRollout(deps, await signed({ ...off, by: 'p-ana' }))).toMatchObject({ code: 'role' });
    expect(await changeRollout(deps, await signed({ ...off, by: 'p-olga' }))).toMatchObject({
      from: 'automated',
      to: 'off',
    });
    expect(await modeOf('Bronze/EMEA/a')).toBe('off');
  });

  test('a wide pattern switched off stops narrower rows too, until it is set again', async () => {
    await agreements('Iron/AMER/a', 200, 200);
    await changeRollout(deps, await signed(promotion('Iron/AMER/*')));
    expect(await modeOf('Iron/AMER/a')).toBe('automated');
    const wide = { ...promotion('Iron/*/*'), mode: 'off' as const, reason: 'incident' };
    await changeRollout(deps, await signed({ ...wide, by: 'p-olga' }));
    expect(await modeOf('Iron/AMER/a')).toBe('off');
    expect(await changeRollout(deps, await signed(promotion('Iron/AMER/*')))).toMatchObject({
      code: 'not_offered',
      message: expect.stringContaining('Iron/*/*'),
    });
  });

  test('a segment demotes itself when its lower bound falls below the floor, in the transaction of the comparison', async () => {
    const segment = 'Silver/EMEA/a';
    await agreements(segment, 200, 200);
    await changeRollout(deps, await signed(promotion('Silver/EMEA/*')));
    expect(await modeOf(segment)).toBe('automated');
    const reasons: (string | null)[] = [];
    while ((await modeOf(segment)) === 'automated' && reasons.length < 20)
      reasons.push(await activities().recordAgreement(compared(segment, { human: 'reject' })));
    expect(reasons.at(-1)).toContain('the floor is 93.0 %');
    expect(await rolloutOf(statement(store), 'deal', segment)).toMatchObject({
      mode: 'assisted',
      changedBy: 'system',
      token: null,
    });
    const chain = await auditOf(statement(store), rolloutCase('deal', 'Silver/EMEA/*'));
    expect(chain.at(-1)?.entry).toMatchObject({ action: 'rollout.demoted', to: 'assisted', actor: 'system' });
  });

  test.each<[string, Partial<Comparison>]>([
    ['that a person would have made too', {}],
    ['of which nobody decided anything', { human: null }],
    ['before which the machine would have asked', { machine: 'review', human: 'reject' }],
  ])('one wrong payment demotes at once, also one %s', async (name, more) => {
    const segment = `Silver/AMER/${name.replaceAll(' ', '-')}`;
    await agreements(segment, 400, 400);
    await changeRollout(deps, await signed(promotion(segment)));
    expect(await activities().recordAgreement(compared(segment, { ...more, wrongPayment: true }))).toBe(
      'a wrong payment',
    );
    expect(await modeOf(segment)).toBe('assisted');
  });

  test('agreement, undecided cases and cases in which the machine would have asked demote nobody', async () => {
    const segment = 'Silver/LATAM/a';
    await agreements(segment, 200, 200);
    await changeRollout(deps, await signed(promotion(segment)));
    for (const more of [{}, { human: null }, { machine: 'review', human: 'reject' }])
      expect(await activities().recordAgreement(compared(segment, more))).toBeNull();
    const { measure } = await rolloutStanding(statement(store), deps, { lifecycle: 'deal', segment });
    expect(measure).toMatchObject({ counted: { n: 200 }, confirmed: { n: 1, agreed: 1 } });
    expect(await modeOf(segment)).toBe('automated');
  });

  test('drawn cases have all drawn low: the sample of monetary units spreads their draws again', async () => {
    const units = async (segment: string, share: number | null) => {
      // One case is worth four times the others: about a quarter of them stand for their money.
      await agreements(segment, 100, 100, 1, 'blind', share, (index) => (index === 6 ? '1000' : '250'));
      const { measure } = await rolloutStanding(statement(store), deps, { lifecycle: 'deal', segment });
      return measure.counted.units;
    };
    const all = await units('Copper/LATAM/a', null);
    expect(Math.abs(all - 26)).toBeLessThan(4);
    expect(await units('Copper/LATAM/b', 0.2)).toBe(all);
  });

  test('a control sample that shows too little agreement demotes, whatever was counted before the promotion', async () => {
    const segment = 'Copper/EMEA/a';
    await agreements(segment, 400, 400);
    await changeRollout(deps, await signed(promotion(segment)));
    await agreements(segment, 40, 42, 0, 'control');
    const { measure } = await rolloutStanding(statement(store), deps, { lifecycle: 'deal', segment });
    expect(measure.operation?.controls).toMatchObject({ n: 42, agreed: 40 });
    expect(await activities().recordAgreement(compared(segment, { human: 'reject' }))).toContain(
      'by 42 controls',
    );
    expect(await modeOf(segment)).toBe('assisted');
    // What carried the first promotion carries no second one: it is counted anew.
    const again = await rolloutStanding(statement(store), deps, { lifecycle: 'deal', segment });
    expect(again.measure).toMatchObject({ sinceDemotion: 0, look: null, counted: { n: 0 } });
  });

  test('a segment that is not measured any more goes back, once it had time and cases enough', async () => {
    const segment = 'Copper/APAC/a';
    await agreements(segment, 200, 200);
    await changeRollout(deps, await signed(promotion(segment)));
    await agreements(segment, 100, 100, -1, 'automatic');
    expect(await demoteUnmeasured(deps)).not.toContain(segment);
    const later = { ...deps, now: () => new Date(Date.now() + 89.5 * 86_400_000) };
    expect(await demoteUnmeasured(later)).not.toContain(segment);
    const due = { ...deps, now: () => new Date(Date.now() + 90.01 * 86_400_000) };
    expect(await demoteUnmeasured(due)).toContain(segment);
    expect(await rolloutOf(statement(store), 'deal', segment)).toMatchObject({
      mode: 'assisted',
      changedBy: 'system',
      reason: expect.stringContaining('not measured any more: 0 of'),
    });
  });

  test('a comparison that is recorded again replaces itself', async () => {
    const row = compared('Silver/APAC/a');
    await activities().recordAgreement(row);
    await activities().recordAgreement({ ...row, human: 'reject' });
    const { measure } = await rolloutStanding(statement(store), deps, {
      lifecycle: 'deal',
      segment: row.segment,
    });
    expect(measure).toMatchObject({ confirmed: { n: 1, agreed: 0 }, counted: { n: 0 } });
  });
});

test('a key that nobody registered signs nothing', async () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  keys['p-sam-unregistered'] = { ...(keys['p-sam'] as SigningKey), kid: 'f'.repeat(16), privateKey };
  const change = promotion('Gold/EMEA/z', { mode: 'assisted' });
  const own = keys['p-sam'];
  keys['p-sam'] = keys['p-sam-unregistered'] as SigningKey;
  const forged = await signed(change);
  keys['p-sam'] = own as SigningKey;
  expect(await changeRollout(deps, forged)).toMatchObject({ code: 'bad_signature' });
});

describe('what people state who lose their key, or the right to, later', () => {
  const counted = async (segment: string) => {
    const { measure } = await rolloutStanding(statement(store), deps, { lifecycle: 'deal', segment });
    return { n: measure.counted.n, unproved: measure.unproved };
  };
  const state = (segment: string, by: string, now = new Date()) =>
    transact(store, (tx) =>
      recordComparisonIn(tx, { ...deps, now: () => now }, compared(segment), 'blind', keys[by] as SigningKey),
    );
  const covered = () => transact(store, (tx) => coverAll(tx, root, new Date().toISOString()));
  const signer = () => ({ key: root, root, at: new Date().toISOString() });
  const said = (segment: string) =>
    transact(store, async (tx) => {
      const { problems } = await verifyAudit(tx, { root });
      return problems.filter(
        ({ kind, message }) => kind === 'comparison_forged' && message.includes(segment),
      );
    });

  test('counts where the trail told of it before, as a checkpoint shows; what is backdated does not', async () => {
    const segment = 'Zinc/EMEA/key';
    const kept = await keepHistory(
      { ...deps, draw: () => 0.1 },
      { lifecycle: 'deal', by: 'p-ben', fileHash: 'file of ben' },
      [{ ...pastOf(segment), case: 'deal:history:ben-1', externalId: 'ben-1' }],
      { key: keys['p-ben'] as SigningKey, sign: signEntry },
    );
    if ('message' in kept) throw new Error(kept.message);
    await state(segment, 'p-ben');
    await covered();
    await new Promise((resolve) => setTimeout(resolve, 5));
    const since = new Date().toISOString();
    await state(segment, 'p-ben', new Date(Date.now() + 1_000));
    expect(await counted(segment)).toEqual({ n: 3, unproved: 0 });
    await transact(store, (tx) => revokeKey(tx, signer(), keys['p-ben']?.kid as string, since));
    // In the time of the loss one was stated: it counts no more, those from before stand.
    expect(await counted(segment)).toEqual({ n: 2, unproved: 1 });
    await state(segment, 'p-ben', new Date(Date.parse(since) - 3_600_000));
    const copy = (more: string) =>
      store.pool.query(
        `insert into agreements (case_id, revision, lifecycle, segment, machine, human, agreed, amount_usd, kind, draw, share, at, import_id,
            kid, signature, signed_at)
          select case_id, ${more}, lifecycle, segment, machine, human, agreed, amount_usd, kind, draw, share, at, import_id, kid, signature, signed_at
            from agreements where segment = $1 and import_id is not null`,
        [segment],
      );
    await copy('9');
    await covered();
    expect(await counted(segment)).toEqual({ n: 2, unproved: 3 });
    expect(await said('no checkpoint shows that it was stated before')).toHaveLength(1);
  });

  test('also when it is not the key that was lost but the right', async () => {
    const segment = 'Zinc/EMEA/right';
    await state(segment, 'p-olga');
    await covered();
    await new Promise((resolve) => setTimeout(resolve, 5));
    const people = peopleSchema.parse(policyFile('people.yaml'));
    const lowered = people.map((one) => (one.id === 'p-olga' ? { ...one, role: 'finance' as const } : one));
    await transact(store, (tx) => importPeople(tx, signer(), lowered));
    await state(segment, 'p-olga', new Date(Date.now() - 3_600_000));
    expect(await counted(segment)).toEqual({ n: 1, unproved: 1 });
  });
});
