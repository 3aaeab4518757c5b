import type { AuditProblem } from '../../domain/audit.ts';
import { canonicalText } from '../../domain/evidence.ts';
import type { TrustRoot } from '../../domain/gate/authority-log.ts';
import type { SigningKey } from '../keys/keys.ts';
import { signText, verifyText } from '../keys/sign.ts';
import { getPolicy, type PolicyOwner, type PolicyRow, putPolicy } from './policies.ts';
import type { Tx } from './pool.ts';

/** What is signed of a policy: its version is the hash of its content. */
type Named = Pick<PolicyRow, 'lifecycle' | 'version' | 'effectiveFrom'>;

/** Puts a policy in force that was read from the installation's own files. Returns its version. */
export async function putSignedPolicy(
  tx: Tx,
  key: SigningKey,
  policy: Pick<PolicyRow, 'lifecycle' | 'effectiveFrom' | 'body'>,
): Promise<string> {
  const version = await putPolicy(tx, policy);
  await sign(tx, key, { ...policy, version });
  return version;
}

/**
 * Signs, once, the policies that are older than signatures, because running cases were decided by them. Later only what comes from the files
 * is signed.
 */
export async function adoptPolicies(tx: Tx, key: SigningKey): Promise<void> {
  const { rows } = await tx.query<Omit<Named, 'effectiveFrom'> & { from: Date }>(
    `select lifecycle, version, effective_from as from from policies
      where not exists (select from policy_signatures) order by seq`,
  );
  for (const { from, ...row } of rows) await sign(tx, key, { ...row, effectiveFrom: from.toISOString() });
}

/** Which version: a certain one, if it is signed, or the latest signed one that had taken effect at an instant (UTC). */
export type WhichPolicy = { version: string } | { at: string };

/** The version of a signed policy; undefined when there is none. Its content is what getPolicy has under it. */
export async function signedVersion(
  tx: Tx,
  root: TrustRoot,
  lifecycle: PolicyOwner,
  which: WhichPolicy,
): Promise<string | undefined> {
  const [where, value] =
    'version' in which ? ['version = $2', which.version] : ['effective_from <= $2', which.at];
  const { rows } = await tx.query<SignedPolicyRow & Record<string, unknown>>(
    `select version, to_json(effective_from) as "from", again, signature from policy_signatures
      where lifecycle = $1 and ${where} order by effective_from desc, seq desc`,
    [lifecycle, value],
  );
  return newestSigned(root, lifecycle, rows);
}

/** A row that says which policy counts from when. Whoever writes to the database can add one: `signature` says whether it is ours. */
export interface SignedPolicyRow {
  version: string;
  /** UTC instant; null: nobody has signed it. */
  from: string | null;
  /** How often it was signed before: a policy that was corrected, and then put back as it was, counts again. */
  again: number;
  signature: string;
}

/** The version of the first row that is signed. @param rows the newest first */
export function newestSigned(
  root: TrustRoot,
  lifecycle: PolicyOwner,
  rows: readonly SignedPolicyRow[],
): string | undefined {
  // The one before the newest is looked at only when somebody has put another in its way.
  return rows.find((row) => isSigned(root, lifecycle, row))?.version;
}

/** The same with its content. @throws Error as getPolicy */
export async function signedPolicy(
  tx: Tx,
  root: TrustRoot,
  lifecycle: PolicyOwner,
  which: WhichPolicy,
): Promise<PolicyRow | undefined> {
  const version = await signedVersion(tx, root, lifecycle, which);
  return version === undefined ? undefined : getPolicy(tx, lifecycle, version);
}

/** Policies that stand there and that the installation has not signed. Nothing is decided by them. */
export async function unsignedPolicies(tx: Tx, root: TrustRoot): Promise<AuditProblem[]> {
  const { rows } = await tx.query<Omit<Named, 'effectiveFrom'> & SignedPolicyRow>(
    `select p.lifecycle, p.version, to_json(s.effective_from) as "from", s.again, coalesce(s.signature, '') as signature
      from policies p left join policy_signatures s using (lifecycle, version) order by p.seq`,
  );
  const good = new Set(
    rows
      .filter((row) => isSigned(root, row.lifecycle, row))
      .map(({ lifecycle, version }) => `${lifecycle} ${version}`),
  );
  // Nothing was signed yet: the first start of a worker of this version signs what is there.
  if (rows.every(({ signature }) => signature === '')) return [];
  const names = new Set(rows.map(({ lifecycle, version }) => `${lifecycle} ${version}`));
  return [...names]
    .filter((name) => !good.has(name))
    .map((name) => ({
      case: null,
      kind: 'policy_forged' as const,
      message: `policy ${name.slice(0, name.indexOf(' ') + 13)} was put there by nobody who may; nothing is decided by it`,
    }));
}

/** Signs a policy, unless it is the one of its day that was put in force last. */
async function sign(tx: Tx, key: SigningKey, { lifecycle, version, effectiveFrom }: Named): Promise<void> {
  const { rows } = await tx.query<SignedPolicyRow & Record<string, unknown>>(
    `select version, to_json(effective_from) as "from", again, signature from policy_signatures
      where lifecycle = $1 and effective_from = $2 order by seq desc`,
    [lifecycle, effectiveFrom],
  );
  if (newestSigned(key, lifecycle, rows) === version) return;
  const before = rows.filter((row) => row.version === version && isSigned(key, lifecycle, row));
  const again = before.length === 0 ? 0 : 1 + Math.max(...before.map((row) => row.again));
  const signature = signText(
    key.privateKey,
    'policy',
    signedText({ lifecycle, version, effectiveFrom, again }),
  );
  await tx.query(
    `insert into policy_signatures (lifecycle, version, effective_from, again, signature) values ($1, $2, $3, $4, $5)
      on conflict do nothing`,
    [lifecycle, version, effectiveFrom, again, signature],
  );
}

/** What was checked once: a signature stays good. */
const checked = new Set<string>();

function isSigned(
  root: TrustRoot,
  lifecycle: PolicyOwner,
  { version, from, again, signature }: SignedPolicyRow,
): boolean {
  // Whoever may add a row may write any instant, also `infinity`.
  if (from === null || Number.isNaN(Date.parse(from))) return false;
  const text = signedText({ lifecycle, version, effectiveFrom: from, again });
  const known = [root.publicKey, text, signature].join(' ');
  if (checked.has(known)) return true;
  const good = verifyText(root.publicKey, 'policy', text, signature);
  if (good) checked.add(known);
  return good;
}

function signedText({ lifecycle, version, effectiveFrom, again }: Named & { again: number }): string {
  const named = { lifecycle, version, effectiveFrom: new Date(effectiveFrom).toISOString() };
  return canonicalText(again === 0 ? named : { ...named, again });
}
