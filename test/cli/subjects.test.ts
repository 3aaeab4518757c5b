import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { putDeadLetter, readDeadLetter } from '../../adapters/store/dead-letters.ts';
import { contentHash } from '../../adapters/store/hash.ts';
import { type Store, transact } from '../../adapters/store/pool.ts';
import { openSubject, SubjectErased, seal, unseal } from '../../adapters/store/seal.ts';
import { insertSubmission, submissionOf } from '../../adapters/store/submissions.ts';
import { openVault } from '../../adapters/store/vault.ts';
import { freshDatabase, type TestDatabase } from '../environment/servers.ts';
import { runCli } from './run-cli.ts';
import { addPeople, addWaiting, cliEnvironment, storeOf, THEN } from './world.ts';

/** Erasing a person with the command, as a process of its own. */
const ADDRESS = 'Einkauf@Werft-Stralsund.example';
const MASTER = randomBytes(32).toString('base64');
const vault = openVault(MASTER);
let database: TestDatabase;
let folder: string;
let store: Store;
let env: Record<string, string>;
let waiting: string;
let letter: string;

beforeAll(async () => {
  database = await freshDatabase();
  folder = mkdtempSync(join(tmpdir(), 'qd-cli-'));
  env = {
    ...cliEnvironment(database.appUrl, folder),
    DATABASE_AUDITOR_URL: database.auditorUrl,
    QUARTERDECK_MASTER_KEY: MASTER,
  };
  store = storeOf(database.appUrl);
  await addPeople(store, join(folder, 'keys'));
  waiting = await addWaiting(store, { externalId: '101', customer: 'Werft Stralsund', value: '48000.00' });
  letter = await transact(store, async (tx) => {
    const canonical = { primary_contact_email: seal(ADDRESS, await openSubject(tx, vault, ADDRESS)) };
    const row = { case: waiting, revision: 1, updateId: `${waiting}:1`, canonical, receivedAt: THEN };
    await insertSubmission(tx, vault, { ...row, contentHash: contentHash(canonical) });
    const problem = { code: 'malformed', title: 'Not a registration', fix: 'Send it as JSON' };
    const body = Buffer.from(`{"contact": "${ADDRESS}", `);
    return putDeadLetter(tx, vault, {
      lifecycle: 'deal',
      source: 'portal',
      contentType: null,
      body,
      problem,
      receivedAt: THEN,
    });
  });
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await store.close();
  await database.drop();
});

const erase = (...more: string[]) => runCli(['subjects', 'erase', ADDRESS.toLowerCase(), ...more], env);
const sure = ['--yes', '--reason', 'Asked for by letter of 20 November'];
const contact = async () => {
  const submission = await transact(store, (tx) => submissionOf(tx, waiting));
  return transact(store, (tx) => unseal(tx, vault, submission?.canonical ?? {}));
};
const trail = async () =>
  JSON.parse((await runCli(['audit', 'export', '--json'], env)).stdout) as Array<{
    case: string;
    entry: object;
  }>;

describe('erasing a person', () => {
  test('first shows what is reached, and changes nothing without a confirmation', async () => {
    const plan = await erase('--plan');
    expect({ code: plan.code, stderr: plan.stderr }).toEqual({ code: 0, stderr: '' });
    expect(plan.stdout).toContain(`  ${waiting} (waiting_for_decision)\n`);
    expect(plan.stdout).toContain('Dead letters destroyed: 1.\n');
    expect(plan.stdout).toContain('Not reached: PRM, CRM and sent mail');
    expect((await erase('--as', 'sam')).code).toBe(2);
    expect((await erase('--as', 'sam', '--yes')).code).toBe(2);
    expect((await erase('--as', 'sam', '--yes', '--reason', `${ADDRESS} asked`)).code).toBe(2);
    expect(await contact()).toEqual({ primary_contact_email: ADDRESS });
  });

  test.each(['ana', 'olga', 'cora', 'aude', 'nora'])(
    'is refused to %s, and the refusal is audited',
    async (who) => {
      const run = await erase('--as', who, ...sure);
      expect({ code: run.code, role: run.stderr.includes('may not erase; ask an Admin') }).toEqual({
        code: 3,
        role: true,
      });
      expect((await trail()).at(-1)?.entry).toMatchObject({
        action: 'erasure.refused',
        claimed: `p-${who}`,
        code: 'role',
      });
      expect(await contact()).toEqual({ primary_contact_email: ADDRESS });
    },
  );

  test('by an Admin leaves nothing readable, every chain valid, and says who did it and why', async () => {
    const run = await erase('--as', 'sam', ...sure, '--json');
    expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(run.stdout)).toMatchObject({ cases: [waiting], letters: 1, erased: true });
    await expect(contact()).rejects.toBeInstanceOf(SubjectErased);
    await expect(transact(store, (tx) => readDeadLetter(tx, vault, letter))).rejects.toBeInstanceOf(
      SubjectErased,
    );
    const verified = JSON.parse((await runCli(['audit', 'verify', '--json'], env)).stdout);
    expect(verified.problems).toEqual([]);
    const entries = await trail();
    expect(entries).toContainEqual(
      expect.objectContaining({
        case: expect.stringMatching(/^erasure:/),
        entry: expect.objectContaining({
          action: 'person.erased',
          actor: 'p-sam',
          reason: sure[2],
          signedWith: expect.any(String),
        }),
      }),
    );
    expect(entries).toContainEqual(
      expect.objectContaining({
        case: waiting,
        entry: expect.objectContaining({ action: 'subject.erased' }),
      }),
    );
    expect(JSON.stringify(entries).toLowerCase()).not.toContain(ADDRESS.toLowerCase());
  });

  test('a second time finds nobody', async () => {
    expect((await erase('--as', 'sam', ...sure)).code).toBe(4);
  });
});
