import { appendAudit } from '../../adapters/store/audit.ts';
import { getCase, updateCase } from '../../adapters/store/cases.ts';
import { type Store, type Tx, transact } from '../../adapters/store/pool.ts';
import { rolloutOf } from '../../adapters/store/rollout.ts';
import { statement } from '../../adapters/store/statement.ts';
import { isTaken, newestAnswer } from '../../adapters/store/steps.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import { DEFAULT_MODE, type RolloutMode } from '../../domain/rollout.ts';
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
}

/** Where a case stands when it is looked at. */
export interface LookStanding {
  mode: Exclude<RolloutMode, 'off'>;
  /** The signed promotion of its segment, under which an automatic approval is given. */
  promotion: string | null;
  /** UTC instant. */
  asOf: string;
}

export interface LookPart<Reading, Answer> {
  lifecycle: Lifecycle;
  /** Reads everything that one decision needs. */
  read(): Promise<Reading & { segment: string; partnerId: string | null }>;
  /** Decides, and keeps everything under lookStep in one statement, so that a crash leaves all of it or nothing. */
  decide(reading: Reading, standing: LookStanding): Promise<Answer>;
}

/**
 * One look at a case. It is frozen per revision: a lost workflow task forgets its local activities but not what they wrote, and a
 * second look would find our own records at the vendors.
 * @throws ApplicationFailure NotFound, or a vendor failure
 */
export async function frozenLook<Reading, Answer>(
  { store, now }: { store: Store; now: () => Date },
  request: LookRequest,
  part: LookPart<Reading, Answer>,
): Promise<Answer | Parked> {
  const step = lookStep(request.case, request.revision);
  const db = statement(store);
  try {
    const asOf = now().toISOString();
    const still = await stillParked(db, part.lifecycle, request);
    if (still) return still;
    const reading = await part.read();
    const { segment, partnerId } = reading;
    const [rollout, frozen] = await Promise.all([
      rolloutOf(db, part.lifecycle, segment),
      newestAnswer<Answer>(db, [step]),
    ]);
    const mode = rollout?.mode ?? DEFAULT_MODE;
    if (mode === 'off') return await transact(store, (tx) => park(tx, request, { segment, partnerId }, asOf));
    return frozen ?? (await part.decide(reading, { mode, promotion: rollout?.token ?? null, asOf }));
  } catch (error) {
    const frozen = isTaken(error) && (await newestAnswer<Answer>(db, [step]));
    if (frozen) return frozen;
    throw vendorFailure(error);
  }
}

/** A case that is parked asks no vendor while its segment stays off. */
async function stillParked(
  tx: Tx,
  lifecycle: Lifecycle,
  { case: id, revision }: LookRequest,
): Promise<Parked | null> {
  const row = await getCase(tx, id);
  if (row?.mode !== 'off' || row.segment === null || row.revision !== revision) return null;
  const rollout = await rolloutOf(tx, lifecycle, row.segment);
  return (rollout?.mode ?? DEFAULT_MODE) === 'off' ? { mode: 'off', segment: row.segment } : null;
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
