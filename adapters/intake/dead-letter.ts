import { createHash } from 'node:crypto';
import type { Fault } from '../../contracts/problem.ts';
import { type Lifecycle, qualified } from '../../domain/lifecycles.ts';
import { type LetterAbout, putDeadLetter } from '../store/dead-letters.ts';
import { type Tx, transact } from '../store/pool.ts';
import { bindWebhookEvent, claimWebhookEvent } from '../store/webhook-events.ts';
import { addressesOf } from './addresses-of.ts';
import type { IntakeForm } from './parse.ts';
import type { Submitting } from './submit.ts';

const BOUND = 'letter:';

/**
 * Keeps refused input with its reason.
 * @param letter.eventId the delivery's own id: the same delivery again answers the letter that is there.
 * @returns the letter's id.
 */
export async function keepLetter(
  { store, vault, now }: Submitting,
  letter: {
    lifecycle: Lifecycle;
    source: string;
    form: IntakeForm;
    body: Uint8Array;
    fault: Fault;
    eventId?: string;
    /** Where it stood. */
    about?: LetterAbout | null;
    /** See Parsed. */
    aside?: boolean;
  },
): Promise<string> {
  const { lifecycle, source, fault, about = null, aside = false } = letter;
  // Refused by two lifecycles, the same bytes are two letters.
  const eventId = letter.eventId && qualified(lifecycle, letter.eventId);
  const body = Buffer.from(letter.body);
  const receivedAt = now();
  const addresses = await addressesOf(body);
  const put = (tx: Tx) =>
    putDeadLetter(tx, vault, {
      ...{ lifecycle, source },
      contentType: letter.form,
      body,
      addresses,
      problem: {
        code: fault.code,
        title: fault.title,
        fix: fault.fix,
        ...(fault.field === null ? {} : { field: fault.field }),
      },
      receivedAt: receivedAt.toISOString(),
      ...{ about, aside },
    });
  return transact(store, async (tx) => {
    if (eventId === undefined) return put(tx);
    const claim = await claimWebhookEvent(tx, { source, eventId, bodyHash: bodyHash(body), receivedAt });
    if (claim.case?.startsWith(BOUND)) return claim.case.slice(BOUND.length);
    const id = await put(tx);
    await bindWebhookEvent(tx, source, eventId, `${BOUND}${id}`);
    return id;
  });
}

export function bodyHash(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('hex');
}
