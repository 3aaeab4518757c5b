import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { deadUrl } from '../contract.ts';

const ADAPTERS = new URL('../../../adapters/', import.meta.url).href;

/** Runs outside jest: there the errors of fetch come from another realm and are no `Error` for adapters/http.ts. */
async function refusal(script: string): Promise<unknown> {
  const source = `${script}.then(() => '{}', (fault) => JSON.stringify(fault)).then(console.log)`;
  const run = await promisify(execFile)(process.execPath, [
    '--input-type=module-typescript',
    '--eval',
    source,
  ]);
  return JSON.parse(run.stdout);
}

const CALL = '{ timeoutMs: 2000, mayWait: true }';
const refused = { kind: 'unavailable', code: 'ECONNREFUSED', certainlyNotLanded: true };

test.each([
  ['impartner', { apiKey: 'k' }],
  ['partnerstack', { publicKey: 'p', privateKey: 's' }],
])('a write to %s that refuses the connection certainly never landed', async (vendor, keys) => {
  const config = JSON.stringify({ baseUrl: await deadUrl(), ...keys });
  const script = `const { createPrm } = await import('${ADAPTERS}prm/index.ts');
    createPrm('${vendor}', ${config}).deals.writes.updateDeal.send({ id: '1', status: 'Approved' }, 'k', ${CALL})`;
  expect(await refusal(script)).toMatchObject(refused);
});

test.each([
  ['salesforce', 'loginUrl', { clientId: 'c', clientSecret: 's' }],
  ['hubspot', 'baseUrl', { accessToken: 't' }],
])('a write to %s that refuses the connection certainly never landed', async (vendor, host, keys) => {
  const config = JSON.stringify({ [host]: await deadUrl(), ...keys });
  const script = `const { createCrm } = await import('${ADAPTERS}crm/index.ts');
    createCrm('${vendor}', ${config}).writes.upsertAccount.send({ externalId: 'a', name: 'A' }, 'k', ${CALL})`;
  expect(await refusal(script)).toMatchObject(refused);
});
