import { performance } from 'node:perf_hooks';
import type { ApplicationFailure } from '@temporalio/common';
import { type Call, VendorFault } from '../../adapters/ports/call.ts';
import type { Landed, Write } from '../../adapters/ports/write.ts';
import {
  type Effect,
  lease,
  lockEffect,
  type ModeQuestion,
  type NewEffect,
  viewEffect,
} from '../../adapters/store/effects.ts';
import { type AttemptOutcome, recordOutcome } from '../../adapters/store/ledger-step.ts';
import { type Store, transact } from '../../adapters/store/pool.ts';
import { statement } from '../../adapters/store/statement.ts';
import { afterLookUp, askAgainAfter, nextStep, type WriteTraits } from '../../domain/effects.ts';
import type { JsonObject } from '../../domain/json.ts';
import { failure } from '../kit/vendor-failures.ts';
import { conflict, effectAudit, inDoubt, judge, leased } from './effect-outcome.ts';
import type { EffectRequest } from './effects.ts';
import type { Turn } from './only-one.ts';

/** Everything that the attempts of one write share. */
export interface EffectJob {
  store: Store;
  now: () => Date;
  request: EffectRequest;
  write: Write;
  /** The payload as the vendor gets it; `effect.payload` is what the ledger keeps. */
  payload: JsonObject;
  turn: Turn;
  effect: NewEffect;
  question: ModeQuestion;
  call: Call;
  traits: WriteTraits;
}

/** The ledger knows this write: one transaction decides what is left to do and takes the lease for it. */
export async function writeAgain(job: EffectJob): Promise<Landed> {
  const { key, leaseMs, decided = false } = job.request;
  const claimedAt = performance.now();
  const { step, effect, now, attempt } = await transact(job.store, async (tx) => {
    await lockEffect(tx, key);
    const view = await viewEffect(tx, key, job.question);
    const effect = view.effect as Effect;
    const { payloadHash } = job.effect;
    const step = nextStep(effect, { payloadHash, now: view.now, decided, write: job.traits });
    let attempt = effect.attempts;
    if (step.do === 'send' && view.mode === 'off') throw killSwitch(job);
    if (step.do === 'send' || step.do === 'look_up')
      attempt = await lease(tx, key, leaseMs, step.do === 'send');
    if (step.do === 'in_doubt' && effect.status !== 'in_doubt')
      await recordOutcome(tx, {
        key,
        attempt,
        status: 'in_doubt',
        audit: effectAudit(job, job.effect, 'in_doubt'),
      });
    return { step, effect, now: view.now, attempt };
  });
  if (step.do === 'send') return sendNow(job, attempt, claimedAt);
  if (step.do === 'look_up') return lookUp(job, effect, now, attempt);
  if (step.do === 'return') return effect.landed as Landed;
  if (step.do === 'wait') throw leased(job.request, askAgainAfter(step.ms, leaseMs));
  if (step.do === 'in_doubt') throw inDoubt(job.request);
  throw conflict(job.request, step.why);
}

/** @param askedAt the database's time before the look-up: what was absent then says nothing about later. */
async function lookUp(job: EffectJob, effect: Effect, askedAt: number, attempt: number): Promise<Landed> {
  const { key, leaseMs, decided = false } = job.request;
  const found = await job.write.lookup(job.payload, key, job.call).catch(async (error) => {
    await noteLanded(job, attempt, error);
    throw error;
  });
  if (typeof found === 'object') return done(job, attempt, found, 'looked_up');
  const step = afterLookUp(found, effect, { now: askedAt, decided, write: job.traits });
  const claimedAt = performance.now();
  const next = await transact(job.store, async (tx) => {
    await lockEffect(tx, key);
    const view = await viewEffect(tx, key, job.question);
    // The look-up outlasted its lease and another worker has gone on.
    if (view.effect?.attempts !== attempt) return null;
    if (step.do === 'send' && view.effect.undoBegun) throw conflict(job.request, 'undone');
    if (step.do === 'send' && view.mode === 'off') throw killSwitch(job);
    if (step.do === 'send') return lease(tx, key, leaseMs, true);
    const { error } = effect;
    await recordOutcome(tx, {
      key,
      attempt,
      status: step.do === 'in_doubt' ? 'in_doubt' : effect.status,
      ...(error ? { error } : {}),
      ...(step.do === 'in_doubt' && effect.status !== 'in_doubt'
        ? { audit: effectAudit(job, job.effect, 'in_doubt') }
        : {}),
    });
    return null;
  });
  if (next !== null) return sendNow(job, next, claimedAt);
  if (step.do === 'in_doubt') throw inDoubt(job.request);
  throw leased(job.request, step.do === 'wait' ? step.ms : leaseMs);
}

/** Sends, and writes down how that has ended. @param claimedAt this process's clock when the lease was asked for. */
export async function sendNow(job: EffectJob, attempt: number, claimedAt: number): Promise<Landed> {
  return done(job, attempt, await request(job, attempt, claimedAt), 'sent');
}

/** The one place that writes to a vendor. A failure is written down here; that it has landed is the caller's to write down. */
export async function request(job: EffectJob, attempt: number, claimedAt: number): Promise<Landed> {
  const { key, leaseMs, timeoutMs } = job.request;
  // A process that slept (a paused machine, a long collection) may no longer hold what it was given.
  if (performance.now() - claimedAt > leaseMs - timeoutMs) throw leased(job.request, timeoutMs);
  let landed: Landed;
  try {
    await job.turn.takeToWrite(leaseMs);
    // Nothing of it begins once the lease has ended.
    const call = job.write.onlyOne ? { ...job.call, signal: AbortSignal.timeout(leaseMs) } : job.call;
    landed = await job.write.send(job.payload, key, call);
  } catch (error) {
    if (await noteLanded(job, attempt, error)) {
      await job.turn.end('written');
      throw error;
    }
    const { status, record } = judge(error, job.write.repeat);
    const audited = status === 'failed' || status === 'in_doubt';
    await recordOutcome(statement(job.store), {
      key,
      attempt,
      status,
      error: record,
      answeredNow: record.answered === true,
      ...(audited ? { audit: effectAudit(job, job.effect, status, { code: record.code ?? null }) } : {}),
    });
    if (status === 'failed' || status === 'intended') await job.turn.end('nothing_written');
    throw status === 'in_doubt' ? inDoubt(job.request) : error;
  }
  await job.turn.end('written');
  return landed;
}

/**
 * Writes down what landed although the write failed: a person hears why it is not what was asked for, and then either leaves it or rolls
 * it back.
 */
async function noteLanded(job: EffectJob, attempt: number, error: unknown): Promise<boolean> {
  if (!(error instanceof VendorFault) || !error.landed) return false;
  await done(job, attempt, error.landed, 'otherwise');
  return true;
}

async function done(job: EffectJob, attempt: number, landed: Landed, how: string): Promise<Landed> {
  await recordOutcome(statement(job.store), landedOutcome(job, attempt, landed, how));
  return landed;
}

/** What the ledger is told of a write that has landed. */
export function landedOutcome(
  job: EffectJob,
  attempt: number,
  landed: Landed,
  how: string,
): AttemptOutcome & { landed: Landed } {
  const audit = effectAudit(job, job.effect, 'done', { id: landed.id, created: landed.created, how });
  return { key: job.request.key, attempt, status: 'done', landed, audit };
}

export function killSwitch({ request }: EffectJob): ApplicationFailure {
  const { lifecycle, segment, key } = request;
  return failure(
    'KillSwitch',
    `rollout of ${lifecycle} ${segment} is off: ${key} waits; see: quarterdeck rollout show`,
    { local: true },
  );
}
