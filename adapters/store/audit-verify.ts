import { type Anchor, anchorsByNumber } from '../../domain/anchors.ts';
import {
  type AuditHead,
  type AuditProblem,
  type Checkpoint,
  headsOf,
  verifyChain,
  verifyCheckpoint,
} from '../../domain/audit.ts';
import { NOTHING_SIGNED, type TrustRoot } from '../../domain/gate/authority-log.ts';
import { verifyText } from '../keys/sign.ts';
import { forgedBookings } from './accounts/forged-bookings.ts';
import { auditChains, authorityChains, isAboutAuthority, type StoredChain } from './audit-chains.ts';
import { lostRecords, lostReferences } from './audit-lost.ts';
import {
  unsignedAuthorityRows,
  verifyAuthorityLog,
  verifyAuthorityTables,
  verifyRollout,
} from './authority-verify.ts';
import { checkpointsAfter } from './checkpoints.ts';
import { contradictedComparisons, forgedComparisons } from './comparison-verify.ts';
import { unstampedDeliveries } from './delivery-stamps.ts';
import { forgedFacts, forgedStandings } from './facts-stamp.ts';
import { sha256 } from './hash.ts';
import { forgedImports } from './import-verify.ts';
import { installationKeys } from './installation.ts';
import { forgedLooks } from './look-verify.ts';
import { verifyMarks } from './match-marks.ts';
import { oneSnapshot, type Tx } from './pool.ts';
import { type CoveredAt, type NamedRow, proofVerifier } from './proof-verify.ts';
import { unsignedLooks } from './signed-looks.ts';
import { unsignedPolicies } from './signed-policies.ts';
import { unstampedSubmissions } from './submission-stamps.ts';
import type { Vault } from './vault.ts';

export interface AuditReport {
  cases: number;
  rows: number;
  checkpoints: number;
  /** The last checkpoint; keep it elsewhere and pass it as `anchor` next time. */
  last: { number: number; hash: string } | null;
  /** Rows that say that a person decided, and are proved by their signature. */
  proved: number;
  /** Taken without a signature, where policy let that pass (development). */
  unsigned: NamedRow[];
  /** Taken before tokens were kept: neither proved nor disproved. */
  before: NamedRow[];
  /** What somebody should look at, though nothing was forged: signed with a key that was lost by then, keys that wait. */
  doubtful: NamedRow[];
  /** Empty: nothing was changed, removed, reordered or invented. */
  problems: AuditProblem[];
}

/**
 * Recomputes every chain and checkpoint, compares them with each other and with the cases and evidence they speak of, and proves
 * what they say that people did: each decision by its token and its receipt, each promotion, each change of authority.
 * Must be the first thing in its transaction (it reads one snapshot, so that work in progress is no alarm).
 * @param options.case only this case's chain, and those of authority and rollout, on which its decisions rest (checkpoints are read all
 *   the same).
 * @param options.root the installation's public key, kept outside the database; default: the one registered in it, which a
 *   forger who owns the database could have replaced.
 * @param options.anchors checkpoints noted elsewhere (SIEM, workflow history): the only way to notice that somebody who owns
 *   the database cut off the newest checkpoints together with their cases.
 * @param options.vault with it what came in is checked as well: it takes the master key.
 */
export async function verifyAudit(
  tx: Tx,
  options: {
    case?: string;
    root?: TrustRoot;
    anchors?: readonly Anchor[];
    vault?: Pick<Vault, 'stampOf'>;
  } = {},
): Promise<AuditReport> {
  await oneSnapshot(tx);
  await tx.query('set local statement_timeout = 0');
  const root = options.root ?? (await installationKeys(tx))[0] ?? { kid: '', publicKey: '' };
  const log = await verifyAuthorityLog(tx, root);
  const begun = log.states.at(-1)?.begun ?? null;
  const { covered, coveredAt, before, checkpoints, last, problems } = await verifyCheckpoints(
    tx,
    root,
    options.anchors ?? [],
    begun?.checkpoint ?? null,
  );
  const proofs = proofVerifier(root, log.states, begun === null ? null : before, coveredAt);
  let cases = 0;
  let rows = 0;
  const complete = problems.length === 0;
  const only = options.case === undefined ? undefined : [options.case, ...(await authorityChains(tx))];
  for await (const page of auditChains(tx, only)) {
    const sound: StoredChain[] = [];
    for (const chain of page) {
      if (options.case === undefined || options.case === chain.case) {
        cases += 1;
        rows += chain.rows.length;
      }
      const broken = verifyChain(chain.case, chain.rows, chain.head, sha256);
      problems.push(...broken);
      if (broken.length === 0) {
        sound.push(chain);
        problems.push(...against(covered.get(chain.case), chain, complete));
      }
      covered.delete(chain.case);
    }
    problems.push(...(await lostReferences(tx, sound)));
    await proofs.page(tx, sound);
    if (begun !== null) problems.push(...(await unsignedLooks(tx, root, sound, before)));
    problems.push(...(await contradictedComparisons(tx, sound)));
  }
  proofs.finish();
  for (const head of covered.values())
    if (options.case === undefined || options.case === head.case || isAboutAuthority(head.case))
      problems.push({
        case: head.case,
        kind: 'case_missing',
        message: `checkpoint ${head.number} names it with ${head.seq} rows, nothing is left`,
      });
  problems.push(...(await lostRecords(tx, options.case)));
  if (begun !== null) problems.push(...(await forgedLooks(tx, before, options.case)));
  problems.push(...(await forgedComparisons(tx, root, log.states, options.case)));
  problems.push(...(await forgedImports(tx, root)));
  if (options.vault) {
    problems.push(...(await unstampedSubmissions(tx, options.vault, options.case)));
    problems.push(...(await unstampedDeliveries(tx, options.vault)));
    problems.push(...(await forgedFacts(tx, options.vault, options.case)));
  }
  const { proved, unsigned, modes, authorityHashes } = proofs.found;
  problems.push(...proofs.found.problems);
  problems.push(...log.problems, ...(await verifyAuthorityTables(tx, root, log.states, authorityHashes)));
  problems.push(...(await verifyRollout(tx, modes)), ...(await unsignedPolicies(tx, root)));
  problems.push(
    ...(await forgedBookings(tx, root, options.case)),
    ...(await forgedStandings(tx, options.case)),
  );
  const marks = await verifyMarks(tx, root, log.states);
  problems.push(...marks.problems);
  const authority = log.states.at(-1) ?? NOTHING_SIGNED;
  const doubtful = [
    ...proofs.found.doubtful,
    ...(await unsignedAuthorityRows(tx, authority)),
    ...marks.doubtful,
  ];
  return {
    cases,
    rows,
    checkpoints,
    last,
    proved,
    unsigned,
    before: proofs.found.before,
    doubtful,
    problems,
  };
}

type Covered = AuditHead & { number: number };

/** @param begins the checkpoint with which the signed log of authority begins; null before it does */
async function verifyCheckpoints(tx: Tx, root: TrustRoot, anchors: readonly Anchor[], begins: number | null) {
  const covered = new Map<string, Covered>();
  const before = new Map<string, number>();
  const coverings = new Map<string, { seq: number; at: string }[]>();
  const problems: AuditProblem[] = [];
  let previous: Checkpoint | undefined;
  let checkpoints = 0;
  const noted = anchorsByNumber(anchors);
  const signed = ({ kid, hash, signature }: Checkpoint) =>
    kid === root.kid && verifyText(root.publicKey, 'checkpoint', hash, signature);
  for (;;) {
    const page = await checkpointsAfter(tx, previous?.number, 'asc', 100);
    for (const checkpoint of page) {
      const broken = verifyCheckpoint(checkpoint, previous, sha256, signed);
      problems.push(...broken);
      if (broken.length === 0)
        for (const head of headsOf(checkpoint)) {
          covered.set(head.case, { ...head, number: checkpoint.number });
          const own = coverings.get(head.case) ?? [];
          own.push({ seq: head.seq, at: checkpoint.at });
          coverings.set(head.case, own);
          if (begins !== null && checkpoint.number <= begins) before.set(head.case, head.seq);
        }
      problems.push(...noted.compare(checkpoint));
      previous = checkpoint;
      checkpoints += 1;
    }
    if (page.length === 0) break;
  }
  problems.push(...noted.missing());
  const last = previous ? { number: previous.number, hash: previous.hash } : null;
  const coveredAt: CoveredAt = (chain, seq) =>
    coverings.get(chain)?.find((covering) => covering.seq >= seq)?.at ?? null;
  return { covered, coveredAt, before, checkpoints, problems, last };
}

/**
 * A sound chain against the last checkpoint that names it.
 * @param complete whether all checkpoints are sound; if not, that a case lacks one says nothing new.
 */
function against(covered: Covered | undefined, chain: StoredChain, complete: boolean): AuditProblem[] {
  const last = chain.rows.at(-1);
  if (covered && chain.rows.length < covered.seq)
    return [
      {
        case: chain.case,
        kind: 'row_missing',
        message: `checkpoint ${covered.number} knew ${covered.seq} rows, ${chain.rows.length} are left`,
      },
    ];
  if (covered && chain.rows[covered.seq - 1]?.hash !== covered.hash)
    return [
      {
        case: chain.case,
        kind: 'checkpoint_contradicted',
        message: `row ${covered.seq} is not the one that checkpoint ${covered.number} names: the chain was rewritten`,
      },
    ];
  if (complete && !chain.unsealed && covered?.hash !== last?.hash)
    return [
      {
        case: chain.case,
        kind: 'checkpoint_missing',
        message: 'a checkpoint has covered its head, but is not here',
      },
    ];
  return [];
}
