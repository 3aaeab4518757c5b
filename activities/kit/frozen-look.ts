import { BUILD } from '../../adapters/build.ts';
import type { SigningKey } from '../../adapters/keys/keys.ts';
import { appendAudit } from '../../adapters/store/audit.ts';
import { getCase, updateCase } from '../../adapters/store/cases.ts';
import { type Tx, transact } from '../../adapters/store/pool.ts';
import { prove, provenRolloutOf, rolloutRows } from '../../adapters/store/proven-rollout.ts';
import { lookStep, newestSignedLook } from '../../adapters/store/signed-looks.ts';
import { statement } from '../../adapters/store/statement.ts';
import { isTaken, newestAnswer } from '../../adapters/store/steps.ts';
import { isStamped } from '../../adapters/store/submission-stamps.ts';
import { together } from '../../adapters/store/together.ts';
import type { Vault } from '../../adapters/store/vault.ts';
import type { Blind, Drawn } from '../../domain/blind.ts';
import type { Reason } from '../../domain/decision.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import type { RolloutMode } from '../../domain/rollout.ts';
import type { ProvenRollout } from '../../domain/rollout-trail.ts';
import { type DrawDeps, drawCase } from '../rollout/draw-case.ts';
import { revealLook } from './reveal-look.ts';
import { failure, vendorFailure } from './vendor-failures.ts';

/** `off` accepts and parks: nothing is computed until the segment's rollout changes. */
export interface Parked {
  mode: 'off';
  segment: string;
}

export interface LookRequest {
  case: string;
  revision: number;
  /** The look before found its segment `off`. */
  parked?: boolean;
}

/** Where a case stands when it is looked at. */
export interface LookStanding {
  mode: Exclude<RolloutMode, 'off'>;
  /** The signed promotion of its segment, under which an automatic approval is given. */
  promotion: string | null;
  /** Whether a person decides it blind. */
  drawn: Drawn;
  /** UTC instant. */
  asOf: string;
}

export interface LookDeps extends DrawDeps {
  /** Signs what is looked at, and proves a promotion before anything acts on it. */
  installationKey: SigningKey;
  /** Tells what our processes have taken in from what was only put into the database. */
  vault: Pick<Vault, 'stampOf'>;
}

export interface LookPart<Reading, Answer, Besides = null> {
  lifecycle: Lifecycle;
  /** Reads everything that one decision needs. */
  read(): Promise<Reading & { segment: string; partnerId: string | null }>;
  /** What else the decision needs of the database, in one statement that is sent with others; it sends it before it awaits anything. */
  besides?(tx: Tx, reading: Reading): Promise<Besides | null>;
  /** Decides, and keeps everything under lookStep in one statement, so that a crash leaves all of it or nothing. */
  decide(reading: Reading, standing: LookStanding, besides: Besides | null): Promise<Answer>;
  /**
   * What of an answer tells what the machine makes of the case, beside outcome and reasons, with what stands there until somebody has
   * decided it blind. No workflow reads it before.
   */
  cover?(answer: Answer): { [Name in keyof Answer]?: unknown };
}

/** What every look answers, of which some is covered. */
interface LookAnswer {
  outcome: string;
  reasons: readonly Reason[];
  blind: Blind | null;
}

/**
 * One look at a case. It is frozen per revision: a lost workflow task forgets its local activities but not what they wrote, and a
 * second look would find our own records at the vendors. A look may do what people have signed, whatever else the table of
 * rollouts says; then the case is left to people and says why. Of a case that is decided blind, Temporal keeps nothing that the machine
 * makes of it until somebody has decided (openLook).
 * @throws ApplicationFailure NotFound, LookForged, SubmissionForged, or a vendor failure
 */
export async function frozenLook<Reading, Answer extends LookAnswer, Besides = null>(
  deps: LookDeps,
  request: LookRequest,
  part: LookPart<Reading, Answer, Besides>,
): Promise<Answer | Parked> {
  const { store, installationKey, now } = deps;
  const step = lookStep(request.case, request.revision);
  const db = statement(store);
  try {
    const asOf = now().toISOString();
    const rolloutOf = (segment: string) => provenRolloutOf(db, installationKey, part.lifecycle, segment);
    const still = request.parked ? await stillParked(db, rolloutOf, request) : null;
    if (still) return still;
    const reading = await part.read();
    const { segment, partnerId } = reading;
    const [rows, stamped, frozen, besides] = await together(db, (tx) => [
      rolloutRows(tx, part.lifecycle, segment),
      isStamped(tx, deps.vault, request),
      newestAnswer<Answer>(tx, [step]),
      part.besides?.(tx, reading) ?? Promise.resolve(null),
    ]);
    if (!stamped) throw submissionForged(request);
    const rollout = await prove(db, installationKey, part.lifecycle, segment, rows);
    const { mode, promotion } = rollout;
    if (mode === 'off') return await transact(store, (tx) => park(tx, request, { segment, partnerId }, asOf));
    if (frozen) return covered(part, request, await signedAnswer<Answer>(deps, request));
    await tellUnproved(db, request, rollout, asOf);
    const drawn = await drawCase(deps, request.case, { lifecycle: part.lifecycle, segment, mode });
    const answer = await part.decide(reading, { mode, promotion, drawn, asOf }, besides);
    return covered(part, request, { ...answer, build: BUILD });
  } catch (error) {
    if (isTaken(error)) return covered(part, request, await signedAnswer<Answer>(deps, request));
    throw vendorFailure(error);
  }
}

function submissionForged({ revision }: LookRequest) {
  return failure(
    'SubmissionForged',
    `revision ${revision} was put into the database by none of our processes; find out who wrote it (quarterdeck audit verify), submit the registration again, then have this tried again`,
  );
}

/** The whole answer of a look, once somebody has decided the case: from here on everybody may see it. */
export async function openLook<Answer extends object>(deps: LookDeps, request: LookRequest): Promise<Answer> {
  const answer = await signedAnswer<Answer>(deps, request);
  await transact(deps.store, (tx) => revealLook(tx, request.case, deps.now().toISOString()));
  return answer;
}

/** Of a case that is decided blind, without what the machine makes of it. */
function covered<Answer extends LookAnswer>(
  { cover }: { cover?(answer: Answer): { [Name in keyof Answer]?: unknown } },
  { revision }: LookRequest,
  answer: Answer,
): Answer {
  if (answer.blind === null) return answer;
  return { ...answer, ...cover?.(answer), outcome: 'review', reasons: [], covered: revision };
}

/** @throws ApplicationFailure LookForged when no worker has signed what is kept */
async function signedAnswer<Answer>(
  { store, installationKey }: LookDeps,
  { case: id, revision }: LookRequest,
): Promise<Answer> {
  const answer = await newestSignedLook<Answer>(statement(store), installationKey, id, revision);
  if (answer !== undefined) return answer;
  throw failure(
    'LookForged',
    `what the database holds of revision ${revision} was computed by no worker; find out who wrote it (quarterdeck audit verify), submit the registration again, then have this tried again`,
  );
}

/** A case that is parked asks no vendor while its segment stays off. */
async function stillParked(
  tx: Tx,
  rolloutOf: (segment: string) => Promise<ProvenRollout>,
  { case: id, revision }: LookRequest,
): Promise<Parked | null> {
  const row = await getCase(tx, id);
  if (row?.mode !== 'off' || row.segment === null || row.revision !== revision) return null;
  const { mode } = await rolloutOf(row.segment);
  return mode === 'off' ? { mode, segment: row.segment } : null;
}

async function tellUnproved(
  tx: Tx,
  { case: id, revision }: LookRequest,
  { mode, unproved }: ProvenRollout,
  at: string,
): Promise<void> {
  if (unproved === null) return;
  const reason = `${unproved.segment} is set to ${unproved.mode}, which nobody has signed; it counts as ${mode}`;
  await appendAudit(tx, id, { at, actor: 'system', action: 'rollout.unproved', revision, reason });
}

async function park(
  tx: Tx,
  { case: id, revision }: LookRequest,
  { segment, partnerId }: { segment: string; partnerId: string | null },
  at: string,
): Promise<Parked> {
  await updateCase(tx, id, { segment, mode: 'off', partnerId, revision });
  await appendAudit(tx, id, { at, actor: 'system', action: 'case.parked', revision, segment });
  return { mode: 'off', segment };
}
