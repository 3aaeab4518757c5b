import { patched } from '@temporalio/workflow';
import type { GateActivities } from '../../activities/gate/gate.ts';
import type { DecisionReply, Refusal, RefusedAttempt } from '../../domain/decision.ts';
import type { Attempt } from './attempts.ts';
import { besideMessages } from './beside-messages.ts';
import { record } from './profiles.ts';
import type { Serving } from './serving.ts';

const activities = besideMessages<GateActivities>(record);

/** So many are sieved at a time, which keeps their content below what an activity may be given. */
const MOST_AT_ONCE = 200;
const MOST_CHARACTERS = 500_000;

type Answer = DecisionReply | Refusal | null;

interface Waiting {
  attempt: Attempt;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

interface Burst {
  all: Waiting[];
  characters: number;
}

export interface SignalTaking {
  case: string;
  serving: Serving;
  decide(attempt: Attempt): Promise<DecisionReply | Refusal>;
  refused(attempt: RefusedAttempt): void;
}

/**
 * Takes decisions that come as signals, in order. When many have piled up, they are sieved first: anybody can send thousands, and a signed one
 * among them must not wait until each of the others has been verified. A decision that finds the desk idle is taken alone, even when others come
 * with it, because a replay may deliver at once what arrived one after the other.
 */
export function takeSignals({ case: id, serving, decide, refused }: SignalTaking) {
  /** Waits for its turn, and may still grow. */
  let growing: Burst | null = null;

  function queue(one: Waiting): void {
    const characters = JSON.stringify(one.attempt.request).length;
    if (growing && fits(growing, characters)) {
      growing.all.push(one);
      growing.characters += characters;
      return;
    }
    const burst: Burst = { all: [one], characters };
    growing = serving.idle() ? null : burst;
    serving.queued(() => serve(burst)).catch(one.reject);
  }

  async function serve(burst: Burst): Promise<void> {
    if (growing === burst) growing = null;
    const { all } = burst;
    const kept = all.length > 1 && patched('signals-sieved') ? await sieved(all) : all;
    for (const { attempt, resolve, reject } of kept) await decide(attempt).then(resolve, reject);
  }

  async function sieved(burst: readonly Waiting[]): Promise<readonly Waiting[]> {
    const attempts = burst.map(({ attempt: { id: one, request, malformed } }) => ({
      id: one,
      request,
      malformed,
    }));
    try {
      const step = `${attempts[0]?.id}/sieved`;
      const { kept, last } = await activities.sieveDecisions({ case: id, step, attempts });
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
    /** @returns null for a decision among many that nobody has signed */
    take: (attempt: Attempt) => new Promise<Answer>((resolve, reject) => queue({ attempt, resolve, reject })),
  };
}

function fits({ all, characters }: Burst, more: number): boolean {
  return all.length < MOST_AT_ONCE && characters + more <= MOST_CHARACTERS;
}
