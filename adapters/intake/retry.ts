import { listDeadLetters, noteRetry, readDeadLetter } from '../store/dead-letters.ts';
import { transact } from '../store/pool.ts';
import { statement } from '../store/statement.ts';
import { handOver, nameOfRecord } from './hand-over.ts';
import { parseJson } from './json.ts';
import { type IntakeForm, RECORD_HINT } from './parse.ts';
import { partsAtOnce } from './parts-at-once.ts';
import type { Intake } from './receive.ts';
import { type PartOrigin, receivePart } from './receive-part.ts';
import { type Received, retriedAs, type Settled } from './received.ts';
import { MISSING_ID, reportedIn } from './reported-in.ts';
import { restatedFile, type StatedFormat } from './stated-file.ts';

/**
 * Takes a dead letter in again, after a rule, the PRM or our reading changed. It stays as it is; a repeated refusal makes no
 * second letter, and it goes on waiting. What has to be read first is read under an id of its own (`…~2`).
 * @param stated what its table leaves open; the letter itself stays as it is
 * @returns undefined when there is no such letter.
 * @throws SubjectErased when a person in it was erased.
 */
export async function retryDeadLetter(
  intake: Intake,
  id: string,
  stated: StatedFormat = {},
): Promise<Received[] | undefined> {
  const letter = await transact(intake.store, (tx) => readDeadLetter(tx, intake.vault, id));
  if (!letter) return undefined;
  const { source } = letter;
  const kept = { form: letter.contentType as IntakeForm, body: letter.body };
  const isStated = Object.keys(stated).length > 0;
  const { form, body } = (isStated && restatedFile(kept.form, kept.body, stated)) || kept;
  const origin = { lifecycle: letter.lifecycle, source, form, body, letter: id };
  if (form === RECORD_HINT) return retryHint(intake, origin);
  const parts = partsAtOnce(intake, origin);
  if (parts === null) return handOver(intake, origin);
  const settled: Settled[] = [];
  for (const part of parts) settled.push(await receivePart(intake, origin, part));
  await noteRetry(statement(intake.store), id, retriedAs(settled), intake.now());
  return settled.length > 0 ? settled : [{ kind: 'ignored' }];
}

/** A hint names its record or it does not: then only a new one helps. */
async function retryHint(
  intake: Intake,
  origin: PartOrigin & { body: Buffer; letter: string },
): Promise<Received[]> {
  const json = parseJson(origin.body);
  const record = 'fault' in json ? undefined : reportedIn(intake.events(origin.source).reported, json.value);
  if (record)
    return handOver(intake, { ...origin, lifecycle: record.lifecycle }, nameOfRecord(record.id.trim()));
  const faults = 'fault' in json ? json.fault : MISSING_ID;
  const settled: Settled[] =
    record === null
      ? [{ kind: 'ignored' }]
      : [await receivePart(intake, origin, { ok: false, faults: [faults], body: origin.body })];
  await noteRetry(statement(intake.store), origin.letter, retriedAs(settled), intake.now());
  return settled;
}

/** Code of a letter of 0.2.0 that only waited for the PRM to come back. */
const PARKED = 'source_unreachable';

/** Hands over what 0.2.0 had parked while PRM or CRM was away: from now on an intake reads it. @returns how many */
export async function handOverParked(intake: Intake): Promise<number> {
  const waiting = await listDeadLetters(statement(intake.store), { retried: false, limit: 1_000 });
  const parked = waiting.filter((each) => each.problem.code === PARKED).reverse();
  for (const { id } of parked) {
    await retryDeadLetter(intake, id);
    await noteRetry(statement(intake.store), id, { case: null, refused: false }, intake.now());
  }
  return parked.length;
}
