import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { mirrorStates } from '../../adapters/store/match-mirror.ts';
import { statement } from '../../adapters/store/statement.ts';
import type { matchMirror } from '../../workflows/match-mirror.ts';
import { describeInstallation } from '../environment/describe-installation.ts';

const own = describeInstallation();

const run = async () =>
  own.env.client.workflow.execute<typeof matchMirror>('matchMirror', {
    taskQueue: own.taskQueue,
    workflowId: `mirror-${randomUUID()}`,
  });
const held = async () => {
  const { rows } = await statement(own.store).query<{ source: string; kind: string; n: number }>(
    `select facts ->> 'sourceOfRecord' as source, body ->> 'kind' as kind, count(*)::int as n from match_records group by 1, 2`,
  );
  return Object.fromEntries(rows.map(({ source, kind, n }) => [`${source} ${kind}`, n]));
};

test('the accounts, open opportunities and registrations of Salesforce and Impartner stand in the index, and stay as they are', async () => {
  // The channel's records are some seconds old by now: a vendor's newest changes are left for the next run.
  await new Promise((resolve) => setTimeout(resolve, 6_000));
  const { crm, prm } = await run();
  expect(crm).toBeGreaterThan(0);
  const first = await held();
  const { salesforce } = (await own.exported()) as { salesforce: Record<string, { StageName?: string }[]> };
  expect(first['crm account']).toBe(salesforce.Account?.length);
  expect(first['crm opportunity']).toBe(
    salesforce.Opportunity?.filter((one) => !one.StageName?.startsWith('Closed')).length,
  );
  expect(first['prm registration'] ?? 0).toBeLessThanOrEqual(prm);
  const states = await mirrorStates(statement(own.store));
  expect(states.map(({ source }) => source)).toEqual(['crm:salesforce', 'prm:impartner']);
  await run();
  expect(await held()).toEqual(first);
});
