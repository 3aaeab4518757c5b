import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { auditActivities } from '../../../activities/kit/audit.ts';
import { installationKey, newKey, type SigningKey } from '../../../adapters/keys/keys.ts';
import { signText } from '../../../adapters/keys/sign.ts';
import { appendAudit, auditOf } from '../../../adapters/store/audit.ts';
import { exportAudit } from '../../../adapters/store/audit-export.ts';
import { verifyAudit } from '../../../adapters/store/audit-verify.ts';
import { insertCase } from '../../../adapters/store/cases.ts';
import { addCheckpoint, checkpointsAfter, lastCheckpoint } from '../../../adapters/store/checkpoints.ts';
import { putEvidence } from '../../../adapters/store/evidence.ts';
import { sha256 } from '../../../adapters/store/hash.ts';
import { registerInstallationKey } from '../../../adapters/store/installation.ts';
import { transact } from '../../../adapters/store/pool.ts';
import { checkpointText, entryBody, GENESIS, linkText } from '../../../domain/audit.ts';
import { aCase, openedDatabase } from './database.ts';

const db = openedDatabase();
const folder = mkdtempSync(join(tmpdir(), 'qd-keys-'));
afterAll(() => rmSync(folder, { recursive: true }));
let key: SigningKey;

const at = (minute: number) => new Date(Date.UTC(2026, 2, 2, 9, minute)).toISOString();

beforeAll(async () => {
  key = installationKey(folder);
  await transact(db.app, (tx) => registerInstallationKey(tx, key, new Date(at(0))));
});

/** A case with so many audit rows, the first of which rests on evidence. */
async function caseWith(rows: number): Promise<string> {
  const row = aCase();
  await transact(db.app, async (tx) => {
    await insertCase(tx, row);
    const evidenceHash = await putEvidence(tx, row.case, 'gathered', { case: row.case });
    for (let n = 1; n <= rows; n += 1)
      await appendAudit(tx, row.case, {
        at: at(n),
        actor: 'system',
        action: `step.${n}`,
        ...(n === 1 ? { evidenceHash } : {}),
      });
  });
  return row.case;
}

const checkpoint = () => transact(db.app, (tx) => addCheckpoint(tx, key, new Date().toISOString()));
const verify = (options: Parameters<typeof verifyAudit>[1] = {}) =>
  transact(db.auditor, (tx) => verifyAudit(tx, options));

/** Whoever owns the database drops its checks first. */
const UNCHECKED = 'alter table audit drop constraint if exists audit_is_readable';

/** Runs `forge` as superuser, verifies, and puts everything back as it was. */
async function afterForging(
  forge: string[] | (() => Promise<unknown>),
  options: Parameters<typeof verifyAudit>[1] = {},
) {
  const tables = ['audit', 'audit_heads', 'checkpoints', 'evidence', 'signing_keys'];
  for (const table of tables)
    await db.admin.query(`create temp table kept_${table} as select * from ${table}`);
  try {
    if (typeof forge === 'function') await forge();
    else for (const statement of forge) await db.admin.query(statement);
    return (await verify(options)).problems;
  } finally {
    for (const table of tables) {
      await db.admin.query(`delete from ${table}`);
      await db.admin.query(`insert into ${table} select * from kept_${table}`);
      await db.admin.query(`drop table kept_${table}`);
    }
  }
}

describe('the chain', () => {
  test('the database hashes what the domain says', async () => {
    const id = await caseWith(2);
    const entries = await transact(db.app, (tx) => auditOf(tx, id));
    let prevHash = GENESIS;
    for (const { seq, hash, entry } of entries) {
      expect(hash).toBe(sha256(linkText({ case: id, seq, body: entryBody(entry), prevHash })));
      prevHash = hash;
    }
    expect(entries.map((each) => each.seq)).toEqual([1, 2]);
  });

  test('twenty writers of one case at once make one chain without a gap', async () => {
    const id = await caseWith(1);
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        transact(db.app, (tx) => appendAudit(tx, id, { at: at(n), actor: `p-${n}`, action: 'note.added' })),
      ),
    );
    expect((await transact(db.app, (tx) => auditOf(tx, id))).length).toBe(21);
    expect((await verify({ case: id })).problems).toEqual([]);
  });

  test('two writers of a case that is new to both agree', async () => {
    const { case: id } = aCase();
    const entry = { at: at(0), actor: 'system', action: 'case.started' };
    const links = await Promise.all([1, 2].map(() => transact(db.app, (tx) => appendAudit(tx, id, entry))));
    expect(links.map((link) => link.seq).sort()).toEqual([1, 2]);
  });

  test('text that Postgres or JSON cannot hold is written all the same', async () => {
    const id = await caseWith(1);
    const entry = {
      at: at(1),
      actor: 'system',
      action: 'note.added',
      reason: 'nul \u0000 lone \ud800 quote \' " \\ \n 😀',
    };
    await transact(db.app, (tx) => appendAudit(tx, id, entry));
    expect((await verify({ case: id })).problems).toEqual([]);
    expect((await transact(db.app, (tx) => auditOf(tx, id))).at(-1)?.entry.reason).toBe(
      'nul \ufffd lone \ufffd quote \' " \\ \n 😀',
    );
  });

  test('a transaction that is rolled back leaves no row', async () => {
    const id = await caseWith(1);
    const failing = transact(db.app, async (tx) => {
      await appendAudit(tx, id, { at: at(1), actor: 'system', action: 'never' });
      throw new Error('stop');
    });
    await expect(failing).rejects.toThrow('stop');
    expect((await transact(db.app, (tx) => auditOf(tx, id))).length).toBe(1);
  });
});

describe('checkpoints', () => {
  test('cover what changed, chain onto each other, and are silent when nothing did', async () => {
    const id = await caseWith(2);
    const first = await checkpoint();
    expect(first?.heads).toContain(id);
    expect(await checkpoint()).toBeNull();
    const other = await caseWith(1);
    const second = await checkpoint();
    expect(second).toMatchObject({ number: (first?.number ?? 0) + 1, prevHash: first?.hash });
    expect(second?.heads).toContain(other);
    expect(second?.heads).not.toContain(id);
    expect(second?.hash).toBe(sha256(checkpointText(second as NonNullable<typeof second>)));
    expect((await verify()).problems).toEqual([]);
  });

  test('a transaction open while a checkpoint is written comes with the next one', async () => {
    const early = await caseWith(1);
    await checkpoint();
    let commit: () => void = () => {};
    const released = new Promise<void>((resolve) => {
      commit = resolve;
    });
    let appended: () => void = () => {};
    const ready = new Promise<void>((resolve) => {
      appended = resolve;
    });
    const slow = transact(db.app, async (tx) => {
      await appendAudit(tx, early, { at: at(5), actor: 'system', action: 'slow' });
      appended();
      await released;
    });
    await ready;
    const meanwhile = await caseWith(1);
    const between = await checkpoint();
    expect(between?.heads).toContain(meanwhile);
    expect(between?.heads).not.toContain(early);
    commit();
    await slow;
    const after = await checkpoint();
    expect(after?.heads).toContain(`["${early}",2,`);
    expect((await verify()).problems).toEqual([]);
  });

  test('a head that moves on between reading and writing the checkpoint stays to be covered', async () => {
    const id = await caseWith(1);
    await transact(db.app, async (tx) => {
      const hurried = {
        query: async (text: string, values?: readonly unknown[]) => {
          if (text.includes('audit_checkpoint('))
            await transact(db.app, (other) =>
              appendAudit(other, id, { at: at(6), actor: 'system', action: 'moved' }),
            );
          return tx.query(text, values);
        },
      } as typeof tx;
      await addCheckpoint(hurried, key, at(7));
    });
    expect((await checkpoint())?.heads).toContain(`["${id}",2,`);
    expect((await verify()).problems).toEqual([]);
  });

  test('two writers at once make two numbers or one, never a fork', async () => {
    const { writeCheckpoint } = auditActivities({
      store: db.app,
      installationKey: key,
      witnesses: [],
      now: () => new Date(),
    });
    await caseWith(1);
    await Promise.all([writeCheckpoint(), writeCheckpoint(), writeCheckpoint()]);
    expect((await verify()).problems).toEqual([]);
    const all = await transact(db.app, (tx) => checkpointsAfter(tx, undefined, 'asc', 1000));
    expect(all.map((each) => each.number)).toEqual(all.map((_, index) => index + 1));
  });

  test('appends and checkpoints that race leave everything covered in the end', async () => {
    const ids = await Promise.all([caseWith(1), caseWith(1), caseWith(1)]);
    let writing = true;
    const appending = Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        transact(db.app, (tx) =>
          appendAudit(tx, ids[n % 3] as string, { at: at(n), actor: 'system', action: 'raced' }),
        ),
      ),
    ).finally(() => {
      writing = false;
    });
    while (writing) await checkpoint();
    await appending;
    await checkpoint();
    const open = await db.admin.query('select case_id from audit_heads where unsealed');
    expect(open.rows).toEqual([]);
    expect((await verify()).problems).toEqual([]);
  });
});

describe('verification finds', () => {
  let sealed: string;
  let open: string;
  beforeAll(async () => {
    await caseWith(2);
    sealed = await caseWith(3);
    await checkpoint();
    await caseWith(1);
    await checkpoint();
    open = await caseWith(3);
  });

  test('nothing, when nothing was done', async () => {
    const report = await verify();
    expect(report.problems).toEqual([]);
    expect(report.rows).toBeGreaterThan(report.cases);
    const last = await transact(db.app, lastCheckpoint);
    expect(report.last).toEqual({ number: last?.number, hash: last?.hash });
  });

  test.each([
    [
      'a changed row',
      'row_changed',
      (id: string) => [
        `update audit set body = replace(body, 'step.2', 'step.9') where case_id = '${id}' and seq = 2`,
      ],
    ],
    [
      'a row changed with its own hash',
      'row_changed',
      (id: string) => [
        `update audit set body = replace(body, 'step.2', 'step.9') where case_id = '${id}' and seq = 2`,
        `update audit set hash = encode(sha256(convert_to(prev_hash || E'\\n' || case_id || E'\\n' || seq || E'\\n' || body, 'UTF8')), 'hex') where case_id = '${id}' and seq = 2`,
      ],
    ],
    [
      'a row that is no longer JSON',
      'row_changed',
      (id: string) => [UNCHECKED, `update audit set body = 'x' where case_id = '${id}' and seq = 2`],
    ],
    [
      'a changed time beside a row',
      'row_changed',
      (id: string) => [
        UNCHECKED,
        `update audit set at = at - interval '1 day' where case_id = '${id}' and seq = 2`,
      ],
    ],
    [
      'a row deleted in the middle',
      'row_missing',
      (id: string) => [`delete from audit where case_id = '${id}' and seq = 2`],
    ],
    [
      'the last row deleted',
      'row_missing',
      (id: string) => [`delete from audit where case_id = '${id}' and seq = 3`],
    ],
    [
      'rows in another order',
      'row_changed',
      (id: string) => [
        `update audit set seq = 9 where case_id = '${id}' and seq = 2`,
        `update audit set seq = 2 where case_id = '${id}' and seq = 3`,
        `update audit set seq = 3 where case_id = '${id}' and seq = 9`,
      ],
    ],
    [
      'a changed head',
      'head_changed',
      (id: string) => [`update audit_heads set hash = repeat('a', 64) where case_id = '${id}'`],
    ],
    ['a deleted head', 'head_changed', (id: string) => [`delete from audit_heads where case_id = '${id}'`]],
    [
      'all rows deleted, the head left',
      'row_missing',
      (id: string) => [`delete from audit where case_id = '${id}'`],
    ],
    [
      'a whole trail deleted',
      'case_missing',
      (id: string) => [
        `delete from audit where case_id = '${id}'`,
        `delete from audit_heads where case_id = '${id}'`,
      ],
    ],
    [
      'changed evidence',
      'evidence_changed',
      (id: string) => [`update evidence set body = '{}' where case_id = '${id}'`],
    ],
    [
      'deleted evidence',
      'evidence_missing',
      (id: string) => [`delete from evidence where case_id = '${id}'`],
    ],
  ])('%s, covered by a checkpoint or not', async (_, kind, forge) => {
    for (const id of [sealed, open]) {
      const problems = await afterForging(forge(id));
      expect(problems).toContainEqual(expect.objectContaining({ case: id, kind }));
      expect(problems.filter((each) => each.case !== id)).toEqual([]);
      const ofCase = await afterForging(forge(id), { case: id });
      expect(ofCase).toContainEqual(expect.objectContaining({ case: id, kind }));
    }
  });

  test('a covered chain that was cut and hashed anew, head and all', async () => {
    const cut = [
      `delete from audit where case_id = '${sealed}' and seq = 3`,
      `update audit_heads h set seq = 2, hash = a.hash from audit a where a.case_id = h.case_id and a.seq = 2 and h.case_id = '${sealed}'`,
    ];
    expect(await afterForging(cut)).toContainEqual(
      expect.objectContaining({ case: sealed, kind: 'row_missing' }),
    );
  });

  test('a covered chain that was written anew in full length', async () => {
    const rewritten = async () => {
      let previous = GENESIS;
      for (const seq of [1, 2, 3]) {
        const body = entryBody({ at: at(seq), actor: 'mallory', action: `step.${seq}` });
        const hash = sha256(linkText({ case: sealed, seq, body, prevHash: previous }));
        await db.admin.query(
          'update audit set body = $3, prev_hash = $4, hash = $5 where case_id = $1 and seq = $2',
          [sealed, seq, body, previous, hash],
        );
        previous = hash;
      }
      await db.admin.query('update audit_heads set hash = $2, unsealed = true where case_id = $1', [
        sealed,
        previous,
      ]);
    };
    expect(await afterForging(rewritten)).toContainEqual(
      expect.objectContaining({ case: sealed, kind: 'checkpoint_contradicted' }),
    );
  });

  test('a sound trail moved to another case', async () => {
    const moved = await afterForging([
      `update audit set case_id = 'deal:files:other' where case_id = '${sealed}'`,
      `update audit_heads set case_id = 'deal:files:other' where case_id = '${sealed}'`,
    ]);
    expect(moved).toContainEqual(expect.objectContaining({ case: 'deal:files:other', kind: 'row_changed' }));
    expect(moved).toContainEqual(expect.objectContaining({ case: sealed, kind: 'case_missing' }));
  });

  test('a whole case deleted everywhere, by the checkpoint that knew it', async () => {
    const everywhere = [`audit`, `audit_heads`, `evidence`, `cases`].map(
      (table) => `delete from ${table} where case_id = '${sealed}'`,
    );
    await db.admin.query(`create temp table kept_cases as select * from cases where case_id = '${sealed}'`);
    try {
      expect(await afterForging(everywhere)).toEqual([
        expect.objectContaining({ case: sealed, kind: 'case_missing' }),
      ]);
    } finally {
      await db.admin.query('insert into cases select * from kept_cases');
      await db.admin.query('drop table kept_cases');
    }
  });

  test.each([
    ['changed heads', 'checkpoint_changed', "update checkpoints set heads = '[]' where number = 2"],
    [
      'a changed time',
      'checkpoint_changed',
      "update checkpoints set at = '2020-01-01T00:00:00.000Z' where number = 2",
    ],
    ['the first removed', 'checkpoint_missing', 'delete from checkpoints where number = 1'],
    ['one in the middle removed', 'checkpoint_missing', 'delete from checkpoints where number = 2'],
    [
      'a forged signature',
      'bad_signature',
      "update checkpoints set signature = translate(signature, 'ABCDabcd', 'BCDAbcda') where number = 2",
    ],
    [
      'a signature of another checkpoint',
      'bad_signature',
      'update checkpoints set signature = (select signature from checkpoints where number = 1) where number = 2',
    ],
    ['an unknown key', 'bad_signature', "update checkpoints set kid = 'nobody' where number = 2"],
  ])('in a checkpoint: %s', async (_, kind, forge) => {
    expect(await afterForging([forge])).toContainEqual(expect.objectContaining({ case: null, kind }));
  });

  test('the last checkpoint removed', async () => {
    const problems = await afterForging([
      'delete from checkpoints where number = (select max(number) from checkpoints)',
    ]);
    expect(problems.map((each) => each.kind)).toEqual(['checkpoint_missing']);
  });

  test('the last checkpoint removed and its traces wiped, by an anchor kept elsewhere', async () => {
    const last = await transact(db.app, lastCheckpoint);
    const anchor = { number: last?.number ?? 0, hash: last?.hash ?? '' };
    const wipe = [
      `delete from checkpoints where number = ${anchor.number}`,
      'update audit_heads set unsealed = true',
    ];
    expect(await afterForging(wipe)).toEqual([]);
    expect(await afterForging(wipe, { anchors: [anchor] })).toContainEqual(
      expect.objectContaining({ case: null, kind: 'checkpoint_missing' }),
    );
    expect((await verify({ anchors: [anchor] })).problems).toEqual([]);
  });

  test('all checkpoints signed anew with another key, by the public key kept elsewhere', async () => {
    const forger = newKey(folder, 'forger');
    const resign = async () => {
      const all = await transact(db.app, (tx) => checkpointsAfter(tx, undefined, 'asc', 1000));
      for (const each of all)
        await db.admin.query('update checkpoints set signature = $2 where number = $1', [
          each.number,
          signText(forger.privateKey, 'checkpoint', each.hash),
        ]);
      await db.admin.query("update signing_keys set public_key = $1 where person_id = 'installation'", [
        forger.publicKey,
      ]);
    };
    expect(await afterForging(resign)).toEqual([]);
    const found = await afterForging(resign, { root: key });
    expect(new Set(found.map((each) => each.kind))).toEqual(new Set(['bad_signature', 'authority_changed']));
  });

  test('nothing wrong while work goes on', async () => {
    let working = true;
    const work = (async () => {
      while (working) await caseWith(3);
    })();
    const reports = [];
    for (let n = 0; n < 5; n += 1) reports.push(await verify());
    working = false;
    await work;
    expect(reports.flatMap((report) => report.problems)).toEqual([]);
  });
});

describe('the export', () => {
  const lines = (options: Parameters<typeof exportAudit>[1]) =>
    transact(db.auditor, async (tx) => {
      const all = [];
      for await (const line of exportAudit(tx, options)) all.push(JSON.parse(line));
      return all;
    });

  test('holds every row and checkpoint once, and each line can be checked on its own', async () => {
    const all = await lines({});
    const rows = await db.admin.query('select count(*)::int as n from audit');
    const entries = all.filter((line) => line.entry);
    expect(entries.length).toBe(rows.rows[0].n);
    expect(new Set(entries.map((line) => `${line.case} ${line.seq}`)).size).toBe(entries.length);
    for (const line of entries)
      expect(sha256(linkText({ ...line, body: entryBody(line.entry) }))).toBe(line.hash);
    const checkpoints = await db.admin.query('select count(*)::int as n from checkpoints');
    expect(all.length - entries.length).toBe(checkpoints.rows[0].n);
  });

  test('of one case, or since an instant, inclusive', async () => {
    const id = await caseWith(4);
    expect((await lines({ case: id })).map((line) => line.seq)).toEqual([1, 2, 3, 4]);
    expect((await lines({ case: id, since: at(3) })).map((line) => line.seq)).toEqual([3, 4]);
  });
});
