import { isCancellation, proxyActivities } from '@temporalio/workflow';
import type { EffectActivities } from '../activities/ledger/effects.ts';
import type { RollbackActivities } from '../activities/ledger/rollback.ts';
import type { TicketActivities } from '../activities/tickets/tickets.ts';
import type { TicketStep } from '../activities/tickets/write-tickets.ts';
import { PATIENT } from './kit/effect-write.ts';
import { messageOf } from './kit/failure-type.ts';
import { mirror, record, ticket, ticketUndo } from './kit/profiles.ts';

const { reviewTickets, nextTicketSteps, ticketStepDone, ticketStepFailed } =
  proxyActivities<TicketActivities>(record);
const { readTickets } = proxyActivities<TicketActivities>(mirror);
const { performEffect } = proxyActivities<EffectActivities>(ticket);
const { undoEffect } = proxyActivities<RollbackActivities>(ticketUndo);

/** A ticket that is opened, commented on and closed in one run has three steps. */
const ROUNDS = 5;

/**
 * Opens the tickets that were asked for, says on them what happened, closes those whose matter is settled, and reads what people do
 * with them. Started every minute by its schedule, and at once when somebody asks for a ticket or a webhook speaks of one. Any number
 * of runs may overlap: the ledger writes each thing once. Where a ticket stands is noted and shown; no case hears of it.
 * @returns what was written
 */
export async function tickets(): Promise<{ written: number; read: number }> {
  await reviewTickets();
  const written = await writeSteps();
  const read = await readTickets();
  const followed = read > 0 ? await writeSteps() : 0;
  return { written: written + followed, read };
}

async function writeSteps(): Promise<number> {
  let written = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const steps = await nextTicketSteps();
    // Side by side: a ticket whose system does not answer holds up no other.
    const done = await Promise.all(steps.map(perform));
    written += done.filter(Boolean).length;
    if (!done.some(Boolean)) break;
  }
  return written;
}

async function perform(step: TicketStep): Promise<boolean> {
  try {
    const landed = step.do === 'write' ? await performEffect({ ...step.request, ...PATIENT }) : null;
    if (step.do === 'undo') await undoEffect(step.request);
    await ticketStepDone(step, landed);
    return true;
  } catch (error) {
    if (isCancellation(error)) throw error;
    await ticketStepFailed(step, messageOf(error));
    return false;
  }
}
