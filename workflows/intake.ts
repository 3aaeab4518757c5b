import {
  continueAsNew,
  isCancellation,
  proxyActivities,
  setCurrentDetails,
  workflowInfo,
} from '@temporalio/workflow';
import type { IntakeActivities, IntakeEnding } from '../activities/intake/intake.ts';
import type { Fault } from '../contracts/problem.ts';
import { DISPENSABLE, type Queue, queueName, STAGES, type Stage } from '../domain/intake.ts';
import { failureType } from './kit/failure-type.ts';
import { anyForm, onSignal } from './kit/hear.ts';
import { pinned } from './kit/pinned.ts';
import { document, fetch, model, record, settle } from './kit/profiles.ts';
import { localFirst } from './kit/step.ts';
import { arrived } from './messages.ts';

/** References only: what came in is sealed in Postgres. */
export interface IntakeInput {
  /** The workflow's own id. */
  intake: string;
  /** The step with which its form begins. */
  first: Stage;
}

const PROFILES = { documents: document, vendors: fetch, models: model } as const satisfies Partial<
  Record<Queue, object>
>;

/**
 * Reads what has to be read before it is a case: a mail, a document, a large file, or the record that an event names. Each step runs on
 * the queue of what it needs. Whatever arrives about the same while it reads is read once more at the end, so a storm of events is two
 * readings, and an older state never overtakes a newer one. It always completes: what cannot be read is a dead letter.
 */
export async function intake(started: IntakeInput): Promise<Omit<IntakeEnding, 'more'>> {
  const input = checked(started);
  let arrivals = 0;
  const hear = () => {
    arrivals += 1;
  };
  onSignal(arrived, { form: anyForm, take: hear, malformed: hear, failed: hear });
  let last: Omit<IntakeEnding, 'more'> = { state: 'settled', cases: [], deadLetters: [] };
  for (;;) {
    const before = arrivals;
    const read = await readNext(input);
    if (!read && arrivals === before) return last;
    if (workflowInfo().continueAsNewSuggested && !read) return continueAsNew<typeof intake>(input);
    if (!read) continue;
    const known = arrivals;
    const { more, ...ending } = await settled(input)({ intake: input.intake, ...read });
    last = ending;
    setCurrentDetails(detailsOf(ending));
    if (!more && arrivals === known) return last;
    if (workflowInfo().continueAsNewSuggested) return continueAsNew<typeof intake>(input);
  }
}

pinned(intake);

/** Anybody could have started it: what it reads is its own, and where that begins is for the delivery to say (`begins`). */
function checked(input: unknown): IntakeInput {
  const { first } = (input ?? {}) as Partial<Record<keyof IntakeInput, unknown>>;
  const known = typeof first === 'string' && Object.hasOwn(STAGES, first);
  return { intake: workflowInfo().workflowId, first: known ? (first as Stage) : 'text' };
}

interface Read {
  claim: number;
  failed: Fault | 'away' | null;
}

/** All steps of one delivery; null when there is nothing to read. */
async function readNext({ intake: id, first }: IntakeInput): Promise<Read | null> {
  const claim = await claims.claimIntake(id);
  if (claim === null) return null;
  let begun = false;
  for (let stage: Stage | 'settle' = first; stage !== 'settle'; ) {
    const here: Stage = stage;
    try {
      const next: Stage | 'settle' | null = await on(STAGES[here]).advanceIntake({
        claim,
        stage: here,
        begins: here === first && !begun,
      });
      begun = true;
      if (next === null) return null;
      stage = next;
    } catch (error) {
      if (isCancellation(error)) throw error;
      const without: Stage | 'settle' | undefined = DISPENSABLE[here];
      if (!without) return { claim, failed: failedBy(error) };
      stage = without;
    }
  }
  return { claim, failed: null };
}

const claims = localFirst<IntakeActivities>(record);

/** The steps of a queue, with its own patience. */
function on(queue: keyof typeof PROFILES) {
  const { taskQueue } = workflowInfo();
  return proxyActivities<IntakeActivities>({ ...PROFILES[queue], taskQueue: queueName(taskQueue, queue) });
}

const quickly = localFirst<IntakeActivities>(settle);
const patiently = proxyActivities<IntakeActivities>(settle);

/** The rows of a large file take minutes; anything else is a part or two. */
function settled({ first }: IntakeInput): IntakeActivities['settleIntake'] {
  return first === 'rows' ? patiently.settleIntake : quickly.settleIntake;
}

/** A source that is away is asked again later; what breaks the reader three times is kept for a person. */
function failedBy(error: unknown): Fault | 'away' {
  const problem = failureType(error);
  if (problem === 'VendorUnavailable' || problem === 'VendorAuth' || problem === 'BudgetSpent') return 'away';
  return {
    code: 'unreadable',
    title: 'It could not be read: every attempt broke off.',
    field: null,
    fix: 'Look at the failed step in Temporal; then quarterdeck cases retry with the id of this letter.',
  };
}

function detailsOf({ state, cases, deadLetters }: Omit<IntakeEnding, 'more'>): string {
  if (state === 'postponed') return 'Its source is away; it is read again later.';
  const lines = [...cases.map((id) => `case ${id}`), ...deadLetters.map((id) => `dead letter ${id}`)];
  return lines.length > 0 ? lines.join('\n\n') : 'Nothing in it concerns a case.';
}
