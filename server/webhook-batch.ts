import { bodyHash, keepLetter } from '../adapters/intake/dead-letter.ts';
import { parseJson } from '../adapters/intake/json.ts';
import { RECORD_HINT } from '../adapters/intake/parse.ts';
import { type Input, type Intake, park, type Received, receive } from '../adapters/intake/receive.ts';
import type { DeliveredEvent, Registrar } from '../adapters/ports/index.ts';
import { statement } from '../adapters/store/statement.ts';
import { bindWebhookEvent, claimWebhookEvent } from '../adapters/store/webhook-events.ts';
import { type Fault, problemOf } from '../contracts/problem.ts';

/** Senders wait some seconds for their answer; what is not read by then is read by the sweep. */
const MOST_MS = 2_000;

export type Batches = Registrar & Required<Pick<Registrar, 'delivered'>>;
type Delivery = Pick<Input, 'source' | 'body' | 'sample'>;

/**
 * A delivery of several events, in no order, which only name records. Each record is read once, as it is now, however many
 * events speak of it. One event that cannot be read is a dead letter and holds up no other.
 * @throws VendorFault `unavailable` (vendor `postgres`) when nothing could be kept: the sender sends the whole delivery again.
 */
export async function receiveBatch(intake: Intake, from: Batches, delivery: Delivery): Promise<Received[]> {
  const json = parseJson(delivery.body);
  const events = 'fault' in json ? null : from.delivered(json.value);
  if (!events) return [await unreadable(intake, delivery, delivery.body)];
  const records = new Map<string, DeliveredEvent & { key: string }>();
  const received: Received[] = [];
  for (const event of events) {
    const { key, record } = event;
    if (key === null) received.push(await unreadable(intake, delivery, bytesOf(event)));
    else records.set(record, { ...event, key });
  }
  const until = performance.now() + MOST_MS;
  for (const event of records.values()) {
    const late = performance.now() > until && from.reported(event.event) !== null;
    received.push(await receiveEvent(intake, delivery, event, late));
  }
  return received;
}

async function receiveEvent(
  intake: Intake,
  { source, sample }: Delivery,
  event: DeliveredEvent & { key: string },
  late: boolean,
): Promise<Received> {
  const body = bytesOf(event);
  const input: Input = { source, form: RECORD_HINT, body, eventId: event.key, ...(sample ? { sample } : {}) };
  const db = statement(intake.store);
  const claim = await claimWebhookEvent(db, {
    source,
    eventId: event.key,
    bodyHash: bodyHash(body),
    receivedAt: intake.now(),
  });
  // One that was not bound was cut off by a crash: reading again completes it.
  if (claim.case !== null) return { kind: 'ignored' };
  if (late) return { kind: 'parked', deadLetter: await park(intake, input) };
  const [first = { kind: 'ignored' } as const] = await receive(intake, input);
  if (first.kind === 'submitted') await bindWebhookEvent(db, source, event.key, first.case);
  return first;
}

async function unreadable(intake: Intake, { source }: Delivery, body: Uint8Array): Promise<Received> {
  const letter = { source, form: RECORD_HINT, body, fault: malformed, eventId: bodyHash(body) } as const;
  return { kind: 'refused', problem: malformedProblem, deadLetter: await keepLetter(intake, letter) };
}

const bytesOf = ({ event }: DeliveredEvent) => Buffer.from(JSON.stringify(event));

const malformed: Fault = {
  code: 'malformed_event',
  title: 'This is no event of this source.',
  field: null,
  fix: 'Let the vendor send its events as they are; each names its id, its moment and its record.',
};
const malformedProblem = problemOf(400, [malformed]);
