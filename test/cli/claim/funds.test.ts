import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createAccounts } from '../../../adapters/accounts/index.ts';
import { installationKey, newKey, type SigningKey } from '../../../adapters/keys/keys.ts';
import { appendAudit } from '../../../adapters/store/audit.ts';
import { insertCase, updateCase } from '../../../adapters/store/cases.ts';
import { putClaim } from '../../../adapters/store/claim/claims.ts';
import { putPrograms } from '../../../adapters/store/incentive-programs.ts';
import { type Store, transact } from '../../../adapters/store/pool.ts';
import { lookStep, signedLook } from '../../../adapters/store/signed-looks.ts';
import { keepAnswer } from '../../../adapters/store/steps.ts';
import { openVault } from '../../../adapters/store/vault.ts';
import { caseId } from '../../../domain/identity.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { Money } from '../../../domain/money.ts';
import { call } from '../../adapters/contract.ts';
import { aClaim, aLine, aProgram, eur } from '../../domain/incentives/made.ts';
import { freshDatabase, type TestDatabase } from '../../environment/servers.ts';
import { runCli } from '../run-cli.ts';
import { addPeople, cliEnvironment, storeOf } from '../world.ts';

const AT = '2026-02-21T09:00:00.000Z';
let folder: string;
let database: TestDatabase;
let store: Store;
let key: SigningKey;
let number = 0;
const funds = (...args: string[]) =>
  runCli(['claims', 'funds', ...args], cliEnvironment(database.appUrl, folder));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'qd-funds-'));
  database = await freshDatabase();
  store = storeOf(database.appUrl);
  await addPeople(store, join(folder, 'keys'));
  key = installationKey(join(folder, 'keys'));
  const budget = eur('1000.00');
  await transact(store, (tx) =>
    putPrograms(tx, key, [
      aProgram({ program: 'roadshow', type: 'mdf', budget }),
      aProgram({ program: 'summit', type: 'mdf', budget }),
      aProgram({ program: 'open-ended', type: 'mdf' }),
      aProgram({ program: 'rebate', budget }),
    ]),
  );
});
afterAll(async () => {
  await store?.close();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** A claim on the roadshow as a worker has looked at it. @param earned what it pays by itself @param by who signs the look */
async function looked(earned: Money | null, by = key): Promise<string> {
  number += 1;
  const identity = { lifecycle: 'claim' as const, source: 'portal', externalId: `F-${number}`, sequence: 1 };
  const id = caseId(identity);
  const answer = { earned };
  const entry = { at: AT, actor: 'system', action: 'decision.computed', revision: 1 };
  await transact(store, async (tx) => {
    await insertCase(tx, { case: id, ...identity, partnerId: '7001', openedAt: AT });
    const claim = { case: id, partnerId: '7001', program: 'roadshow', at: AT };
    await putClaim(tx, { ...claim, validation: 'Requires Review' });
    await keepAnswer(tx, { case: id, step: lookStep(id, 1), at: AT }, answer);
    await appendAudit(tx, id, signedLook(by, id, entry, answer));
  });
  return id;
}

async function accrue(claim: string, amount: string): Promise<void> {
  const vault = openVault(randomBytes(32).toString('base64'));
  const worker = () => ({ key, vault, now: () => new Date(AT) });
  const { writes } = createAccounts('postgres', {}, { store: () => store, worker });
  const body = aClaim(claim, [aLine(`${claim}/1`, amount)]);
  const payload = { program: 'roadshow', event: `${claim}/accrue`, claim: body };
  await writes.accrue.send(payload as unknown as JsonObject, claim, call);
}

test('each campaign is told with what claims ask for and were granted', async () => {
  const summit = { program: 'summit', available: eur('1000.00'), pending: eur('0.00') };
  expect(JSON.parse((await funds('--json')).stdout)).toMatchObject([
    { program: 'roadshow', allocated: eur('1000.00'), available: eur('1000.00'), unknown: 0 },
    summit,
  ]);
  await looked(eur('30.50'));
  await looked(eur('9.50'));
  // Decided blind, or not to be calculated yet; a look that no worker has signed says nothing.
  await looked(null);
  await looked(eur('500.00'), newKey(join(folder, 'others'), 'p-eve'));
  const rejected = await looked(eur('70.00'));
  await transact(store, (tx) => updateCase(tx, rejected, { status: 'completed', endedAt: AT }));
  // Booked, its case has not ended yet: it does not count twice.
  await accrue(await looked(eur('5.00')), '100.00');
  const balance = {
    ...{ program: 'roadshow', allocated: eur('1000.00'), pending: eur('40.00'), approved: eur('5.00') },
    ...{ paid: eur('0.00'), available: eur('955.00'), unknown: 2 },
  };
  expect(JSON.parse((await funds('--json')).stdout)).toMatchObject([balance, summit]);
  expect(JSON.parse((await funds('roadshow', '--json')).stdout)).toEqual([balance]);
  expect((await funds('roadshow')).stdout).toBe(
    [
      'PROGRAM   CUR  ALLOCATED  PENDING  APPROVED  PAID  AVAILABLE',
      'roadshow  EUR    1000.00    40.00      5.00  0.00     955.00',
      'roadshow: 2 pending claims are left out, because what they pay is not known yet.',
      '',
    ].join('\n'),
  );
});

test.each(['none', 'rebate', 'open-ended', 'constructor'])('%s is no campaign: exit 4', async (name) => {
  expect(await funds(name)).toMatchObject({
    ...{ code: 4, stdout: '' },
    stderr: expect.stringContaining(`There is no campaign ${name}: no program of market development funds`),
  });
});

test('a partner does not see what others draw', async () => {
  expect(await funds('--as', 'nora')).toMatchObject({
    ...{ code: 3, stdout: '' },
    stderr: expect.stringContaining('Balances of funds are for colleagues'),
  });
});

test('what nobody has booked is shown, and exits 3 because it cannot be relied on', async () => {
  await transact(store, (tx) =>
    tx.query(
      `insert into account_entries select 'forged', program, number, 7, kind, event, claim, line, partner_id, creditor_id, person, period,
        legal_entity, booked_on, held_until, currency, 90000, trace from account_entries`,
    ),
  );
  const run = await funds();
  expect(run).toMatchObject({ code: 3, stderr: expect.stringContaining('Pay nothing by it') });
});
