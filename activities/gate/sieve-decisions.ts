import type { Tx } from '../../adapters/store/pool.ts';
import { countRefused, MOST_AUDITED, refusedOn } from '../../adapters/store/refused-decisions.ts';
import { usedNonces } from '../../adapters/store/signing-keys.ts';
import type { DecisionRequest, Refusal, RefusedAttempt } from '../../domain/decision.ts';
import type { AuthorityState } from '../../domain/gate/authority-log.ts';
import { decodeToken, type TokenClaims } from '../../domain/gate/token.ts';
import type { GateDeps, GateStep } from './gate-deps.ts';
import { refusalEntry } from './refusal-entry.ts';

/** Many signals at once. */
export interface SignalsToSieve extends GateStep {
  attempts: { id: string; request: DecisionRequest; malformed?: string | undefined }[];
}

export interface Sieved {
  /** Ids of those that have to be verified one by one. */
  kept: string[];
  /** The last of the others. */
  last: RefusedAttempt | null;
}

/**
 * Tells the signals that nobody has signed from those that have to be looked at, once a day's refusals are too many to be audited one
 * by one. The others are counted: a flood costs a transaction for hundreds and hides no signed decision.
 */
export async function sieve(tx: Tx, deps: GateDeps, asked: SignalsToSieve): Promise<Sieved> {
  const { attempts, case: id } = asked;
  const at = deps.now().toISOString();
  if ((await refusedOn(tx, id, at)) < MOST_AUDITED)
    return { kept: attempts.map((one) => one.id), last: null };
  const judged = attempts.map(judgeWith(deps, await deps.authority(tx)));
  const used = new Set(
    await usedNonces(
      tx,
      judged.flatMap((one) => ('nonce' in one ? [one.nonce] : [])),
    ),
  );
  const kept: string[] = [];
  const refused: { request: DecisionRequest; refusal: Refusal }[] = [];
  for (const [index, { id: attempt, request }] of attempts.entries()) {
    const one = judged[index] as Judged;
    if ('code' in one) refused.push({ request, refusal: one });
    else if ('nonce' in one && used.has(one.nonce)) refused.push({ request, refusal: REPLAYED_IN_FLOOD });
    else kept.push(attempt);
  }
  const final = refused.at(-1);
  if (!final) return { kept, last: null };
  const { entry, shown } = refusalEntry(final.request, final.refusal, 'signal', at);
  await countRefused(tx, id, entry, refused.length);
  return { kept, last: shown };
}

/** Why it is worth nothing; its nonce when it is signed; neither when policy takes unsigned ones. */
type Judged = Refusal | { nonce: string } | { unsigned: true };

function judgeWith({ verifyToken, policy }: GateDeps, { keys }: AuthorityState) {
  return ({ request: { token }, malformed }: SignalsToSieve['attempts'][number]): Judged => {
    if (malformed) return { code: 'malformed', message: malformed };
    if (token === undefined)
      return policy().authority.unsigned === 'allowed'
        ? { unsigned: true }
        : { code: 'unsigned', message: 'a decision has to be signed here' };
    const claims = claimsOf(token);
    const key = claims && keys.get(claims.kid);
    if (claims && key && verifyToken(token, key.publicKey)) return { nonce: claims.nonce };
    return { code: 'bad_signature', message: 'the token is not signed by a key that is known here' };
  };
}

const REPLAYED_IN_FLOOD: Refusal = { code: 'replayed', message: 'this token was used before' };

function claimsOf(token: string): TokenClaims | null {
  try {
    return decodeToken(token).claims;
  } catch {
    return null;
  }
}
