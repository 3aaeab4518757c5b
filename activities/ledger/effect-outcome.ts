import { ApplicationFailure } from '@temporalio/common';
import { BUILD } from '../../adapters/build.ts';
import { VendorFault } from '../../adapters/ports/call.ts';
import type { NewEffect } from '../../adapters/store/effects.ts';
import type { AttemptOutcome } from '../../adapters/store/ledger-step.ts';
import type { EffectStatus, Repeat } from '../../domain/effects.ts';
import type { JsonObject } from '../../domain/json.ts';
import { failure } from '../kit/vendor-failures.ts';
import type { EffectRequest } from './effects.ts';

/** A gateway that gave up may have passed the request on; every other answer is the vendor's own. */
const GATEWAY_GAVE_UP = [408, 502, 504];

/** What a failed write leaves in the ledger: whether it may have landed decides everything afterwards. */
export function judge(error: unknown, repeat: Repeat): { status: EffectStatus; record: JsonObject } {
  // It is another write's turn at the record, and nothing was sent.
  if (error instanceof ApplicationFailure && error.type === 'EffectLeased')
    return { status: 'intended', record: { kind: 'leased', message: error.message, answered: false } };
  if (!(error instanceof VendorFault))
    return { status: unproved(repeat), record: { kind: 'bug', message: String(error), answered: false } };
  const { vendor, kind, status, code, message } = error;
  const answered = status !== undefined && !GATEWAY_GAVE_UP.includes(status);
  const record = { vendor, kind, status: status ?? null, code: code ?? null, message, answered };
  if (kind === 'rejected' || kind === 'not_found') return { status: 'failed', record };
  if (error.certainlyNotLanded || kind !== 'unavailable') return { status: 'intended', record };
  return { status: unproved(repeat), record };
}

function unproved(repeat: Repeat): EffectStatus {
  return repeat === 'at_most_once' ? 'in_doubt' : 'sent';
}

/** The audit row of a change of the ledger: references only. */
export function effectAudit(
  { now }: { now: () => Date },
  effect: Pick<NewEffect, 'case' | 'key' | 'operation'>,
  what: EffectStatus | 'undone' | 'undo_failed',
  more: JsonObject = {},
): NonNullable<AttemptOutcome['audit']> {
  const { key, operation } = effect;
  const at = now().toISOString();
  return {
    case: effect.case,
    entry: { at, actor: 'system', action: `effect.${what}`, key, operation, build: BUILD, ...more },
  };
}

type Asked = Pick<EffectRequest, 'key' | 'operation' | 'mayWait'>;

/** It is being written beside the activity that asked for it: no reason to wait before it is asked for again. */
export function underWay({ key }: Asked): ApplicationFailure {
  return failure('EffectLeased', `${key} is still being written`, { local: true });
}

export function leased({ key, mayWait }: Asked, ms: number): ApplicationFailure {
  const message = `${key} is being written or cannot be proved yet; tried again in ${Math.ceil(ms)} ms`;
  return failure('EffectLeased', message, { retryAfterMs: ms, local: !mayWait });
}

export function inDoubt({ key, operation }: Asked): ApplicationFailure {
  return failure(
    'EffectInDoubt',
    `it cannot be proved whether ${operation} (${key}) landed; look at the vendor's record, then retry or roll back`,
    { details: [{ key, operation }] },
  );
}

export function conflict({ key, operation }: Asked, why: 'undone' | 'other_payload'): ApplicationFailure {
  const message =
    why === 'undone'
      ? `${operation} (${key}) was rolled back and is not written again; resubmit the record as the case's next sequence`
      : `${operation} (${key}) was asked for with another payload; a changed write needs the case's next revision`;
  return failure('EffectConflict', message, { details: [{ key, operation, why }] });
}
