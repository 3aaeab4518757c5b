import { performance } from 'node:perf_hooks';
import type { Operation } from '../../adapters/ports/index.ts';
import type { Landed, Write } from '../../adapters/ports/write.ts';
import type { Store } from '../../adapters/store/pool.ts';
import { SETTLE_MS, type WriteId } from '../../domain/effects.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import { failure, vendorFailure, withLanded } from '../kit/vendor-failures.ts';
import type { EffectJob } from './effect-attempt.ts';
import type { BeforeImages } from './effect-image.ts';
import type { OpenPayloads } from './effect-payload.ts';
import { performAll } from './perform-all.ts';

export type { Landed, Operation };

export interface EffectDeps {
  store: Store;
  /** Every write by its ledger name (adapters/ports/index.ts, writesOf). */
  writes: Record<string, Write>;
  /** Opens the sealed values of payloads at the edge; the ledger keeps them sealed. */
  open?: OpenPayloads;
  /** Seals what a record held before its write, and opens it for the undo (activities/ledger/effect-image.ts). */
  images?: BeforeImages;
  now: () => Date;
  /** Default SETTLE_MS: see there. */
  settleMs?: number;
}

/** One write, as the workflow asks for it. The same key always carries the same payload. */
export interface EffectRequest extends WriteId {
  payload: JsonObject;
  /** Among several: the step of an earlier one, whose record's id becomes `payload.id`. */
  idFrom?: string;
  lifecycle: Lifecycle;
  /** tier/region/program, whose kill switch holds. */
  segment: string;
  /** timeoutMs < leaseMs < the activity's start-to-close. */
  timeoutMs: number;
  leaseMs: number;
  /** False in a local activity: nothing waits and nothing is retried inside the workflow task. */
  mayWait: boolean;
  /** Longer than this the workflow task does not wait: the write goes on, and a regular activity asks for it again. Milliseconds. */
  answerWithinMs?: number;
  /** A person chose `retry` for a write in doubt. */
  decided?: boolean;
}

/** No write of several is begun later: with its own time-out it still ends before the activity's. */
const TOGETHER_MS = 3_000;

export type EffectActivities = ReturnType<typeof effectActivities>;

export function effectActivities(deps: EffectDeps) {
  return {
    /**
     * Writes once, whatever crashes. A first attempt costs three statements and two vendor calls (before image, write); n of them
     * together cost n + 2 statements.
     * @throws ApplicationFailure EffectLeased, EffectInDoubt, EffectConflict, KillSwitch, NotFound, or a vendor failure
     */
    async performEffect(request: EffectRequest): Promise<Landed> {
      try {
        const landed: Landed[] = [];
        await performAll(deps, [request], landed);
        return landed[0] as Landed;
      } catch (error) {
        throw vendorFailure(error, { local: !request.mayWait });
      }
    },

    /**
     * Several writes of one case, one after the other: one local activity where each would be its own. Answers what has landed
     * in TOGETHER_MS, in order; what is left is written by performEffect.
     * @throws as performEffect, for the first that fails; with `{ landed }` (what came before it) as the second detail
     */
    async performEffects(requests: EffectRequest[]): Promise<Landed[]> {
      const landed: Landed[] = [];
      try {
        await performAll(deps, requests, landed, performance.now() + TOGETHER_MS);
        return landed;
      } catch (error) {
        throw withLanded(vendorFailure(error, { local: true }), landed);
      }
    },
  };
}

/** @throws failure NotFound */
export function writeNamed(deps: EffectDeps, operation: string): Write {
  const write = deps.writes[operation];
  if (write) return write;
  throw failure(
    'NotFound',
    `no write is called ${operation}; it must be one of a port's writes (adapters/ports/index.ts)`,
  );
}

export function traitsOf(write: Write, deps: EffectDeps): EffectJob['traits'] {
  return {
    repeat: write.repeat,
    searchLagMs: write.searchLagMs,
    settleMs: deps.settleMs ?? SETTLE_MS,
  };
}
