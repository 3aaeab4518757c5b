import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { transact } from '../../adapters/store/pool.ts';
import { presentKey } from '../../adapters/store/signing-keys.ts';
import { calendarEndings, certificateEndings, checkEnding } from '../../cli/doctor/ending.ts';
import { calendarsSchema } from '../../contracts/calendars.ts';
import { freshDatabase, type TestDatabase } from '../environment/servers.ts';
import { runCli } from './run-cli.ts';
import { addPeople, cliEnvironment, storeOf } from './world.ts';

/** CN=quarterdeck-client, good until 2027-02-25T15:59:24.000Z. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBszCCAVmgAwIBAgIUcM5ZiHOSysOrSMK9G6AHaQaiYZowCgYIKoZIzj0EAwIw
LzEQMA4GA1UECgwHRXhhbXBsZTEbMBkGA1UEAwwScXVhcnRlcmRlY2stY2xpZW50
MB4XDTI2MTEyNzE1NTkyNFoXDTI3MDIyNTE1NTkyNFowLzEQMA4GA1UECgwHRXhh
bXBsZTEbMBkGA1UEAwwScXVhcnRlcmRlY2stY2xpZW50MFkwEwYHKoZIzj0CAQYI
KoZIzj0DAQcDQgAEfeIz2luCy4r1DCFyo4Zn32LvlKLtYU5Z/yr65gqJUz2nylVt
8xI+sAY1MDZzcMaly1DNnYbGNbbDDu1EFQmSwqNTMFEwHQYDVR0OBBYEFJnqKOJn
U29Mbz4JBXJ0+cDf8PbwMB8GA1UdIwQYMBaAFJnqKOJnU29Mbz4JBXJ0+cDf8Pbw
MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhAOJdKKUIaEdjswSo
Ee3rv76vf6Pzv+dKrTWelV0BYzTFAiBwE6bXNV9t2S1W4I2P8iiQ2ea20tgHDYkE
UIFbb4a5/Q==
-----END CERTIFICATE-----
`;
const ENDS = '2027-02-25T15:59:24.000Z';
const DAY = 86_400_000;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'qd-ending-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('what ends', () => {
  const on = (days: number) => new Date(Date.parse(ENDS) - days * DAY);
  const states = (days: number) =>
    checkEnding({ name: 'it', endsAt: ENDS, fix: 'renew it' }, on(days)).map(({ state, found }) => [
      state,
      found,
    ]);

  test('is said within 90 days, and fails once it has ended', () => {
    expect(states(91)).toEqual([]);
    expect(states(90)).toEqual([['soon', `ends on ${ENDS.slice(0, 10)}, in 90 days`]]);
    expect(states(0)).toEqual([['soon', `ends on ${ENDS.slice(0, 10)}, in 0 days`]]);
    expect(states(-1)).toEqual([['failed', `ended on ${ENDS.slice(0, 10)}`]]);
  });

  test('a certificate shown to or trusted of Temporal, Postgres and Node', () => {
    const file = join(folder, 'it.pem');
    writeFileSync(file, `${CERTIFICATE}${CERTIFICATE}`);
    const key = join(folder, 'key.pem');
    writeFileSync(key, 'not read');
    const found = certificateEndings({
      TEMPORAL_CONFIG_FILE: join(folder, 'none.toml'),
      TEMPORAL_TLS: 'true',
      TEMPORAL_TLS_CLIENT_CERT_PATH: file,
      TEMPORAL_TLS_CLIENT_KEY_PATH: key,
      TEMPORAL_TLS_SERVER_CA_CERT_DATA: CERTIFICATE,
      DATABASE_URL: `postgresql://a@localhost/b?sslmode=verify-full&sslrootcert=${file}`,
      NODE_EXTRA_CA_CERTS: file,
    });
    expect(found.map(({ name }) => name)).toEqual([
      'certificate of Temporal client (CN=quarterdeck-client)',
      'certificate of Temporal client (CN=quarterdeck-client)',
      'certificate of Temporal server CA (CN=quarterdeck-client)',
      'certificate of Node (CN=quarterdeck-client)',
      'certificate of DATABASE_URL sslrootcert (CN=quarterdeck-client)',
    ]);
    expect(new Set(found.map(({ endsAt }) => endsAt))).toEqual(new Set([ENDS]));
    expect(certificateEndings({ TEMPORAL_CONFIG_FILE: join(folder, 'none.toml') })).toEqual([]);
  });

  test('a calendar that is listed by the day ends with its last year; one that follows another does not', () => {
    const hours = { opens: 9, closes: 17 };
    const listed = { schemaVersion: 1, ...hours, holidays: { EMEA: ['2026-12-25', '2027-01-01'], NONE: [] } };
    const found = calendarEndings(calendarsSchema.parse(listed));
    expect(found.map(({ name, endsAt }) => [name, endsAt])).toEqual([
      ['calendar of EMEA', '2027-12-31T23:59:59.999Z'],
    ]);
    const following = {
      schemaVersion: 2,
      ...hours,
      regions: { EMEA: { follows: 'DE', add: ['2026-12-24'] } },
    };
    expect(calendarEndings(calendarsSchema.parse(following))).toEqual([]);
  });
});

describe('quarterdeck doctor', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await freshDatabase();
    const store = storeOf(database.appUrl);
    try {
      await addPeople(store, join(folder, 'keys'));
      const key = (kid: string, person: string, validTo: string | null) =>
        transact(store, (tx) =>
          presentKey(tx, {
            kid,
            person,
            publicKey: 'none',
            validFrom: '2026-01-01T00:00:00.000Z',
            validTo,
          }),
        );
      const inDays = (days: number) => new Date(Date.now() + days * DAY + 3_600_000).toISOString();
      await key('0000000000000001', 'p-nobody', inDays(30));
      // Two for one person: the later one counts. One without an end beside one that ends: nothing ends.
      await key('0000000000000002', 'p-two', inDays(10));
      await key('0000000000000003', 'p-two', inDays(60));
      await key('0000000000000004', 'p-ana', inDays(5));
      await key('0000000000000005', 'p-late', inDays(400));
    } finally {
      await store.close();
    }
  });

  afterAll(async () => {
    await database.drop();
  });

  test('says which key ends, and goes on where the settings of a vendor are wrong', async () => {
    const files = JSON.stringify({ folder });
    const vendors = Object.fromEntries(
      ['PRM', 'CRM', 'NOTIFY'].flatMap((port) => [
        [`QUARTERDECK_${port}`, 'files'],
        [`QUARTERDECK_${port}_SETTINGS`, files],
      ]),
    );
    const run = await runCli(['doctor', '--json'], {
      ...cliEnvironment(database.appUrl, folder),
      TEMPORAL_ADDRESS: '127.0.0.1:1',
      QUARTERDECK_MASTER_KEY: Buffer.alloc(32, 1).toString('base64'),
      QUARTERDECK_RATES: join(folder, 'rates.csv'),
      ...vendors,
    });
    const { checks } = JSON.parse(run.stdout) as { checks: Array<Record<string, string>> };
    const ending = checks.filter(({ state }) => state === 'soon').map(({ name, found }) => [name, found]);
    expect(ending).toEqual([
      ['key of p-nobody', expect.stringMatching(/, in 30 days$/)],
      ['key of p-two', expect.stringMatching(/, in 60 days$/)],
    ]);
    // Settings that no vendor takes are one more finding, not the end of the examination.
    expect(checks.find(({ name }) => name === 'PRM files')).toMatchObject({
      state: 'failed',
      found: expect.stringContaining('prm files is configured wrongly'),
    });
  });
});
