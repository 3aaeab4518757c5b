import { BUILD } from '../../adapters/build.ts';
import { appendAudit } from '../../adapters/store/audit.ts';
import { getCase, updateCase } from '../../adapters/store/cases.ts';
import { type Tx, transact } from '../../adapters/store/pool.ts';
import { prove, provenRolloutOf, rolloutRows } from '../../adapters/store/proven-rollout.ts';
import { statement } from '../../adapters/store/statement.ts';
import { isTaken, newestAnswer } from '../../adapters/store/steps.ts';
import { together } from '../../adapters/store/together.ts';
import type { Drawn } from '../../domain/blind.ts';
import type { TrustRoot } from '../../domain/gate/authority-log.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import type { RolloutMode } from '../../domain/rollout.ts';
import type { ProvenRollout } from '../../domain/rollout-trail.ts';
import { type DrawDeps, drawCase } from '../rollout/draw-case.ts';
import { lookStep } from './last-look.ts';
import { vendorFailure } from './vendor-failures.ts';

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
  /** Under which a promotion has to prove before anything acts on it. */
  installationKey: TrustRoot;
}

export interface LookPart<Reading, Answer, Besides = null> {
  lifecycle: Lifecycle;
  /** Reads everything that one decision needs. */
  read(): Promise<Reading & { segment: string; partnerId: string | null }>;
  /** What else the decision needs of the database, in one statement that is sent with others; it sends it before it awaits anything. */
  besides?(tx: Tx, reading: Reading): Promise<Besides | null>;
  /** Decides, and keeps everything under lookStep in one statement, so that a crash leaves all of it or nothing. */
  decide(reading: Reading, standing: LookStanding, besides: Besides | null): Promise<Answer>;
}

/**
 * One look at a case. It is frozen per revision: a lost workflow task forgets its local activities but not what they wrote, and a
 * second look would find our own records at the vendors. A look may do what people have signed, whatever else the table of
 * rollouts says; then the case is left to people and says why.
 * @throws ApplicationFailure NotFound, or a vendor failure
 */
export async function frozenLook<Reading, Answer extends object, Besides = null>(
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
    const [rows, frozen, besides] = await together(db, (tx) => [
      rolloutRows(tx, part.lifecycle, segment),
      newestAnswer<Answer>(tx, [step]),
      part.besides?.(tx, reading) ?? Promise.resolve(null),
    ]);
    const rollout = await prove(db, installationKey, part.lifecycle, segment, rows);
    const { mode, promotion } = rollout;
    if (mode === 'off') return await transact(store, (tx) => park(tx, request, { segment, partnerId }, asOf));
    if (frozen) return frozen;
    await tellUnproved(db, request, rollout, asOf);
    const drawn = await drawCase(deps, request.case, { lifecycle: part.lifecycle, segment, mode });
    return { ...(await part.decide(reading, { mode, promotion, drawn, asOf }, besides)), build: BUILD };
  } catch (error) {
    const frozen = isTaken(error) && (await newestAnswer<Answer>(db, [step]));
    if (frozen) return frozen;
    throw vendorFailure(error);
  }
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
