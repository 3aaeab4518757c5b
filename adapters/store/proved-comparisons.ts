import type { AuditEntry, AuditRow } from '../../domain/audit.ts';
import { comparisonText } from '../../domain/comparison.ts';
import { may, mayEverDecide } from '../../domain/gate/authority.ts';
import { type AuthorityState, stateAt, type TrustRoot } from '../../domain/gate/authority-log.ts';
import { keyObjection, lossOf } from '../../domain/gate/key-validity.ts';
import { importChain } from '../../domain/identity.ts';
import type { Json } from '../../domain/json.ts';
import { verifyText } from '../keys/sign.ts';
import type { Agreement } from './agreements.ts';
import { readAuthorityHistory } from './authority-log.ts';
import { coveredBefore } from './covered-before.ts';
import { evidenceAt } from './evidence.ts';
import { sha256 } from './hash.ts';
import type { Tx } from './pool.ts';

/** Says why a comparison does not count; null when it does. */
export type ComparisonJudge = (row: Agreement) => Promise<string | null>;

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
  // Most are a worker's; the log of authority is read only for what people have entered.
  const byPeople = rows.some(
    ({ beforeSigning, signed }) => !beforeSigning && signed && signed.kid !== root.kid,
  );
  const judge = comparisonJudge(tx, root, byPeople ? (await readAuthorityHistory(tx, root)).states : []);
  for (const row of rows) {
    const why = row.beforeSigning ? null : await judge(row);
    if (why !== null) unproved.set(row, why);
  }
  return unproved;
}

/**
 * Judges comparisons by whoever has signed them. People who have lost their key, or the right to state one, since then could still sign an
 * old date: theirs count only if the trail told of them before, as a checkpoint of the installation shows.
 * @param states of the signed log of authority, oldest first
 */
export function comparisonJudge(tx: Tx, root: TrustRoot, states: readonly AuthorityState[]): ComparisonJudge {
  const toldBefore = coveredBefore(tx, root, (rows) => comparisonsToldOf(tx, rows));
  return async (row) => {
    const { signed } = row;
    if (signed === null) return 'nobody has signed it';
    const { kid, at, signature } = signed;
    const key = kid === root.kid ? root : states.at(-1)?.keys.get(kid);
    if (!key) return `key ${kid}, which signed it, is not countersigned`;
    const text = comparisonText(row, at);
    if (!verifyText(key.publicKey, 'comparison', text, signature))
      return `it is not what key ${kid} has signed`;
    if (kid === root.kid) return null;
    const then = stateAt(states, at);
    const objection = objectionToPerson(row, kid, at, then);
    if (objection !== null) return objection;
    const since = states.filter(({ version }) => version >= then.version);
    const lost = lossOf(since, kid, (state) => objectionToPerson(row, kid, at, state));
    if (lost === null) return null;
    const told = await toldBefore(row.import === null ? row.case : importChain(row.import), lost.at);
    return told.has(sha256(text)) ? null : `${lost.why}, and no checkpoint shows that it was stated before`;
  };
}

/** People bring in the past and what was decided elsewhere, which takes a right on configuration, and look at approvals afterwards. */
function objectionToPerson(
  { kind }: Agreement,
  kid: string,
  at: string,
  { keys, people, policy }: AuthorityState,
): string | null {
  const key = keys.get(kid);
  const person = key && people[key.person];
  if (!key || !policy || !person?.active) return `whoever has key ${kid} was not active then`;
  const objection = keyObjection(key, at);
  if (objection !== null) return objection;
  const allowed =
    kind === 'afterwards'
      ? mayEverDecide(person, policy)
      : may(person.role, 'configure', 'configuration', policy) ||
        may(person.role, 'override', 'configuration', policy);
  return allowed ? null : `${key.person} may not state it`;
}

/** Hashes of the comparisons by people that rows of the trail tell of: one by one, or those of an import, which stand in its evidence. */
async function comparisonsToldOf(tx: Tx, rows: readonly AuditRow[]): Promise<ReadonlySet<string>> {
  const entries = rows.map(({ body }) => JSON.parse(body) as AuditEntry);
  const imports = entries.filter(({ action }) => action === 'history.imported');
  const evidence = await evidenceAt(
    tx,
    imports.map(({ evidenceHash }) => String(evidenceHash)),
  );
  return new Set([
    ...entries.flatMap(({ comparison }) => (typeof comparison === 'string' ? [comparison] : [])),
    ...[...evidence.values()].flatMap(({ cases }) => (Array.isArray(cases) ? cases : []).map(comparisonIn)),
  ]);
}

/** Whoever can write evidence may have written any shape. */
function comparisonIn(one: Json): string {
  return String((one as { comparison?: Json } | null)?.comparison);
}
