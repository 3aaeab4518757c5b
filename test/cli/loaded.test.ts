import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { freshDatabase, type TestDatabase } from '../environment/servers.ts';
import { runCliProcess } from './cli-process.ts';
import { addPeople, addWaiting, storeOf } from './world.ts';

/** Loading is what a command spends most of its time on: each file costs about half a millisecond. */
let database: TestDatabase;
let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  database = await freshDatabase();
  folder = mkdtempSync(join(tmpdir(), 'qd-loaded-'));
  const hooks = pathToFileURL(join(import.meta.dirname, 'note-modules.mjs')).href;
  env = {
    DATABASE_URL: database.appUrl,
    QUARTERDECK_ENVIRONMENT: 'development',
    QUARTERDECK_STATE: folder,
    NODE_OPTIONS: `--import ${hooks}`,
    QD_MODULES: join(folder, 'modules'),
    XDG_CACHE_HOME: folder,
  };
  const store = storeOf(database.appUrl);
  try {
    await addPeople(store, join(folder, 'keys'));
    await addWaiting(store, { externalId: '101', customer: 'Nordlicht GmbH', value: '48000.00' });
  } finally {
    await store.close();
  }
  // The first command after an installation works out this year's holidays and reads the policy files, and keeps both.
  await runCliProcess(['reviews', 'show', 'impartner:101', '--as', 'ana'], env);
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database.drop();
});

/** What only Temporal, a vendor, a document or the trust in a decision needs. */
const HEAVY =
  /^(@temporalio\/(?!common)|@grpc|protobufjs|undici|fastify|nodemailer|@anthropic|unpdf|csv-parse|date-holidays|yaml)/;

test.each([
  { args: ['--help'], most: 15, packages: ['commander'] },
  { args: ['--version'], most: 15, packages: ['commander'] },
  { args: ['cases', '--help'], most: 15, packages: ['commander'] },
  { args: ['reviews', 'nothing'], code: 2, most: 15, packages: ['commander'] },
  { args: ['cases', 'board'], most: 120 },
  { args: ['cases', 'list', '--as', 'ana'], most: 130 },
  { args: ['reviews', 'list', '--as', 'ana'], most: 225 },
  { args: ['reviews', 'show', 'impartner:101', '--as', 'ana'], most: 270 },
  { args: ['reviews', 'show', 'nothing-like-it', '--as', 'ana'], code: 4, most: 270 },
])('$args loads at most $most files', async ({ args, code = 0, most, packages }) => {
  rmSync(join(folder, 'modules'), { force: true });
  const run = await runCliProcess(args, env);
  expect({ code: run.code, args }).toEqual({ code, args });
  const files = readFileSync(join(folder, 'modules'), 'utf8').match(/^file:.*$/gm) ?? [];
  const used = new Set(
    files.flatMap((file) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []),
  );
  expect([...used].filter((name) => HEAVY.test(name))).toEqual([]);
  if (packages) expect([...used]).toEqual(packages);
  expect(files.length).toBeLessThanOrEqual(most);
  // A trace that had seen nothing would pass everything above.
  expect(files.some((file) => file.endsWith('/cli/program.ts'))).toBe(true);
});
