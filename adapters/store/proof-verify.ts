import type { AuditEntry, AuditProblem } from '../../domain/audit.ts';
import type { AuthorityState, TrustRoot } from '../../domain/gate/authority-log.ts';
import { lostBy } from '../../domain/gate/key-validity.ts';
import { type AutomaticGrant, groundOf, type RolloutStep, wasPromoted } from '../../domain/granted.ts';
import type { Json } from '../../domain/json.ts';
import {
  mayPromote,
  otherThanRow,
  type Proof,
  provenBy,
  SIGNED_ACTIONS,
  type SignedRow,
  signerLoss,
} from '../../domain/proof.ts';
import { parseReceipt, type Receipt } from '../../domain/receipt.ts';
import { DEFAULT_MODE, isPromotion, type RolloutMode } from '../../domain/rollout.ts';
import { verifyReceipt } from '../keys/receipts.ts';
import { verifyToken } from '../keys/sign.ts';
import type { StoredChain } from './audit-chains.ts';
import { sha256 } from './hash.ts';
import type { Tx } from './pool.ts';

/** A row of the trail that somebody should know of. */
export interface NamedRow {
  case: string;
  /** Null: it is no row of the trail. */
  seq: number | null;
  /** What is to be known of it, in one sentence. */
  message: string;
}

/** What was found about everything that people have signed. */
export interface Proofs {
  /** How many rows are proved by a signature. */
  proved: number;
  /** Taken without a signature where policy let that pass: development. */
  unsigned: NamedRow[];
  /** Taken before tokens were kept: it can be neither proved nor disproved. */
  before: NamedRow[];
  /** Signed with a key that was revoked later, after the instant from which it is not trusted. */
  doubtful: NamedRow[];
  problems: AuditProblem[];
  /** By chain of a segment's rollout: the mode that its trail ends with. */
  modes: Map<string, RolloutMode>;
  /** Hashes of the changes of authority that the trail names. */
  authorityHashes: Set<string>;
}

/** When (UTC instant) a checkpoint first covered a row of a chain; null: none has. */
export type CoveredAt = (chain: string, seq: number) => string | null;

interface Kept {
  proofs: Map<string, Proof>;
  receipts: Receipt[];
  unreadable: AuditProblem[];
}

/**
 * Proves what sound chains say that people did: page by page, in any order.
 * @param states of the signed log of authority
 * @param before by case: rows up to this one were covered before the log began; null: everything was
 * @param coveredAt when a checkpoint first covered a row
 */
export function proofVerifier(
  root: TrustRoot,
  states: readonly AuthorityState[],
  before: ReadonlyMap<string, number> | null,
  coveredAt: CoveredAt,
) {
  const found: Proofs = {
    proved: 0,
    unsigned: [],
    before: [],
    doubtful: [],
    problems: [],
    modes: new Map(),
    authorityHashes: new Set(),
  };
  const nonces = new Map<string, string>();
  const grants: AutomaticGrant[] = [];
  const steps: RolloutStep[] = [];
  /** By hash of the row: the token that proves it. */
  const tokens = new Map<string, { nonce: string; token: string }>();
  const isBefore = (id: string, seq: number) => before === null || seq <= (before.get(id) ?? 0);

  function prove(row: SignedRow, kept: Kept): void {
    const { case: id, seq, entry } = row;
    const name = (message: string): NamedRow => ({ case: id, seq, message });
    const problem = (kind: AuditProblem['kind'], message: string) =>
      found.problems.push({ case: id, kind, message: `row ${seq}: ${message}` });
    const what = `${entry.action} by ${entry.actor}`;
    if (isBefore(id, seq)) {
      found.before.push(name(`${what} was made before tokens were kept`));
      return;
    }
    if (entry.signedWith === null) {
      found.unsigned.push(name(`${what} is not signed`));
      return;
    }
    const proven = provenBy(row, kept.proofs.get(String(entry.proofHash)), states, { sha256, verifyToken });
    if (typeof proven === 'string') return void problem('not_signed', `${what} is not proved: ${proven}`);
    const { nonce, kid } = proven.claims;
    const other = nonces.get(nonce);
    if (other !== undefined) return void problem('token_reused', `its token is that of ${other}`);
    nonces.set(nonce, `${id}, row ${seq}`);
    found.proved += 1;
    if (entry.action === 'rollout.changed')
      tokens.set(row.hash, { nonce, token: kept.proofs.get(String(entry.proofHash))?.token ?? '' });
    const lostAt = lostBy(states, kid, entry.at);
    if (lostAt !== null)
      found.doubtful.push(name(`${what} was signed with key ${kid}, which is not trusted since ${lostAt}`));
    else if (entry.action !== 'decision.accepted') doubtBackdated(row, what);
  }

  /** A decision has its receipt, which only a worker can have made then. */
  function doubtBackdated({ case: id, seq, entry }: SignedRow, what: string): void {
    const lost = signerLoss(entry, states);
    const covered = lost && coveredAt(id, seq);
    if (lost === null || (covered !== null && covered < lost.at)) return;
    const message = `${what} may have been signed later: ${lost.why}, and no checkpoint shows that it was made before`;
    found.doubtful.push({ case: id, seq, message });
  }

  /** A decision that a worker took has its receipt, and a receipt has its decision. */
  function matchReceipts(id: string, decisions: readonly SignedRow[], receipts: readonly Receipt[]): void {
    const bySeq = new Map(decisions.map((row) => [row.seq, row]));
    const vouched = new Set<number>();
    for (const receipt of receipts) {
      const row = bySeq.get(receipt.audit.seq);
      const genuine = verifyReceipt(receipt, root.publicKey);
      const other = row ? otherThanRow(receipt, row) : 'audit row';
      if (genuine.genuine && other === null) vouched.add(receipt.audit.seq);
      else
        found.problems.push({
          case: id,
          kind: 'receipt_forged',
          message: `the receipt for row ${receipt.audit.seq} ${genuine.genuine ? `names another ${other}` : `is not genuine: ${genuine.why}`}`,
        });
    }
    for (const { seq, entry } of decisions) {
      if (vouched.has(seq) || isBefore(id, seq)) continue;
      const message = `row ${seq}: no receipt vouches for ${entry.action} by ${entry.actor}, so no worker took it`;
      found.problems.push({ case: id, kind: 'receipt_missing', message });
    }
  }

  /** A segment's trail: whatever lets it do more is signed. */
  function followRollout(row: SignedRow): void {
    const { case: id, seq, entry } = row;
    const from = found.modes.get(id) ?? DEFAULT_MODE;
    const to = entry.to as RolloutMode;
    found.modes.set(id, to);
    const [, lifecycle = '', segment = ''] = id.split(':');
    steps.push({ lifecycle, segment, to, at: entry.at, signed: tokens.get(row.hash) ?? null });
    const known = isBefore(id, seq);
    const signed = entry.action === 'rollout.changed' && entry.signedWith !== null;
    if (!known && !(signed && mayPromote(entry, states)) && isPromotion(from, to))
      found.problems.push({
        case: id,
        kind: 'promotion_forged',
        message: `row ${seq}: ${from} → ${to} is a promotion that nobody who may has signed`,
      });
  }

  /** What a case granted stands on a person's yes, or on the promotion of its segment. */
  function groundGrant({ row, earlier }: Granted): void {
    if (isBefore(row.case, row.seq)) return;
    const ground = groundOf(row, earlier);
    if (ground === 'person') return;
    if (typeof ground !== 'string') return void grants.push(ground);
    const message = `row ${row.seq}: the case ended (${row.entry.outcome}) in somebody's name, and ${ground}`;
    found.problems.push({ case: row.case, kind: 'grant_forged', message });
  }

  return {
    found,
    /** What can be said only once all chains were read. */
    finish(): void {
      for (const grant of grants.filter((one) => !wasPromoted(one, steps)))
        found.problems.push({
          case: grant.case,
          kind: 'grant_forged',
          message: `row ${grant.seq}: ended without a person, and no promotion of ${grant.segment} that it names was in force`,
        });
    },
    /** @param chains sound ones */
    async page(tx: Tx, chains: readonly StoredChain[]): Promise<void> {
      const signed = new Map(chains.map((chain) => [chain.case, signedRows(chain)]));
      const ids = [...signed].filter(([, { rows }]) => rows.length > 0).map(([id]) => id);
      const all = await keptFor(
        tx,
        chains.map((chain) => chain.case),
        ids,
      );
      for (const [id, { rows, rollouts, granted, authorityHashes }] of signed) {
        const kept = all.get(id) ?? { proofs: new Map(), receipts: [], unreadable: [] };
        found.problems.push(...kept.unreadable);
        for (const row of rows) prove(row, kept);
        matchReceipts(
          id,
          rows.filter(({ entry }) => entry.action === 'decision.accepted'),
          kept.receipts,
        );
        for (const row of rollouts) followRollout(row);
        for (const one of granted) groundGrant(one);
        for (const hash of authorityHashes) found.authorityHashes.add(hash);
      }
    },
  };
}

/** A row that ends a case and grants something, with those before it. */
interface Granted {
  row: SignedRow;
  earlier: AuditEntry[];
}

function signedRows(chain: StoredChain) {
  const rows: SignedRow[] = [];
  const rollouts: SignedRow[] = [];
  const granted: Granted[] = [];
  const earlier: AuditEntry[] = [];
  const authorityHashes: string[] = [];
  for (const { seq, hash, body } of chain.rows) {
    const entry = JSON.parse(body) as AuditEntry;
    const row = { case: chain.case, seq, hash, entry };
    if (SIGNED_ACTIONS.includes(entry.action)) rows.push(row);
    if (entry.action === 'rollout.changed' || entry.action === 'rollout.demoted') rollouts.push(row);
    if (typeof entry.authorityHash === 'string') authorityHashes.push(entry.authorityHash);
    if (entry.action === 'case.closed' && entry.authority !== null)
      granted.push({ row, earlier: [...earlier] });
    earlier.push(entry);
  }
  return { rows, rollouts, granted, authorityHashes };
}

/** Proofs of the cases in which something was signed, and every receipt, also one that nobody can have been given. */
async function keptFor(tx: Tx, cases: string[], signed: string[]): Promise<Map<string, Kept>> {
  const { rows } = await tx.query<{ case_id: string; hash: string; kind: string; body: string }>(
    `select case_id, hash, kind, body from evidence
      where (kind = 'proof' and case_id = any ($2)) or (kind = 'receipt' and case_id = any ($1))`,
    [cases, signed],
  );
  const kept = new Map<string, Kept>();
  for (const { case_id: id, hash, kind, body } of rows) {
    const own: Kept = kept.get(id) ?? { proofs: new Map(), receipts: [], unreadable: [] };
    kept.set(id, own);
    // What is not what was hashed is reported as such (lostRecords) and proves nothing.
    if (sha256(body) !== hash) continue;
    try {
      const value = JSON.parse(body) as Json;
      if (kind === 'proof') own.proofs.set(hash, value as unknown as Proof);
      else own.receipts.push(parseReceipt(value));
    } catch {
      own.unreadable.push({ case: id, kind: 'receipt_forged', message: `${kind} ${hash} cannot be read` });
    }
  }
  return kept;
}
