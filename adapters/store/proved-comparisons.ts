import { type ComparisonSignature, comparisonText } from '../../domain/comparison.ts';
import { may, mayEverDecide } from '../../domain/gate/authority.ts';
import { type AuthorityState, stateAt, type TrustRoot } from '../../domain/gate/authority-log.ts';
import { lostBy } from '../../domain/gate/key-validity.ts';
import { verifyText } from '../keys/sign.ts';
import type { Agreement } from './agreements.ts';
import { readAuthorityHistory } from './authority-log.ts';
import type { Tx } from './pool.ts';

/**
 * Why comparisons are worth nothing: nobody who may state them has signed them as they stand. What was kept before comparisons were
 * signed has no entry: it can be neither proved nor disproved.
 * @param root the installation's public key, kept outside the database
 */
export async function unprovedAmong<Row extends Agreement>(
  tx: Tx,
  root: TrustRoot,
  rows: readonly Row[],
): Promise<Map<Row, string>> {
  const unproved = new Map<Row, string>();
  let states: readonly AuthorityState[] | undefined;
  for (const row of rows) {
    if (row.beforeSigning) continue;
    // Most are a worker's; the log of authority is read only for what people have entered.
    if (row.signed && row.signed.kid !== root.kid) states ??= (await readAuthorityHistory(tx, root)).states;
    const why = objectionToComparison(row, root, states ?? []);
    if (why !== null) unproved.set(row, why);
  }
  return unproved;
}

/** Why a comparison does not count; null when it does. */
export function objectionToComparison(
  row: Agreement,
  root: TrustRoot,
  states: readonly AuthorityState[],
): string | null {
  const { signed } = row;
  if (signed === null) return 'nobody has signed it';
  const key = signed.kid === root.kid ? root : states.at(-1)?.keys.get(signed.kid);
  if (!key) return `key ${signed.kid}, which signed it, is not countersigned`;
  if (!verifyText(key.publicKey, 'comparison', comparisonText(row, signed.at), signed.signature))
    return `it is not what key ${signed.kid} has signed`;
  return signed.kid === root.kid ? null : objectionToPerson(row, signed, states);
}

/** People bring in the past and what was decided elsewhere, which takes a right on configuration, and look at approvals afterwards. */
function objectionToPerson(
  row: Agreement,
  { kid, at }: ComparisonSignature,
  states: readonly AuthorityState[],
): string | null {
  const key = states.at(-1)?.keys.get(kid);
  const then = stateAt(states, at);
  const person = key && then.people[key.person];
  if (!key || !then.policy || !person?.active) return `whoever has key ${kid} was not active then`;
  if (lostBy(states, kid, at) !== null) return `key ${kid} was revoked before`;
  if (at < key.validFrom || (key.validTo !== null && key.validTo <= at))
    return `key ${kid} was not valid then`;
  const { role } = person;
  const allowed =
    row.kind === 'afterwards'
      ? mayEverDecide(person, then.policy)
      : may(role, 'configure', 'configuration', then.policy) ||
        may(role, 'override', 'configuration', then.policy);
  return allowed ? null : `${key.person} may not state it`;
}
