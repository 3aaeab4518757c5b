import type { Fault } from '../../contracts/problem.ts';
import type { EventReader } from './events.ts';
import type { Findings } from './findings.ts';
import { handOver, nameOfRecord } from './hand-over.ts';
import { parseJson } from './json.ts';
import { type IntakeForm, RECORD_HINT } from './parse.ts';
import { partsAtOnce } from './parts-at-once.ts';
import { type PartOrigin, receivePart } from './receive-part.ts';
import type { Received } from './received.ts';
import { MISSING_ID, reportedIn } from './reported-in.ts';
import type { Submitting } from './submit.ts';
import { readId } from './texts.ts';

/** Everything that taking something in needs; server, watched folder and command line make one each. It asks no vendor and no model. */
export interface Intake extends Submitting {
  /** Who reads the events of a source. */
  events(source: string): EventReader;
}

export interface Input extends PartOrigin {
  form: IntakeForm;
  body: Uint8Array;
}

/**
 * Takes in one document. Fields of a few records are read and submitted at once; everything that has to be read or fetched first
 * is kept, and read by a worker. What cannot be read is kept as a dead letter, so nothing is lost whatever the answer.
 * @throws VendorFault `unavailable` (vendor `postgres`) when nothing could be kept: the sender must try again.
 */
export async function receive(intake: Intake, input: Input): Promise<Received[]> {
  if (input.form === RECORD_HINT) return [await receiveHint(intake, input)];
  const parts = partsAtOnce(intake, input);
  if (parts === null) return handOver(intake, input);
  const received: Received[] = [];
  for (const part of parts) received.push(await receivePart(intake, input, part));
  return received.length > 0 ? received : [{ kind: 'ignored' }];
}

/** A word that a record has changed: it names the record, and nothing else in it is believed. */
async function receiveHint(intake: Intake, input: Input): Promise<Received> {
  const refused = (fault: Fault) =>
    receivePart(intake, input, { ok: false, faults: [fault], body: input.body });
  const json = parseJson(input.body);
  if ('fault' in json) return refused(json.fault);
  const record = reportedIn(intake.events(input.source).reported, json.value);
  if (record === undefined) return refused(MISSING_ID);
  if (record === null) return { kind: 'ignored' };
  const found: Findings = { faults: [], problems: [] };
  const id = readId('id', record.id, found);
  if (id === null) return refused(found.faults[0] ?? MISSING_ID);
  const about = { ...input, lifecycle: record.lifecycle };
  const [received = { kind: 'ignored' as const }] = await handOver(intake, about, nameOfRecord(id));
  return received;
}
