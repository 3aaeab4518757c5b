import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { receive } from '../../adapters/intake/receive.ts';
import { deal, describeRig } from './rig.ts';

const rig = describeRig();
const MANY = 150;
const FEW = 9;

test('the many registrations of one partner that wait for a worker hold up no other partner’s', async () => {
  // Nobody polls it yet.
  const taskQueue = randomUUID();
  const intake = { ...rig.intake, taskQueue };
  const sent = async (partner: string) => {
    const body = Buffer.from(JSON.stringify(deal({ source_partner_id: partner })));
    const input = { lifecycle: 'deal', source: 'erp', form: 'application/json', body } as const;
    const [received] = await receive(intake, input);
    if (received?.kind !== 'submitted') throw new Error(JSON.stringify(received));
    return received.case;
  };
  const many: string[] = [];
  while (many.length < MANY)
    many.push(...(await Promise.all(Array.from({ length: 10 }, () => sent('7001')))));
  const few: string[] = [];
  while (few.length < FEW) few.push(await sent('7002'));

  const stop = await rig.work(taskQueue, ['cases']);
  try {
    const begun = await Promise.all(many.map(firstTaskOf));
    const before = (at: number) => begun.filter((other) => other < at).length;
    const waited = (await Promise.all(few.map(firstTaskOf))).map(before);
    // In order of arrival each would wait for all; as many as there are slots begin at once.
    expect(waited.reduce((sum, one) => sum + one, 0) / FEW).toBeLessThan(MANY / 3);
  } finally {
    await stop();
  }
}, 60_000);

/** When a worker got the first task of a workflow: milliseconds since 1970. */
async function firstTaskOf(workflowId: string): Promise<number> {
  const handle = rig.env.client.workflow.getHandle(workflowId);
  for (;;) {
    const { events } = await handle.fetchHistory();
    const started = events?.find((event) => event.workflowTaskStartedEventAttributes);
    if (started?.eventTime) {
      const { seconds, nanos } = started.eventTime;
      return Number(seconds) * 1_000 + (nanos ?? 0) / 1e6;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
