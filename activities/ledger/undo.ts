import { isMergedAway } from '../../adapters/merged.ts';
import { VendorFault } from '../../adapters/ports/call.ts';
import type { Landed, Write } from '../../adapters/ports/write.ts';
import {
  type Effect,
  insertUndo,
  lease,
  lockEffect,
  standingEffects,
  viewEffect,
} from '../../adapters/store/effects.ts';
import { recordOutcome } from '../../adapters/store/ledger-step.ts';
import { transact } from '../../adapters/store/pool.ts';
import { statement } from '../../adapters/store/statement.ts';
import { absentProvedAt, nextUndoStep, type UndoStep, type WriteId } from '../../domain/effects.ts';
import { failure } from '../kit/vendor-failures.ts';
import { effectAudit, inDoubt, judge, leased } from './effect-outcome.ts';
import { openPayload } from './effect-payload.ts';
import { type EffectDeps, traitsOf, writeNamed } from './effects.ts';
import { turnOf } from './only-one.ts';

/** A write to undo, as workflow and ledger both know it. */
export type UndoRequest = WriteId;

export interface Undone {
  key: string;
  operation: string;
  /** `waits`: it is kept for a later write of the same case that still stands, and is undone after that one. */
  outcome: 'undone' | 'never_landed' | 'waits';
  /** What could only be corrected, in words. */
  corrected?: string;
}

/** Three requests fit into the lease (read, compare, put back), and the lease into the profile's start-to-close of 60 s. */
const CALL = { timeoutMs: 15_000, mayWait: true };
const LEASE_MS = 50_000;

interface Claim {
  step: UndoStep;
  effect: Effect;
  undo: Effect;
  /** The database's time when this was decided. */
  now: number;
  attempt: number;
}

const undoKey = (key: string) => `${key}/undo`;

/** Undoes one write once: nothing when it never landed, looked up when that is not known. @throws VendorFault and failures */
export async function undoOnce(deps: EffectDeps, request: UndoRequest): Promise<Undone> {
  const claimed = await claim(deps, request);
  const { step } = claimed;
  if (step.do === 'wait') throw leased({ ...request, mayWait: true }, step.ms);
  if (step.do === 'already') return said(request, claimed.undo.landed as Partial<Undone> | null);
  if (step.do === 'nothing') return close(deps, request, claimed, { outcome: 'never_landed' });
  if (step.do === 'leave') {
    const corrected =
      step.why === 'write_unproved'
        ? `${request.operation} may have been sent and cannot be taken back`
        : `a correction of ${request.operation} may have been sent and is not sent again`;
    return close(deps, request, claimed, { outcome: 'undone', corrected });
  }
  if (step.do === 'undo') return putBack(deps, request, claimed);
  const left = await prove(deps, request, claimed);
  if (left === null) return undoOnce(deps, request);
  return close(
    deps,
    request,
    { ...claimed, attempt: claimed.undo.attempts },
    { outcome: 'undone', corrected: left },
  );
}

/** The undo's own row fences the write off: from here on it cannot be sent any more. */
function claim(deps: EffectDeps, request: UndoRequest): Promise<Claim> {
  const { repeat } = writeNamed(deps, request.operation);
  const { key, step } = request;
  return transact(deps.store, async (tx) => {
    await lockEffect(tx, key);
    const named = { ...request, key: undoKey(key), step: `${step}/undo`, payload: {}, payloadHash: '' };
    const askedAt = deps.now().toISOString();
    await insertUndo(tx, { ...named, askedAt }, key);
    await lockEffect(tx, undoKey(key));
    const { effect, now } = await viewEffect(tx, key);
    const { effect: undo } = await viewEffect(tx, undoKey(key));
    if (!effect || !undo) throw failure('NotFound', `${key} is not in the ledger`);
    const next = nextUndoStep(effect, undo, now, repeat);
    const held = next.do === 'undo' ? undo.key : next.do === 'look_up' ? key : null;
    const attempt = held ? await lease(tx, held, LEASE_MS, next.do === 'undo') : undo.attempts;
    return { step: next, effect, undo, now, attempt };
  });
}

/**
 * Finds out whether a write in doubt landed and notes it. Answers what is to be said where nobody can find out any more.
 * @throws failure EffectLeased, EffectInDoubt
 */
async function prove(
  deps: EffectDeps,
  request: UndoRequest,
  { effect, now, attempt }: Claim,
): Promise<string | null> {
  const write = writeNamed(deps, effect.operation);
  const { key, status } = effect;
  const found = await write
    .lookup(await payloadOf(deps, write, effect), key, CALL)
    .catch((error: unknown) => {
      // What landed otherwise than asked for can be put back all the same.
      if (error instanceof VendorFault && error.landed) return error.landed;
      if (isMergedAway(error)) return 'merged' as const;
      throw error;
    });
  const end = (outcome: Omit<Parameters<typeof recordOutcome>[1], 'key' | 'attempt'>) =>
    recordOutcome(statement(deps.store), { key, attempt, ...outcome });
  if (typeof found === 'object') {
    const audit = effectAudit(deps, effect, 'done', {
      id: found.id,
      created: found.created,
      how: 'looked_up',
    });
    await end({ status: 'done', landed: found, audit });
    return null;
  }
  if (found === 'merged') {
    await end({ status, ...(effect.error ? { error: effect.error } : {}) });
    return `${effect.operation} may have been sent; its record was merged into another one, which is left as it is`;
  }
  if (found === 'unknown') {
    await end({
      status: 'in_doubt',
      ...(status === 'in_doubt' ? {} : { audit: effectAudit(deps, effect, 'in_doubt') }),
    });
    throw inDoubt({ ...request, mayWait: true });
  }
  const unproved = absentProvedAt(effect, traitsOf(write, deps)) - now;
  if (unproved <= 0) {
    await end({ status: 'failed', error: { kind: 'absent', answered: true } });
    return null;
  }
  await end({ status, ...(effect.error ? { error: effect.error } : {}) });
  throw leased({ ...request, mayWait: true }, unproved);
}

async function putBack(deps: EffectDeps, request: UndoRequest, claimed: Claim): Promise<Undone> {
  const { effect, attempt } = claimed;
  const write = writeNamed(deps, effect.operation);
  const { key } = effect;
  const before = effect.before && deps.images ? await deps.images.reveal(effect.before) : effect.before;
  const args = {
    payload: await payloadOf(deps, write, effect),
    before,
    landed: effect.landed as Landed,
    key,
  };
  const turn = turnOf(deps, write, {
    ...args,
    operation: effect.operation,
    key: undoKey(key),
    mayWait: true,
  });
  try {
    await turn.takeToWrite(LEASE_MS);
    const { inUse, ...done } = await write.undo(args, CALL);
    await turn.end('written');
    if (inUse && (await laterStands(deps, request))) return await wait(deps, request, claimed, done);
    return await close(deps, request, claimed, { outcome: 'undone', ...done });
  } catch (error) {
    const { status, record } = judge(error, 'upsert');
    await recordOutcome(statement(deps.store), {
      key: undoKey(key),
      attempt,
      status,
      error: record,
      ...(status === 'failed'
        ? { audit: effectAudit(deps, effect, 'undo_failed', { code: record.code ?? null }) }
        : {}),
    });
    throw error;
  }
}

/** Another's record keeps ours for good; one of the case itself only until its own undo succeeds. */
async function laterStands({ store }: EffectDeps, { case: id, key }: UndoRequest): Promise<boolean> {
  const [last] = await standingEffects(statement(store), id);
  return last !== undefined && last.key !== key;
}

async function wait(
  { store }: EffectDeps,
  request: UndoRequest,
  { attempt }: Claim,
  { corrected = '' }: { corrected?: string },
): Promise<Undone> {
  const error = { kind: 'in_use', message: corrected, answered: true };
  await recordOutcome(statement(store), { key: undoKey(request.key), attempt, status: 'failed', error });
  return said(request, { outcome: 'waits', corrected });
}

async function close(
  deps: EffectDeps,
  request: UndoRequest,
  { effect, attempt }: Claim,
  what: Omit<Undone, 'key' | 'operation'>,
): Promise<Undone> {
  const audit = effectAudit(deps, effect, 'undone', { ...what });
  const key = undoKey(request.key);
  await recordOutcome(statement(deps.store), { key, attempt, status: 'done', landed: { ...what }, audit });
  return said(request, what);
}

function said({ key, operation }: UndoRequest, what: Partial<Undone> | null): Undone {
  return { outcome: 'undone', ...what, key, operation };
}

/** @throws failure SubjectErased where the undo needs a person's data */
async function payloadOf({ store, open }: EffectDeps, { undoneSealed }: Write, { payload }: Effect) {
  return open && !undoneSealed ? openPayload(statement(store), open, payload) : payload;
}
