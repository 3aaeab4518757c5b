import type { Fault } from '../../contracts/problem.ts';
import { noteRetry } from '../store/dead-letters.ts';
import {
  type ClaimedDelivery,
  deliveryOutcome,
  hasMore,
  postponeDelivery,
  settleDelivery,
} from '../store/deliveries.ts';
import { transact } from '../store/pool.ts';
import { statement } from '../store/statement.ts';
import { bodyHash } from './dead-letter.ts';
import type { ReadPart } from './intake-of.ts';
import { INTAKES } from './lifecycles.ts';
import type { IntakeForm } from './parse.ts';
import { receivePart } from './receive-part.ts';
import { retriedAs, type Settled } from './received.ts';
import type { Submitting } from './submit.ts';

/** How a reading ended. */
export interface Ending {
  /** What it became; null when its source is away and it is read again later. */
  outcome: Settled[] | null;
  /** Something about the same has come meanwhile. */
  more: boolean;
}

/**
 * Ends the reading of a delivery: submits each registration in it and keeps the rest as dead letters. Repeating it gives the same
 * cases and the same letters.
 * @param failed why it could not be read; `away`: its source did not answer
 * @param beat called between two parts
 */
export async function settleReading(
  submitting: Submitting,
  delivery: ClaimedDelivery,
  failed: Fault | 'away' | null,
  beat: () => void,
): Promise<Ending> {
  const { store, vault } = submitting;
  const { claim, intake, source, body, letter } = delivery;
  const db = statement(store);
  if (failed === 'away') {
    await transact(store, (tx) => postponeDelivery(tx, claim, submitting.now()));
    return { outcome: null, more: await hasMore(db, intake) };
  }
  const form = delivery.form as IntakeForm;
  const parts: ReadPart<unknown>[] = failed
    ? [{ part: { ok: false, faults: [failed], body }, answered: [] }]
    : INTAKES[delivery.lifecycle].partsRead(delivery, vault);
  const outcome: Settled[] = [];
  for (const { part, answered } of parts) {
    // Named by intake and bytes: the same delivery, settled again after a crash, answers the letter that is there.
    const eventId = part.ok ? {} : { eventId: `${intake}#${bodyHash(part.body)}` };
    const origin = { ...delivery, source, form, ...eventId };
    outcome.push(await receivePart(submitting, origin, part, answered));
    beat();
  }
  if (outcome.length === 0) outcome.push({ kind: 'ignored' });
  await transact(store, async (tx) => {
    await settleDelivery(tx, claim, outcome, submitting.now());
    if (letter !== null) await noteRetry(tx, letter, retriedAs(outcome), submitting.now());
  });
  return { outcome, more: await hasMore(db, intake) };
}

/** What a claim was settled as before its answer was lost. */
export async function settledBefore(
  { store }: Pick<Submitting, 'store'>,
  intake: string,
  claim: number,
): Promise<Ending> {
  const db = statement(store);
  return { outcome: (await deliveryOutcome<Settled[]>(db, claim)) ?? null, more: await hasMore(db, intake) };
}
