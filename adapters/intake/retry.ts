import { listDeadLetters, markRetried, readDeadLetter } from '../store/dead-letters.ts';
import { transact } from '../store/pool.ts';
import { statement } from '../store/statement.ts';
import type { IntakeForm } from './parse.ts';
import { type Intake, PARKED, partsOf, type Received, refusalOf } from './receive.ts';
import { submitDeal } from './submit.ts';

/**
 * Takes a dead letter in again, after a rule, the PRM or our reading changed. It stays as it is; a repeated refusal makes no
 * second letter.
 * @returns undefined when there is no such letter.
 * @throws SubjectErased when a person in it was erased.
 */
export async function retryDeadLetter(intake: Intake, id: string): Promise<Received[] | undefined> {
  const letter = await transact(intake.store, (tx) => readDeadLetter(tx, intake.vault, id));
  if (!letter) return undefined;
  const { source, body } = letter;
  const parts = await partsOf(intake, { source, form: letter.contentType as IntakeForm, body });
  if (parts === 'unreachable') return [{ kind: 'parked', deadLetter: id }];
  const received: Received[] = [];
  for (const part of parts)
    received.push(
      part.ok
        ? { kind: 'submitted', ...(await submitDeal(intake, source, part.parsed)) }
        : { kind: 'refused', problem: refusalOf(part.faults), deadLetter: id },
    );
  const first = received.find((each) => each.kind === 'submitted');
  await markRetried(statement(intake.store), id, first?.case ?? null, intake.now());
  return received.length > 0 ? received : [{ kind: 'ignored' }];
}

/** Reads again what waited for PRM or CRM, oldest first; of a source that is still away the rest goes on waiting. @returns how many were taken in. */
export async function retryParked(intake: Intake): Promise<number> {
  const waiting = await listDeadLetters(statement(intake.store), { retried: false, limit: 1_000 });
  const away = new Set<string>();
  let taken = 0;
  for (const letter of waiting.filter((each) => each.problem.code === PARKED).reverse()) {
    if (away.has(letter.source)) continue;
    const received = await retryDeadLetter(intake, letter.id);
    if (received?.[0]?.kind === 'parked') away.add(letter.source);
    else taken += 1;
  }
  return taken;
}
