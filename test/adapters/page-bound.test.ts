import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createCrm } from '../../adapters/crm/index.ts';
import type { Call } from '../../adapters/ports/call.ts';

/** A vendor whose every list has a next page. */
let url = '';
let asked = 0;
const vendor = createServer((request, response) => {
  asked += 1;
  const json = (body: unknown) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(body));
  };
  if (request.url?.includes('/oauth2/token'))
    return json({ access_token: 't', instance_url: url, id: `${url}/id/1/005000000000001` });
  if (request.url?.includes('/query'))
    return json({
      done: false,
      totalSize: 0,
      records: [],
      nextRecordsUrl: `/services/data/v68.0/query/${asked}`,
    });
  return json({ total: 0, results: [], paging: { next: { after: String(asked) } } });
});
beforeAll(async () => {
  await new Promise<void>((done) => vendor.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(vendor.address() as { port: number }).port}`;
});
afterAll(() => {
  vendor.closeAllConnections();
  vendor.close();
});

const call: Call = { timeoutMs: 5_000, mayWait: true };
const quick = { requestsPerSecond: 1_000_000 };

test.each([
  ['salesforce', () => ({ ...quick, loginUrl: url, clientId: 'c', clientSecret: 's' })],
  ['hubspot', () => ({ ...quick, searchesPerSecond: 1_000_000, baseUrl: url, accessToken: 'pat' })],
] as const)(
  'a list of %s that never ends is given up',
  async (name, settings) => {
    const crm = createCrm(name, settings());
    asked = 0;
    await expect(crm.candidates({ domain: 'acme.example', name: 'Acme' }, call)).rejects.toMatchObject({
      kind: 'rejected',
      code: 'ENDLESS_LIST',
    });
    expect(asked).toBeLessThan(1_100);
  },
  60_000,
);
