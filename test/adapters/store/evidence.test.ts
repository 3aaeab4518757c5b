import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { installationKey } from '../../../adapters/keys/keys.ts';
import { insertCase } from '../../../adapters/store/cases.ts';
import { evidenceAddress, evidenceOf, getEvidence, putEvidence } from '../../../adapters/store/evidence.ts';
import { getPolicy, putPolicy } from '../../../adapters/store/policies.ts';
import { type Tx, transact } from '../../../adapters/store/pool.ts';
import { decisionOf, putDecision, rerunDecision } from '../../../adapters/store/rerun.ts';
import { openSubject, seal } from '../../../adapters/store/seal.ts';
import {
  adoptPolicies,
  putSignedPolicy,
  signedPolicy,
  unsignedPolicies,
} from '../../../adapters/store/signed-policies.ts';
import { eraseSubject } from '../../../adapters/store/subjects.ts';
import type { Decision } from '../../../domain/decision.ts';
import { type DecisionRecord, wellFormed } from '../../../domain/evidence.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { aCase, openedDatabase } from './database.ts';

const db = openedDatabase();
const run = <T>(work: (tx: Tx) => Promise<T>) => transact(db.app, work);
const AT = '2026-03-02T09:00:00.000Z';

describe('evidence', () => {
  test('any JSON comes back from its address, and the same again changes nothing', async () => {
    const json = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 });
    await fc.assert(
      fc.asyncProperty(json, async (value) => {
        const body = wellFormed(JSON.parse(JSON.stringify(value)) as JsonObject);
        const hash = await run((tx) => putEvidence(tx, 'deal:files:any', 'gathered', body));
        expect(await run((tx) => putEvidence(tx, 'deal:files:any', 'gathered', body))).toBe(hash);
        expect(await run((tx) => getEvidence(tx, hash))).toEqual(body);
      }),
      { numRuns: 40 },
    );
  });

  test('with what Postgres cannot hold is kept under the address that was told of it', async () => {
    const body = { name: 'Acme\u0000 Ltd', note: '\ud800' };
    const hash = await run((tx) => putEvidence(tx, 'deal:files:nul', 'gathered', body));
    expect(hash).toBe(evidenceAddress(body));
    expect(await run((tx) => getEvidence(tx, hash))).toEqual({ name: 'Acme\ufffd Ltd', note: '\ufffd' });
  });

  test('has one address whatever the order of its fields, and belongs to each case that rests on it', async () => {
    const one = await run((tx) => putEvidence(tx, 'deal:files:one', 'gathered', { a: 1, b: [2] }));
    const two = await run((tx) => putEvidence(tx, 'deal:files:two', 'gathered', { b: [2], a: 1 }));
    expect(two).toBe(one);
    expect(
      (await run((tx) => evidenceOf(tx, 'deal:files:two', 'gathered'))).map((each) => each.hash),
    ).toEqual([one]);
    expect(await run((tx) => evidenceOf(tx, 'deal:files:two', 'model'))).toEqual([]);
    expect(await run((tx) => getEvidence(tx, 'none'))).toBeUndefined();
  });

  test('that was changed in the database is not read', async () => {
    const hash = await run((tx) => putEvidence(tx, 'deal:files:tampered', 'gathered', { amount: '10.00' }));
    await db.admin.query("update evidence set body = replace(body, '10.00', '99.00') where hash = $1", [
      hash,
    ]);
    await expect(run((tx) => getEvidence(tx, hash))).rejects.toThrow(/was changed in the database/);
    await expect(run((tx) => evidenceOf(tx, 'deal:files:tampered'))).rejects.toThrow(/was changed/);
  });
});

describe('a policy', () => {
  const key = installationKey(mkdtempSync(join(tmpdir(), 'qd-policies-')));
  const from = (threshold: number, effectiveFrom: string) => ({
    lifecycle: 'deal' as const,
    body: { threshold },
    effectiveFrom,
  });
  const inForce = async (at: string, root = key) =>
    (await run((tx) => signedPolicy(tx, root, 'deal', { at })))?.version;
  let early: string;
  let late: string;

  test('of before there were signatures is signed once; what is planted afterwards never is', async () => {
    early = await run((tx) => putPolicy(tx, from(0.9, '2026-01-01T00:00:00Z')));
    expect(await inForce('2026-02-01T00:00:00Z')).toBeUndefined();
    expect(await run((tx) => unsignedPolicies(tx, key))).toEqual([]);
    await run((tx) => adoptPolicies(tx, key));
    expect(await inForce('2026-02-01T00:00:00Z')).toBe(early);
    const planted = await run((tx) => putPolicy(tx, from(0, '2026-01-02T00:00:00Z')));
    await run((tx) => adoptPolicies(tx, key));
    await run((tx) =>
      tx.query(
        `insert into policy_signatures (lifecycle, version, effective_from, signature)
          select 'deal', $1, '2026-01-02', signature from policy_signatures`,
        [planted],
      ),
    );
    expect(await inForce('2026-02-01T00:00:00Z')).toBe(early);
    expect(await run((tx) => signedPolicy(tx, key, 'deal', { version: planted }))).toBeUndefined();
    expect(await run((tx) => unsignedPolicies(tx, key))).toEqual([
      {
        case: null,
        kind: 'policy_forged',
        message: `policy deal ${planted.slice(0, 12)} was put there by nobody who may; nothing is decided by it`,
      },
    ]);
  });

  test('that was corrected and is put back as it was counts again, and no row of another hand brings the correction back', async () => {
    const put = (threshold: number) =>
      run((tx) => putSignedPolicy(tx, key, from(threshold, '2025-01-01T00:00:00Z')));
    const [first, corrected] = [await put(0.5), await put(0.6)];
    expect(await inForce('2025-02-01T00:00:00Z')).toBe(corrected);
    expect(await put(0.5)).toBe(first);
    expect(await put(0.5)).toBe(first);
    expect(await inForce('2025-02-01T00:00:00Z')).toBe(first);
    const copied = `insert into policy_signatures (lifecycle, version, effective_from, again, signature)
      select lifecycle, version, effective_from, 7, signature || ' ' from policy_signatures where version = $1`;
    await run((tx) => tx.query(copied, [corrected]));
    // Whatever instant a row names, it stops nobody.
    await run((tx) =>
      tx.query(
        `insert into policy_signatures (lifecycle, version, effective_from, signature) values ('deal', $1, '-infinity', 'x'), ('deal', $1, 'infinity', 'y')`,
        [corrected],
      ),
    );
    expect(await inForce('2025-02-01T00:00:00Z')).toBe(first);
    expect(await inForce('2024-02-01T00:00:00Z')).toBeUndefined();
    expect(await run((tx) => unsignedPolicies(tx, key))).toHaveLength(1);
  });

  test('is found by version and by date', async () => {
    late = await run((tx) => putSignedPolicy(tx, key, from(0.95, '2026-06-01T00:00:00Z')));
    expect(await inForce('2024-12-31T23:59:59Z')).toBeUndefined();
    expect(await inForce('2026-01-01T00:00:00Z')).toBe(early);
    expect(await inForce('2026-05-31T23:59:59Z')).toBe(early);
    expect(await inForce('2026-06-01T00:00:00Z')).toBe(late);
    expect((await run((tx) => signedPolicy(tx, key, 'deal', { version: early })))?.body).toEqual({
      threshold: 0.9,
    });
    // Another lifecycle's policy, later and with the same content, changes nothing.
    const other = { ...from(0.9, '2026-07-01T00:00:00Z'), lifecycle: 'another' as never };
    expect(await run((tx) => putSignedPolicy(tx, key, other))).toBe(early);
    expect(await inForce('2026-08-01T00:00:00Z')).toBe(late);
    expect((await run((tx) => getPolicy(tx, 'deal', early)))?.effectiveFrom).toBe('2026-01-01T00:00:00.000Z');
    // Under another installation's key nothing is.
    const stranger = installationKey(mkdtempSync(join(tmpdir(), 'qd-stranger-')));
    expect(await inForce('2026-08-01T00:00:00Z', stranger)).toBeUndefined();
  });

  test('is not believed once changed', async () => {
    await db.admin.query(`update policies set body = '{"threshold": 0.1}' where version = $1`, [early]);
    await expect(run((tx) => getPolicy(tx, 'deal', early))).rejects.toThrow(/was changed in the database/);
  });
});

describe('a decision run again', () => {
  const decide = (_: string, evidence: JsonObject, policy: JsonObject): Decision => ({
    decider: 'deal@1',
    outcome: Number(evidence.score) >= Number(policy.minimum) ? 'AUTO_APPROVED' : 'NEEDS_REVIEW',
    confidence: 0.1 + 0.2,
    reasons: [
      {
        rule: 'score.low',
        text: `contact ${evidence.contact ? 'given' : 'missing'}`,
        source: 'submission#score',
      },
    ],
    amounts: [{ amount: '10.10', currency: 'EUR' }],
    fields: {},
  });

  async function decided(address: string) {
    const row = aCase();
    await run(async (tx) => {
      await insertCase(tx, row);
      const contact = seal(address, await openSubject(tx, db.vault, address));
      const evidenceHash = await putEvidence(tx, row.case, 'gathered', { score: 80, contact });
      const policyVersion = await putPolicy(tx, {
        lifecycle: 'deal',
        body: { minimum: 70 },
        effectiveFrom: AT,
      });
      const decision = decide('deal@1', { score: 80, contact: address }, { minimum: 70 });
      await putDecision(tx, row.case, { evidenceHash, policyVersion, decision });
    });
    return row.case;
  }
  const rerun = (id: string, by = decide) =>
    run(async (tx) => {
      const record = (await decisionOf(tx, id)) as DecisionRecord;
      return (await rerunDecision(tx, db.vault, { case: id, record }, by)).result;
    });

  test('is byte-equal', async () => {
    const id = await decided('equal@example.com');
    expect(await rerun(id)).toBe('equal');
    expect((await run((tx) => decisionOf(tx, id)))?.decision.outcome).toBe('AUTO_APPROVED');
  });

  test('is the decider’s, whatever a person decided afterwards', async () => {
    const id = await decided('human@example.com');
    await run((tx) =>
      putEvidence(tx, id, 'decision', { action: 'reject', by: 'p-ana', reason: 'no', round: 1 }),
    );
    expect(await rerun(id)).toBe('equal');
  });

  test('by another rule is different, in outcome or in the last digit', async () => {
    const id = await decided('different@example.com');
    expect(await rerun(id, (...args) => ({ ...decide(...args), outcome: 'NEEDS_REVIEW' }))).toBe('different');
    expect(await rerun(id, (...args) => ({ ...decide(...args), confidence: 0.3 }))).toBe('different');
  });

  test('says that a person was erased', async () => {
    const id = await decided('gone@example.com');
    await run((tx) => eraseSubject(tx, db.vault, { address: 'gone@example.com', by: 'p-admin', at: AT }));
    expect(await rerun(id)).toBe('subject_erased');
  });

  test('of a case without one, or whose evidence is gone, says so; a decider’s own error is not hidden', async () => {
    expect(await run((tx) => decisionOf(tx, 'deal:files:none'))).toBeUndefined();
    const id = await decided('lost@example.com');
    const fails = () => {
      throw new TypeError('bug');
    };
    await expect(rerun(id, fails)).rejects.toThrow('bug');
    await db.admin.query("delete from evidence where case_id = $1 and kind = 'gathered'", [id]);
    await expect(rerun(id)).rejects.toThrow(/is gone; run: quarterdeck audit verify/);
  });
});
