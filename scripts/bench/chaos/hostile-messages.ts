import { randomBytes, randomUUID } from 'node:crypto';
import type { Connection } from '@temporalio/client';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import type { Store } from '../../../adapters/store/pool.ts';
import { statement } from '../../../adapters/store/statement.ts';
import { draw, type Random } from '../random.ts';

const SIGNALS = [
  ...['submitted', 'approve', 'reject', 'override', 'requestInformation', 'reassign', 'rollback'],
  ...['rolloutChanged', 'arrived', 'release', 'extend', 'nobodyHearsThis'],
];
const UPDATES = ['decide', 'rollback', 'submit', 'nobodyHearsThis'];
const PATIENCE_MS = 5_000;

const text = (value: string) => new TextEncoder().encode(value);
const json = (value: unknown): Payload => defaultPayloadConverter.toPayload(value) as Payload;
const plain = (data: Uint8Array, encoding = 'json/plain'): Payload => ({
  metadata: { encoding: text(encoding) },
  data,
});
const DECISION = { by: 'p-olga', reason: 'x', round: 1, action: 'approve' };

/** What anybody who reaches Temporal could send instead of a decision or a hint. */
function oddPayloads(random: Random): Payload[] {
  const values = [null, 7, '', [], {}, DECISION, { ...DECISION, edits: { toString: 'x' } }];
  const forged = {
    ...DECISION,
    token: `${randomBytes(60).toString('base64url')}.${randomBytes(64).toString('base64url')}`,
  };
  return draw<() => Payload[]>(random, [
    () => [],
    () => [{}],
    () => [json(forged)],
    () => [json({ ...DECISION, by: '__proto__', to: 'constructor', round: '1' })],
    () => [json({ revision: 10 ** 9, case: 'deal:x:y' })],
    () => [json(draw(random, values))],
    () => [json(DECISION), json(DECISION)],
    () => [plain(text('{"a":'))],
    () => [plain(new Uint8Array([0xff, 0xfe, 0x00]))],
    () => [plain(text(`${'['.repeat(20_000)}${']'.repeat(20_000)}`))],
    () => [plain(randomBytes(40), 'binary/encrypted')],
    () => [plain(text('x'), 'no/such')],
    () => [json('x'.repeat(100_000))],
  ])();
}

/** Sends one Signal or Update to a case that is open. False when it could not be sent. */
export async function hostileMessage(
  store: Store,
  connection: Connection,
  namespace: string,
  random: Random,
): Promise<boolean> {
  const { rows } = await statement(store).query<{ id: string }>(
    `select case_id as id from cases where status not in ('completed', 'failed', 'rolled_back') order by random() limit 1`,
  );
  const workflowId = rows[0]?.id;
  if (workflowId === undefined) return false;
  const to = { namespace, workflowExecution: { workflowId } };
  const payloads = oddPayloads(random);
  const { workflowService } = connection;
  const send = () =>
    random() < 0.7
      ? workflowService.signalWorkflowExecution({
          ...to,
          signalName: draw(random, SIGNALS),
          input: { payloads },
          requestId: randomUUID(),
        })
      : workflowService.updateWorkflowExecution({
          ...to,
          waitPolicy: { lifecycleStage: 3 },
          request: {
            meta: { updateId: randomUUID() },
            input: { name: draw(random, UPDATES), args: { payloads } },
          },
        });
  return connection.withDeadline(Date.now() + PATIENCE_MS, send).then(
    () => true,
    () => false,
  );
}
