import {
  type AuditHead,
  type AuditRow,
  type Checkpoint,
  checkpointText,
  headsOf,
  verifyChain,
} from '../../domain/audit.ts';
import type { TrustRoot } from '../../domain/gate/authority-log.ts';
import { verifyText } from '../keys/sign.ts';
import { sha256 } from './hash.ts';
import type { Tx } from './pool.ts';

/**
 * Tells what was in the trail before somebody lost a key or a right: they could still sign an old date, but no checkpoint of that time
 * covers it. Each chain is read once for each instant.
 * @param root the installation's public key, kept outside the database
 * @param told what is asked of the rows of a chain that were covered by then
 * @returns by chain and UTC instant
 */
export function coveredBefore<Told>(
  tx: Tx,
  root: TrustRoot,
  told: (rows: readonly AuditRow[]) => Told | Promise<Told>,
): (chain: string, at: string) => Promise<Told> {
  const known = new Map<string, Promise<Told>>();
  return (chain, at) => {
    const key = `${at} ${chain}`;
    const found = known.get(key) ?? rowsCoveredBefore(tx, root, chain, at).then(told);
    known.set(key, found);
    return found;
  };
}

async function rowsCoveredBefore(tx: Tx, root: TrustRoot, chain: string, at: string): Promise<AuditRow[]> {
  const covered = await headCoveredBefore(tx, root, chain, at);
  if (covered === null) return [];
  const { rows } = await tx.query<AuditRow & Record<string, unknown>>(
    `select case_id as "case", seq, body, prev_hash as "prevHash", hash from audit
      where case_id = $1 and seq <= $2 order by seq`,
    [chain, covered.seq],
  );
  return verifyChain(chain, rows, covered, sha256).length > 0 ? [] : rows;
}

/** The last link of a chain that the installation had signed by then. */
async function headCoveredBefore(
  tx: Tx,
  root: TrustRoot,
  chain: string,
  at: string,
): Promise<AuditHead | null> {
  const names = `%[${JSON.stringify(chain).replaceAll(/[\\%_]/g, '\\$&')},%`;
  let before = { at, number: 0 };
  for (;;) {
    const { rows } = await tx.query<Checkpoint & Record<string, unknown>>(
      `select number, at, heads, prev_hash as "prevHash", hash, kid, signature from checkpoints
        where heads like $3 and (at, number) < ($1, $2) order by at desc, number desc limit 1`,
      [before.at, before.number, names],
    );
    const [checkpoint] = rows;
    if (checkpoint === undefined) return null;
    const { kid, hash, signature } = checkpoint;
    const genuine =
      kid === root.kid &&
      sha256(checkpointText(checkpoint)) === hash &&
      verifyText(root.publicKey, 'checkpoint', hash, signature);
    const head = genuine ? headsOf(checkpoint).find((one) => one.case === chain) : undefined;
    if (head !== undefined) return head;
    before = checkpoint;
  }
}
