import { performance } from 'node:perf_hooks';
import type { Landed } from '../../adapters/ports/write.ts';
import { standingOfWrites } from '../../adapters/store/effects.ts';
import { contentHash } from '../../adapters/store/hash.ts';
import type { Intent } from '../../adapters/store/ledger-step.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import type { SubjectKeys } from '../../adapters/store/seal.ts';
import { statement } from '../../adapters/store/statement.ts';
import { together } from '../../adapters/store/together.ts';
import { withId } from '../../domain/effects.ts';
import type { JsonObject } from '../../domain/json.ts';
import { segmentPatterns } from '../../domain/rollout.ts';
import { answerInTime } from '../kit/answer-in-time.ts';
import { type EffectJob, killSwitch, landedOutcome, request, sendNow, writeAgain } from './effect-attempt.ts';
import { conflict, underWay } from './effect-outcome.ts';
import type { OpenedPayloads } from './effect-payload.ts';
import { type EffectDeps, type EffectRequest, traitsOf, writeNamed } from './effects.ts';
import { openLandedReport } from './landed-report.ts';
import { turnOf } from './only-one.ts';

/**
 * Writes of one case, one after the other. That one has landed is written down with the intent of the next, in one statement: a crash
 * between them leaves it as sent, and it is looked up like any other whose answer was lost.
 * @param landed gets each that the ledger has as done, in order, also when a later one fails
 * @param until `performance.now()` after which no other is begun
 * @throws failure of the first that fails
 */
export async function performAll(
  deps: EffectDeps,
  requests: readonly EffectRequest[],
  landed: Landed[],
  until = Number.POSITIVE_INFINITY,
): Promise<void> {
  const db = statement(deps.store);
  const [first] = requests as [EffectRequest];
  const keys = requests.map(({ key }) => key);
  const [standing, payloads] = await together(db, (tx) => [
    standingOfWrites(tx, keys, modeQuestionOf(first)),
    openAll(deps, tx, requests),
  ]);
  const telling = openLandedReport(db, landed);
  try {
    for (const [index, asked] of requests.entries()) {
      if (performance.now() > until) break;
      const named = withId(asked, requests, telling.answers());
      const { open } = payloads;
      const job = jobOf(deps, named, {
        ...open[index]?.(),
        ...(named === asked ? {} : { id: named.payload.id }),
      });
      const { answerWithinMs } = asked;
      const inTime = (work: Promise<Landed>) =>
        answerWithinMs === undefined ? work : answerInTime(work, answerWithinMs, () => underWay(asked));
      if (standing.known.includes(asked.key)) {
        await telling.tell();
        landed.push(await inTime(writeAgain(job)));
        continue;
      }
      if (standing.closed) throw conflict(asked, 'undone');
      if (standing.mode === 'off') throw killSwitch(job);
      await job.turn.take(asked.leaseMs);
      const next = await intentOf(deps, job, payloads.keys);
      const claimedAt = performance.now();
      const claim = await telling.tell(next);
      if (claim === 'closed') throw conflict(asked, 'undone');
      if (claim === 'off') throw killSwitch(job);
      if (claim === 'exists') landed.push(await inTime(writeAgain(job)));
      // What goes on beside this activity has nobody who writes it down later.
      else if (answerWithinMs !== undefined) landed.push(await inTime(sendNow(job, 1, claimedAt)));
      else telling.landed(landedOutcome(job, 1, await request(job, 1, claimedAt), 'sent'));
    }
  } finally {
    await telling.tell();
  }
}

/** Reads what the record holds now, so that nothing comes between that and the claim but the statement itself. */
async function intentOf({ images }: EffectDeps, job: EffectJob, keys: SubjectKeys): Promise<Intent> {
  const { request: asked, effect, question } = job;
  const image = await job.write.before(job.payload, asked.key, job.call);
  const before = image && images ? await images.conceal(image, asked.payload, keys) : image;
  return { effect, before, leaseMs: asked.leaseMs, question };
}

function openAll({ open }: EffectDeps, tx: Tx, requests: readonly EffectRequest[]): Promise<OpenedPayloads> {
  const payloads = requests.map(({ payload }) => payload);
  if (open) return open(tx, payloads);
  return Promise.resolve({ open: payloads.map((payload) => () => payload), keys: new Map() });
}

/** @param payload as the vendor gets it. @throws failure NotFound */
function jobOf(deps: EffectDeps, asked: EffectRequest, payload: JsonObject): EffectJob {
  const write = writeNamed(deps, asked.operation);
  return {
    store: deps.store,
    now: deps.now,
    request: asked,
    write,
    payload,
    turn: turnOf(deps, write, { ...asked, payload }),
    effect: { ...asked, payloadHash: contentHash(asked.payload), askedAt: deps.now().toISOString() },
    question: modeQuestionOf(asked),
    call: { timeoutMs: asked.timeoutMs, mayWait: asked.mayWait },
    traits: traitsOf(write, deps),
  };
}

function modeQuestionOf({ case: id, lifecycle, segment }: EffectRequest): EffectJob['question'] {
  return { case: id, lifecycle, patterns: segmentPatterns(segment) };
}
