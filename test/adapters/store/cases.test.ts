import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { getCase, insertCase, latestCase, listCases, updateCase } from '../../../adapters/store/cases.ts';
import { claimInstallation } from '../../../adapters/store/installation-kind.ts';
import { type Tx, transact } from '../../../adapters/store/pool.ts';
import { insertSubmission, submissionOf, submissionOfVersion } from '../../../adapters/store/submissions.ts';
import { submissionId } from '../../../domain/identity.ts';
import { aCase, openedDatabase } from './database.ts';

const db = openedDatabase();
const run = <T>(work: (tx: Tx) => Promise<T>) => transact(db.app, work);

describe('a case', () => {
  test('comes back as it was put, with its defaults', async () => {
    const row = {
      ...aCase(),
      partnerId: 'P1',
      segment: 'Gold/EMEA/standard',
      summary: { title: 'Ærø', n: 1 },
      sample: true,
    };
    await run((tx) => claimInstallation(tx, 'sample', '2026-11-20T08:00:00.000Z'));
    expect(await run((tx) => insertCase(tx, row))).toBe(true);
    expect(await run((tx) => getCase(tx, row.case))).toEqual({
      ...row,
      status: 'running',
      outcome: null,
      mode: null,
      revision: 1,
      openProblem: 'none',
      title: null,
      amountUsd: null,
      submittedBy: [],
      gate: null,
      blind: null,
      assignee: null,
      policyVersion: null,
      evidenceHash: null,
      previousCase: null,
      updatedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      endedAt: null,
    });
    expect(await run((tx) => getCase(tx, 'deal:files:none'))).toBeUndefined();
  });

  test('one of ten intakes of the same record makes it', async () => {
    const row = aCase();
    const made = await Promise.all(Array.from({ length: 10 }, () => run((tx) => insertCase(tx, row))));
    expect(made.filter(Boolean).length).toBe(1);
  });

  test('is found by its record, the highest sequence first', async () => {
    const row = aCase();
    await run((tx) => insertCase(tx, row));
    const again = { ...row, case: `${row.case}~2`, sequence: 2, previousCase: row.case };
    await run((tx) => insertCase(tx, again));
    expect(await run((tx) => latestCase(tx, row))).toMatchObject({
      case: again.case,
      previousCase: row.case,
    });
    expect(await run((tx) => insertCase(tx, { ...again, case: 'deal:files:forged' }))).toBe(false);
  });

  test('changes what is named and nothing else; the summary is merged, the gate closes with null', async () => {
    const row = { ...aCase(), partnerId: 'P1', summary: { a: 1, b: 1 } };
    await run((tx) => insertCase(tx, row));
    const gate = { kind: 'review', round: 1 };
    await run((tx) => updateCase(tx, row.case, { status: 'waiting_for_decision', gate, summary: { b: 2 } }));
    expect(await run((tx) => getCase(tx, row.case))).toMatchObject({
      partnerId: 'P1',
      status: 'waiting_for_decision',
      gate,
      summary: { a: 1, b: 2 },
    });
    await run((tx) => updateCase(tx, row.case, { gate: null }));
    const closed = await run((tx) => getCase(tx, row.case));
    expect(closed).toMatchObject({ gate: null, status: 'waiting_for_decision' });
    await expect(run((tx) => updateCase(tx, 'deal:files:none', { outcome: 'x' }))).rejects.toThrow(/no case/);
  });

  test('keeps the instant of its end, whatever touches its row afterwards', async () => {
    const row = aCase();
    await run((tx) => insertCase(tx, row));
    const endedAt = '2026-03-29T01:30:00.000Z';
    await run((tx) => updateCase(tx, row.case, { status: 'completed', outcome: 'Incomplete', endedAt }));
    await run((tx) => updateCase(tx, row.case, { summary: { looked: true } }));
    expect(await run((tx) => getCase(tx, row.case))).toMatchObject({ status: 'completed', endedAt });
  });

  test.each(['completed', 'rolled_back', 'failed'])(
    'that the version before ends as %s has an end, too',
    async (status) => {
      const row = aCase();
      await run((tx) => insertCase(tx, row));
      const old = (text: string) => run((tx) => tx.query(text, [row.case]));
      await old(`update cases set status = 'waiting_for_decision' where case_id = $1`);
      expect(await run((tx) => getCase(tx, row.case))).toMatchObject({ endedAt: null });
      await old(`update cases set status = '${status}', updated_at = now() where case_id = $1`);
      const ended = await run((tx) => getCase(tx, row.case));
      expect(ended).toMatchObject({ status, endedAt: ended?.updatedAt });
    },
  );

  test('holds text that Postgres cannot', async () => {
    const row = { ...aCase(), summary: { name: 'a\u0000b\ud800' } };
    await run((tx) => insertCase(tx, row));
    expect((await run((tx) => getCase(tx, row.case)))?.summary).toEqual({ name: 'a\ufffdb\ufffd' });
  });

  test('is listed by filter, page by page, each once', async () => {
    const rows = Array.from({ length: 7 }, () => ({ ...aCase(), partnerId: 'LISTED' }));
    for (const row of rows) await run((tx) => insertCase(tx, row));
    const last = rows[0]?.case as string;
    // Lists order by the millisecond.
    await sleep(5);
    await run((tx) =>
      updateCase(tx, last, { status: 'waiting_for_decision', gate: { round: 1 }, assignee: 'p-1' }),
    );
    const seen: string[] = [];
    let after: { updatedAt: string; case: string } | undefined;
    for (;;) {
      const page = await run((tx) =>
        listCases(tx, { partnerId: 'LISTED', limit: 3, ...(after ? { after } : {}) }),
      );
      if (page.length === 0) break;
      seen.push(...page.map((each) => each.case));
      after = page.at(-1);
    }
    expect([...seen].sort()).toEqual(rows.map((row) => row.case).sort());
    expect(seen[0]).toBe(last);
    const found = (filter: Parameters<typeof listCases>[1]) =>
      run((tx) => listCases(tx, { partnerId: 'LISTED', ...filter })).then((all) =>
        all.map((each) => each.case),
      );
    expect(await found({ status: ['waiting_for_decision', 'failed'] })).toEqual([last]);
    expect(await found({ gateOpen: true })).toEqual([last]);
    expect(await found({ assignee: 'p-1' })).toEqual([last]);
    expect((await found({ gateOpen: false, status: 'running', lifecycle: 'deal' })).length).toBe(6);
    expect(await found({ openProblem: 'sla_expired' })).toEqual([]);
  });
});

test('a submission is kept once per version; the latest revision is the submission', async () => {
  const row = aCase();
  await run((tx) => insertCase(tx, row));
  const first = {
    case: row.case,
    revision: 1,
    updateId: submissionId(row, 'v1'),
    canonical: { customer_name: 'Nordwind', stated_value: { amount: '10.00', currency: 'EUR' } },
    contentHash: 'h1',
    receivedAt: '2026-03-02T09:00:00.000Z',
  };
  const second = { ...first, revision: 2, updateId: submissionId(row, 'v2'), contentHash: 'h2' };
  expect(await run((tx) => insertSubmission(tx, db.vault, first))).toBe(true);
  expect(await run((tx) => insertSubmission(tx, db.vault, { ...first, revision: 2 }))).toBe(false);
  expect(await run((tx) => insertSubmission(tx, db.vault, { ...second, revision: 1 }))).toBe(false);
  expect(await run((tx) => insertSubmission(tx, db.vault, second))).toBe(true);
  expect(await run((tx) => submissionOfVersion(tx, row, 'v1'))).toEqual(first);
  expect(await run((tx) => submissionOfVersion(tx, row, 'v3'))).toBeUndefined();
  expect(await run((tx) => submissionOf(tx, row.case))).toEqual(second);
  expect(await run((tx) => submissionOf(tx, row.case, 1))).toEqual(first);
  expect(await run((tx) => submissionOf(tx, row.case, 3))).toBeUndefined();
});

test("a version that 0.2.0 recorded is known again, and never as another lifecycle's", async () => {
  const row = aCase();
  await run((tx) => insertCase(tx, row));
  const kept = {
    case: row.case,
    revision: 1,
    updateId: `${row.source}:${encodeURIComponent(row.externalId)}:2027-01-01T00:00:00Z`,
    canonical: {},
    contentHash: 'h',
    receivedAt: '2026-03-02T09:00:00.000Z',
  };
  await run((tx) => insertSubmission(tx, db.vault, kept));
  const known = (record: typeof row) => run((tx) => submissionOfVersion(tx, record, '2027-01-01T00:00:00Z'));
  expect(await known(row)).toEqual(kept);
  expect(await known({ ...row, lifecycle: 'reversal' as never })).toBeUndefined();
});
