import { expect, test } from '@jest/globals';
import { BUILD } from '../../adapters/build.ts';
import { reviewViews } from '../../domain/review-views.ts';
import { describeInstallation } from '../environment/describe-installation.ts';
import { eventually, GOLD, newDeal } from './deal/cases.ts';

/** On the server that lists: what it finds is what the saved views of the Temporal UI show. */
// Asked three weeks ago, so that the time of the question is over.
const here = describeInstallation({ offset: '-P21D' });

async function inView(name: string, person: string | null): Promise<string[]> {
  const query = reviewViews(person).find((view) => view.name === name)?.query ?? '';
  const found: string[] = [];
  for await (const { workflowId } of here.env.client.workflow.list({ query })) found.push(workflowId);
  return found;
}

test('a case whose time is over is in the views Overdue and Mine, until it is decided', async () => {
  const id = await here.submit(newDeal({ source_partner_id: GOLD }));
  const { gate } = await here.until(id, (row) => row.openProblem === 'sla_expired');
  const assignee = gate?.assignee as string;
  await eventually(async () => (await inView('Overdue', null)).includes(id));
  await eventually(async () => (await inView('Mine', assignee)).includes(id));
  expect(await inView('In doubt', null)).not.toContain(id);
  await here.decide(id, 'p-olga', { action: 'approve', reason: 'late, but good' });
  await eventually(async () => !(await inView('Overdue', null)).includes(id));
  await eventually(async () => !(await inView('Mine', assignee)).includes(id));
});

test('what a case was decided with finds it', async () => {
  const id = await here.submit(newDeal());
  const { policyVersion } = await here.until(id, (row) => row.status === 'completed');
  const found = async (version: string) => {
    const cases: string[] = [];
    const query = `Versions = "${version}"`;
    for await (const { workflowId } of here.env.client.workflow.list({ query })) cases.push(workflowId);
    return cases.includes(id);
  };
  await eventually(() => found(`policy:${policyVersion}`));
  await eventually(() => found(`build:${BUILD}`));
  expect(await found('policy:another')).toBe(false);
});
