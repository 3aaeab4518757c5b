import { performance } from 'node:perf_hooks';
import type { Operation } from '../../adapters/ports/index.ts';
import type { Landed, Write } from '../../adapters/ports/write.ts';
import { type EffectView, insertSent, viewEffects } from '../../adapters/store/effects.ts';
import { contentHash } from '../../adapters/store/hash.ts';
import type { Store } from '../../adapters/store/pool.ts';
import { statement } from '../../adapters/store/statement.ts';
import { SETTLE_MS, type WriteId, withId } from '../../domain/effects.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import { segmentPatterns } from '../../domain/rollout.ts';
import { answerInTime } from '../kit/answer-in-time.ts';
import { failure, vendorFailure, withLanded } from '../kit/vendor-failures.ts';
import { type EffectJob, killSwitch, send, writeAgain } from './effect-attempt.ts';
import type { BeforeImages } from './effect-image.ts';
import { conflict, underWay } from './effect-outcome.ts';

export type { Landed, Operation };

export interface EffectDeps {
  store: Store;
  /** Every write by its ledger name (adapters/ports/index.ts, writesOf). */
  writes: Record<string, Write>;
  /** Opens the sealed values of a payload at the edge; the ledger keeps them sealed. @throws failure SubjectErased */
  restore?: (payload: JsonObject) => Promise<JsonObject>;
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
     * Writes once, whatever crashes. A first attempt costs three statements and two vendor calls (before image, write).
     * @throws ApplicationFailure EffectLeased, EffectInDoubt, EffectConflict, KillSwitch, NotFound, or a vendor failure
     */
    async performEffect(request: EffectRequest): Promise<Landed> {
      try {
        const { answerWithinMs } = request;
        const written = performOnce(deps, request);
        if (answerWithinMs === undefined) return await written;
        return await answerInTime(written, answerWithinMs, () => underWay(request));
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
      const until = performance.now() + TOGETHER_MS;
      const landed: Landed[] = [];
      try {
        const views = await look(deps, requests);
        for (const [index, request] of requests.entries()) {
          if (performance.now() > until) break;
          const job = await jobOf(deps, withId(request, requests, landed));
          landed.push(await perform(job, views[index], deps.images));
        }
        return landed;
      } catch (error) {
        throw withLanded(vendorFailure(error, { local: true }), landed);
      }
    },
  };
}

async function performOnce(deps: EffectDeps, request: EffectRequest): Promise<Landed> {
  const [view] = await look(deps, [request]);
  return perform(await jobOf(deps, request), view, deps.images);
}

/** What the ledger knows of these writes of one case. */
function look(deps: EffectDeps, requests: EffectRequest[]): Promise<EffectView[]> {
  const [first] = requests as [EffectRequest];
  const keys = requests.map(({ key }) => key);
  return viewEffects(statement(deps.store), keys, questionOf(first));
}

async function perform(job: EffectJob, view: EffectView | undefined, images?: BeforeImages): Promise<Landed> {
  const { store, request, question } = job;
  if (view?.effect) return writeAgain(job);
  if (view?.closed) throw conflict(request, 'undone');
  if (view?.mode === 'off') throw killSwitch(job);
  const image = await job.write.before(job.payload, request.key, job.call);
  const before = image && images ? await images.conceal(image, request.payload) : image;
  const claimedAt = performance.now();
  const claim = await insertSent(statement(store), job.effect, before, request.leaseMs, question);
  if (claim === 'closed') throw conflict(request, 'undone');
  if (claim === 'off') throw killSwitch(job);
  return claim === 'claimed' ? send(job, 1, claimedAt) : writeAgain(job);
}

async function jobOf(deps: EffectDeps, request: EffectRequest): Promise<EffectJob> {
  const write = writeNamed(deps, request.operation);
  return {
    store: deps.store,
    now: deps.now,
    request,
    write,
    payload: deps.restore ? await deps.restore(request.payload) : request.payload,
    effect: { ...request, payloadHash: contentHash(request.payload), askedAt: deps.now().toISOString() },
    question: questionOf(request),
    call: { timeoutMs: request.timeoutMs, mayWait: request.mayWait },
    traits: traitsOf(write, deps),
  };
}

function questionOf(request: EffectRequest): EffectJob['question'] {
  return {
    case: request.case,
    lifecycle: request.lifecycle,
    patterns: segmentPatterns(request.segment),
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
