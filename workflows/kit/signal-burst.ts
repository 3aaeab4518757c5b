import { patched, uuid4 } from '@temporalio/workflow';
import type { GateActivities } from '../../activities/gate/gate.ts';
import type { DecisionReply, Refusal, RefusedAttempt } from '../../domain/decision.ts';
import type { Attempt } from './attempts.ts';
import { record } from './profiles.ts';
import type { Serving } from './serving.ts';
import { localFirst } from './step.ts';

const activities = localFirst<GateActivities>(record);

/** Sieved at once, so that their content stays below what an activity may be given. */
const MOST_AT_ONCE = 200;
const MOST_CHARACTERS = 500_000;

type Answer = DecisionReply | Refusal | null;

interface Waiting {
  attempt: Attempt;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

export interface SignalTaking {
  case: string;
  serving: Serving;
  decide(attempt: Attempt): Promise<DecisionReply | Refusal>;
  refused(attempt: RefusedAttempt): void;
}

/**
 * Takes decisions that come as signals, in order. Those that have piled up are sieved first: anybody can send thousands, and a signed
 * one among them must not wait until each of the others was verified.
 */
export function takeSignals({ case: id, serving, decide, refused }: SignalTaking) {
  const waiting: Waiting[] = [];

  async function serve(): Promise<void> {
    const burst = take(waiting);
    if (burst.length === 0) return;
    const kept = burst.length > 1 && patched('signals-sieved') ? await sieved(burst) : burst;
    for (const { attempt, resolve, reject } of kept) await decide(attempt).then(resolve, reject);
  }

  async function sieved(burst: readonly Waiting[]): Promise<readonly Waiting[]> {
    const attempts = burst.map(({ attempt: { id: one, request, malformed } }) => ({
      id: one,
      request,
      malformed,
    }));
    try {
      const { kept, last } = await activities.sieveDecisions({ case: id, step: uuid4(), attempts });
      if (last) refused(last);
      const worth = new Set(kept);
      for (const { attempt, resolve } of burst) if (!worth.has(attempt.id)) resolve(null);
      return burst.filter(({ attempt }) => worth.has(attempt.id));
    } catch (error) {
      for (const { reject } of burst) reject(error);
      return [];
    }
  }

  return {
    /** @returns null for one that nobody has signed, among many */
    take: (attempt: Attempt) =>
      new Promise<Answer>((resolve, reject) => {
        waiting.push({ attempt, resolve, reject });
        serving.queued(serve).catch(reject);
      }),
  };
}

/** Takes the first of those that wait, as many as may be sieved at once. */
function take(waiting: Waiting[]): Waiting[] {
  let characters = 0;
  const burst: Waiting[] = [];
  for (const { attempt } of waiting.slice(0, MOST_AT_ONCE)) {
    characters += JSON.stringify(attempt.request).length;
    if (burst.length > 0 && characters > MOST_CHARACTERS) break;
    burst.push(waiting[burst.length] as Waiting);
  }
  waiting.splice(0, burst.length);
  return burst;
}
