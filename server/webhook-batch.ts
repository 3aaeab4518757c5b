import { bodyHash, keepLetter } from '../adapters/intake/dead-letter.ts';
import type { EventReader } from '../adapters/intake/events.ts';
import { hasOpenCase } from '../adapters/intake/has-open-case.ts';
import { parseJson } from '../adapters/intake/json.ts';
import { RECORD_HINT } from '../adapters/intake/parse.ts';
import { type Input, type Intake, receive } from '../adapters/intake/receive.ts';
import type { Received } from '../adapters/intake/received.ts';
import { reportedIn } from '../adapters/intake/reported-in.ts';
import type { DeliveredEvent } from '../adapters/ports/registrar.ts';
import { statement } from '../adapters/store/statement.ts';
import { bindWebhookEvent, claimWebhookEvent } from '../adapters/store/webhook-events.ts';
import { type Fault, problemOf } from '../contracts/problem.ts';

export type Batches = Required<EventReader>;
type Delivery = Pick<Input, 'lifecycle' | 'source' | 'body' | 'sample'>;

/**
 * A delivery of several events, in no order, which only name records. Each record is read once, as it is then, however many
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
    // Several events of one record come in no order: one that tells of it counts before a deletion.
    else if (!records.has(record) || reportedIn(from.reported, event.event))
      records.set(record, { ...event, key });
  }
  for (const event of records.values())
    if (!event.openOnly || (await isOfOpenCase(intake, from, delivery, event)))
      received.push(await receiveEvent(intake, delivery, event));
  return received;
}

/** Whether somebody waits for the record that an event names. */
async function isOfOpenCase(
  { store }: Intake,
  from: Batches,
  { source }: Delivery,
  { event }: DeliveredEvent,
): Promise<boolean> {
  const about = reportedIn(from.reported, event);
  if (!about) return false;
  return hasOpenCase(statement(store), { lifecycle: about.lifecycle, source, externalId: about.id });
}

async function receiveEvent(
  intake: Intake,
  { lifecycle, source, sample }: Delivery,
  event: DeliveredEvent & { key: string },
): Promise<Received> {
  const body = bytesOf(event);
  const input: Input = {
    lifecycle,
    source,
    form: RECORD_HINT,
    body,
    eventId: event.key,
    ...(sample ? { sample } : {}),
  };
  const db = statement(intake.store);
  const claim = await claimWebhookEvent(db, {
    source,
    eventId: event.key,
    bodyHash: bodyHash(body),
    receivedAt: intake.now(),
  });
  // One that was not bound was cut off by a crash: handing it over again completes it.
  if (claim.case !== null) return { kind: 'ignored' };
  const [first = { kind: 'ignored' } as const] = await receive(intake, input);
  if (first.kind === 'reading') await bindWebhookEvent(db, source, event.key, first.intake);
  return first;
}

async function unreadable(
  intake: Intake,
  { lifecycle, source }: Delivery,
  body: Uint8Array,
): Promise<Received> {
  const letter = {
    lifecycle,
    source,
    form: RECORD_HINT,
    body,
    fault: malformed,
    eventId: bodyHash(body),
  } as const;
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
