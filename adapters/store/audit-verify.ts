import {
  type AuditHead,
  type AuditProblem,
  type Checkpoint,
  headsOf,
  verifyChain,
  verifyCheckpoint,
} from '../../domain/audit.ts';
import { verifyText } from '../keys/sign.ts';
import { auditChains, type StoredChain } from './audit-chains.ts';
import { lostRecords, lostReferences } from './audit-lost.ts';
import { checkpointsAfter } from './checkpoints.ts';
import { sha256 } from './hash.ts';
import type { Tx } from './pool.ts';

export interface AuditReport {
  cases: number;
  rows: number;
  checkpoints: number;
  /** The last checkpoint; keep it elsewhere and pass it as `anchor` next time. */
  last: { number: number; hash: string } | null;
  /** Empty: nothing was changed, removed or reordered. */
  problems: AuditProblem[];
}

/**
 * Recomputes every chain and checkpoint and compares them with each other and with the cases and evidence they speak of.
 * Must be the first thing in its transaction (it reads one snapshot, so that work in progress is no alarm).
 * @param options.case only this case's chain (checkpoints are read all the same).
 * @param options.keys public keys (SPKI, base64) by kid, kept outside the database; default: those registered in it, which a
 *   forger who owns the database could have replaced.
 * @param options.anchor a checkpoint noted elsewhere (SIEM, workflow history): the only way to notice that somebody who owns
 *   the database cut off the newest checkpoints together with their cases.
 */
export async function verifyAudit(
  tx: Tx,
  options: {
    case?: string;
    keys?: Readonly<Record<string, string>>;
    anchor?: { number: number; hash: string };
  } = {},
): Promise<AuditReport> {
  await tx.query('set transaction isolation level repeatable read, read only');
  await tx.query('set local statement_timeout = 0');
  const keys = options.keys ?? (await registeredKeys(tx));
  const { covered, checkpoints, last, problems } = await verifyCheckpoints(tx, keys, options.anchor);
  let cases = 0;
  let rows = 0;
  const complete = problems.length === 0;
  for await (const page of auditChains(tx, options.case)) {
    const sound: StoredChain[] = [];
    for (const chain of page) {
      cases += 1;
      rows += chain.rows.length;
      const broken = verifyChain(chain.case, chain.rows, chain.head, sha256);
      problems.push(...broken);
      if (broken.length === 0) {
        sound.push(chain);
        problems.push(...against(covered.get(chain.case), chain, complete));
      }
      covered.delete(chain.case);
    }
    problems.push(...(await lostReferences(tx, sound)));
  }
  for (const head of covered.values())
    if (options.case === undefined || options.case === head.case)
      problems.push({
        case: head.case,
        kind: 'case_missing',
        message: `checkpoint ${head.number} names it with ${head.seq} rows, nothing is left`,
      });
  problems.push(...(await lostRecords(tx, options.case)));
  return { cases, rows, checkpoints, last, problems };
}

type Covered = AuditHead & { number: number };

async function verifyCheckpoints(
  tx: Tx,
  keys: Readonly<Record<string, string>>,
  anchor: { number: number; hash: string } | undefined,
) {
  const covered = new Map<string, Covered>();
  const problems: AuditProblem[] = [];
  let previous: Checkpoint | undefined;
  let checkpoints = 0;
  let anchored = anchor === undefined;
  const signed = (checkpoint: Checkpoint) =>
    verifyText(keys[checkpoint.kid] ?? '', 'checkpoint', checkpoint.hash, checkpoint.signature);
  for (;;) {
    const page = await checkpointsAfter(tx, previous?.number, 'asc', 100);
    for (const checkpoint of page) {
      const broken = verifyCheckpoint(checkpoint, previous, sha256, signed);
      problems.push(...broken);
      if (broken.length === 0)
        for (const head of headsOf(checkpoint))
          covered.set(head.case, { ...head, number: checkpoint.number });
      anchored ||= checkpoint.number === anchor?.number && checkpoint.hash === anchor.hash;
      previous = checkpoint;
      checkpoints += 1;
    }
    if (page.length === 0) break;
  }
  if (!anchored)
    problems.push({
      case: null,
      kind: 'checkpoint_missing',
      message: `checkpoint ${anchor?.number}, noted elsewhere, is not here`,
    });
  return {
    covered,
    checkpoints,
    problems,
    last: previous ? { number: previous.number, hash: previous.hash } : null,
  };
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

async function registeredKeys(tx: Tx): Promise<Record<string, string>> {
  const { rows } = await tx.query<{ kid: string; public_key: string }>(
    "select kid, public_key from signing_keys where person_id = 'installation'",
  );
  return Object.fromEntries(rows.map((row) => [row.kid, row.public_key]));
}
