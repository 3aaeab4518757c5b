import { bodyHash, keepLetter } from '../adapters/intake/dead-letter.ts';
import { parseJson } from '../adapters/intake/json.ts';
import { RECORD_HINT } from '../adapters/intake/parse.ts';
import { type Input, type Intake, park, type Received, receive } from '../adapters/intake/receive.ts';
import { statement } from '../adapters/store/statement.ts';
import { bindWebhookEvent, claimWebhookEvent } from '../adapters/store/webhook-events.ts';
import { type HubspotEvent, hubspotEvent, hubspotEvents } from '../contracts/hubspot.ts';
import { type Fault, problemOf } from '../contracts/problem.ts';

/** HubSpot waits some seconds for its answer; what is not read by then is read by the sweep. */
const MOST_MS = 2_000;

/**
 * A delivery of HubSpot: up to 100 events in no order, which only name deals. Each deal is read once, as it is now, however many
 * events speak of it. One event that cannot be read is a dead letter and holds up no other.
 * @throws VendorFault `unavailable` (vendor `postgres`) when nothing could be kept: HubSpot sends the whole delivery again.
 */
export async function receiveEvents(
  intake: Intake,
  delivery: Pick<Input, 'source' | 'body' | 'sample'>,
): Promise<Received[]> {
  const json = parseJson(delivery.body);
  const events = 'fault' in json ? null : hubspotEvents.safeParse(json.value).data;
  if (!events) return [await unreadable(intake, delivery, delivery.body)];
  const deals = new Map<string, HubspotEvent>();
  const received: Received[] = [];
  for (const event of events) {
    const read = hubspotEvent.safeParse(event);
    if (!read.success)
      received.push(await unreadable(intake, delivery, Buffer.from(JSON.stringify(event) ?? 'null')));
    else deals.set(`${read.data.subscriptionType.split('.')[0]} ${read.data.objectId}`, read.data);
  }
  const until = performance.now() + MOST_MS;
  for (const event of deals.values())
    received.push(await receiveEvent(intake, delivery, event, performance.now() < until));
  return received;
}

async function receiveEvent(
  intake: Intake,
  { source, sample }: Pick<Input, 'source' | 'sample'>,
  event: HubspotEvent,
  inTime: boolean,
): Promise<Received> {
  // Our own reading of it: another attempt at the same event is the same bytes.
  const body = Buffer.from(JSON.stringify(event));
  const { subscriptionId, eventId, occurredAt, objectId } = event;
  const id = `${subscriptionId}.${eventId}.${occurredAt}.${objectId}`;
  const input: Input = { source, form: RECORD_HINT, body, eventId: id, ...(sample ? { sample } : {}) };
  const db = statement(intake.store);
  const claim = await claimWebhookEvent(db, { source, eventId: id, bodyHash: bodyHash(body) });
  // One that was not bound was cut off by a crash: reading again completes it.
  if (claim.case !== null) return { kind: 'ignored' };
  const taken = intake.crm?.registrations?.reported(event) ?? null;
  if (taken !== null && !inTime) return { kind: 'parked', deadLetter: await park(intake, input) };
  const [first = { kind: 'ignored' } as const] = await receive(intake, input);
  if (first.kind === 'submitted') await bindWebhookEvent(db, source, id, first.case);
  return first;
}

async function unreadable(
  intake: Intake,
  { source }: Pick<Input, 'source'>,
  body: Uint8Array,
): Promise<Received> {
  const letter = { source, form: RECORD_HINT, body, fault: malformed, eventId: bodyHash(body) } as const;
  return { kind: 'refused', problem: malformedProblem, deadLetter: await keepLetter(intake, letter) };
}

const malformed: Fault = {
  code: 'malformed_event',
  title: 'This is no event of HubSpot.',
  field: null,
  fix: 'Let HubSpot send its CRM events as they are: eventId, subscriptionId, subscriptionType, occurredAt and objectId.',
};
const malformedProblem = problemOf(400, [malformed]);
