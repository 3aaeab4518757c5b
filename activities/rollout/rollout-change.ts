import { lockAgreements } from '../../adapters/store/agreements.ts';
import { appendAudit } from '../../adapters/store/audit.ts';
import { putEvidence } from '../../adapters/store/evidence.ts';
import { contentHash } from '../../adapters/store/hash.ts';
import { getInstallation } from '../../adapters/store/installation.ts';
import { installationKind } from '../../adapters/store/installation-kind.ts';
import { type Tx, transact } from '../../adapters/store/pool.ts';
import { keepProof } from '../../adapters/store/proofs.ts';
import { listRollout, setRollout } from '../../adapters/store/rollout.ts';
import { useNonce } from '../../adapters/store/signing-keys.ts';
import type { DecisionRequest, Refusal } from '../../domain/decision.ts';
import { may } from '../../domain/gate/authority.ts';
import type { AuthorityState } from '../../domain/gate/authority-log.ts';
import type { TokenClaims } from '../../domain/gate/token.ts';
import type { JsonObject } from '../../domain/json.ts';
import { LIFECYCLE_NAMES, type Lifecycle } from '../../domain/lifecycles.ts';
import { objectionToPromotion } from '../../domain/promotion.ts';
import {
  DEFAULT_MODE,
  isPromotion,
  ROLLOUT_MODES,
  type RolloutMode,
  rolloutCase,
  rowInForce,
  segmentPatterns,
} from '../../domain/rollout.ts';
import type { GateDeps } from '../gate/gate-deps.ts';
import { REPLAYED, verifiedClaims } from '../gate/verify-token.ts';
import { measureSegment, type SegmentMeasure } from './measure-segment.ts';
import type { RolloutDeps } from './rollout.ts';

export interface RolloutChange {
  lifecycle: Lifecycle;
  /** Pattern of the rollout table: tier/region/program, `*` for any. */
  segment: string;
  mode: RolloutMode;
  /** The sample channel's start: `automated` without measured agreement, marked as such. */
  bootstrap?: boolean;
  by: string;
  reason: string;
  /** Signs changeRequest(change) with the hash of the measure that was seen. Every promotion needs one. */
  token?: string;
}

export interface RolloutChanged {
  from: RolloutMode;
  to: RolloutMode;
  measure: SegmentMeasure;
}

/** `sample`: this installation runs the sample channel, the only one that may be bootstrapped. */
export type RolloutChangeDeps = RolloutDeps &
  Pick<GateDeps, 'authority' | 'policy' | 'verifyToken'> & { sample: boolean };

/** The decision that a token for a change signs: action `override` of rolloutCase, round 0. */
export function changeRequest(change: RolloutChange): DecisionRequest {
  const { by, reason, mode, bootstrap = false, token } = change;
  const edits = { mode, bootstrap };
  return { action: 'override', by, reason, round: 0, edits, ...(token === undefined ? {} : { token }) };
}

/** What is in force, what was measured, and the hash of it that a promotion's token carries as its evidence. */
export async function rolloutStanding(
  tx: Tx,
  deps: RolloutDeps,
  { lifecycle, segment }: Pick<RolloutChange, 'lifecycle' | 'segment'>,
): Promise<{ mode: RolloutMode; measure: SegmentMeasure; evidenceHash: string }> {
  const row = rowInForce(await listRollout(tx), lifecycle, segment);
  const measure = await measureSegment(tx, deps, lifecycle, segment);
  return {
    mode: row?.mode ?? DEFAULT_MODE,
    measure,
    evidenceHash: contentHash(measure as unknown as JsonObject),
  };
}

/**
 * Changes how far a segment may act. Upwards: an Admin's signature, and to `automated` also the agreement that carries it.
 * Downwards: an Admin or whoever may override configuration. Refusals are audited too. Parked cases have to be told
 * afterwards (signal rolloutChanged); they look by themselves within the hour.
 * @throws RangeError when the segment has not the three parts of its lifecycle's segments
 */
export function changeRollout(
  deps: RolloutChangeDeps,
  change: RolloutChange,
): Promise<RolloutChanged | Refusal> {
  segmentPatterns(change.segment, LIFECYCLE_NAMES[change.lifecycle].segment);
  return transact(deps.store, async (tx) => {
    const { lifecycle, segment, mode, by, reason, bootstrap = false } = change;
    const id = rolloutCase(lifecycle, segment);
    // What a promotion rests on must not be taken back meanwhile.
    await lockAgreements(tx, lifecycle, 'shared');
    // Two people changing one segment at once would each judge what the other is replacing.
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [id]);
    const standing = await rolloutStanding(tx, deps, change);
    const at = deps.now().toISOString();
    const wanted = { from: standing.mode, to: mode, reason, bootstrap };
    const authority = await deps.authority(tx);
    const judged = await judge(tx, deps, authority, change, standing);
    if (judged && 'message' in judged) {
      const refused = { actor: 'system', claimed: by, code: judged.code, why: judged.message, ...wanted };
      await appendAudit(tx, id, { at, action: 'rollout.refused', ...refused });
      return judged;
    }
    const marked = bootstrap ? `bootstrap, no measured agreement: ${reason}` : reason;
    const token = change.token ?? null;
    await setRollout(tx, {
      ...{ lifecycle, segment, mode, reason: marked, changedBy: by, token, bootstrap },
      changedAt: at,
    });
    const signedWith = judged?.kid ?? null;
    const { measure } = standing;
    // What was seen is evidence like any other: the trail must not name what is nowhere.
    const evidenceHash = await putEvidence(tx, id, 'agreement', measure as unknown as JsonObject);
    const proofHash = await keepProof(tx, id, authority, changeRequest(change));
    const signed = { signedWith, authorityVersion: authority.version, proofHash };
    const changed = {
      actor: by,
      ...signed,
      evidenceHash,
      measure: measure as unknown as JsonObject,
      ...wanted,
    };
    await appendAudit(tx, id, { at, action: 'rollout.changed', ...changed });
    return { from: standing.mode, to: mode, measure };
  });
}

/** Why a change is refused, or the claims that it was signed with (null: unsigned, where policy lets that pass). */
async function judge(
  tx: Tx,
  deps: RolloutChangeDeps,
  authority: AuthorityState,
  change: RolloutChange,
  standing: { mode: RolloutMode; measure: SegmentMeasure; evidenceHash: string },
): Promise<TokenClaims | null | Refusal> {
  const { lifecycle, segment, mode, by, bootstrap = false } = change;
  if (!ROLLOUT_MODES.includes(mode))
    return refuse('malformed', `"${mode}" is no mode; use one of ${ROLLOUT_MODES.join(', ')}`);
  const person = authority.people[by];
  if (!person?.active) return refuse('unknown_person', `${by} is not an active person here`);
  if (isPromotion(standing.mode, mode) && (await unreconciled(tx))) {
    return refuse('not_offered', 'the database was restored; run first: quarterdeck doctor --reconcile');
  }
  const above = mode === 'off' ? undefined : await switchedOffAbove(tx, change);
  if (above) return refuse('not_offered', `${above} is off and stands above this; set that first`);
  const policy = authority.policy ?? deps.policy().authority;
  const configures = may(person.role, 'configure', 'configuration', policy);
  const promotion = isPromotion(standing.mode, mode);
  if (!configures && (promotion || !may(person.role, 'override', 'configuration', policy)))
    return refuse('role', `${by} is ${policy.roles[person.role].title} and may not do this; ask an Admin`);
  const id = rolloutCase(lifecycle, segment);
  const claims = await verifiedClaims(tx, deps, authority, { case: id, request: changeRequest(change) });
  if (claims && 'message' in claims) return claims;
  if (promotion && !claims)
    return refuse('unsigned', `a promotion has to be signed by ${by}; make a key with: quarterdeck keys new`);
  if (promotion && claims?.evidenceHash !== standing.evidenceHash)
    return refuse('stale_round', 'the agreement has changed since it was signed; look again and sign again');
  if (bootstrap && !(deps.sample && (await installationKind(tx)) === 'sample'))
    return refuse(
      'not_offered',
      'only the sample channel can be bootstrapped; run the segment in shadow first',
    );
  if (mode === 'automated' && promotion && !bootstrap) {
    const objection = objectionToPromotion(standing.measure, deps.rules());
    if (objection) return refuse('not_offered', objection);
  }
  const usedAt = deps.now().toISOString();
  if (claims && !(await useNonce(tx, { nonce: claims.nonce, case: id, kid: claims.kid, usedAt })))
    return REPLAYED;
  return claims;
}

/** A wider pattern that is off: what it covers stays off whatever its own row says. */
async function switchedOffAbove(tx: Tx, { lifecycle, segment }: RolloutChange): Promise<string | undefined> {
  const others = (await listRollout(tx)).filter(
    (row) => row.lifecycle === lifecycle && row.segment !== segment,
  );
  return others.find((row) => row.mode === 'off' && segmentPatterns(segment).includes(row.segment))?.segment;
}

/** A restore was found (installation/restore-check.ts) and the open writes have not been read from their vendors since. */
async function unreconciled(tx: Tx): Promise<boolean> {
  const at = async (fact: string) =>
    ((await getInstallation(tx, fact)) as { at?: string } | undefined)?.at ?? '';
  return (await at('restored')) > (await at('reconciled'));
}

function refuse(code: Refusal['code'], message: string): Refusal {
  return { code, message };
}
