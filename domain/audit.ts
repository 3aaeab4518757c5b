import { canonicalText, wellFormed } from './evidence.ts';
import type { Json } from './json.ts';

/**
 * The audit trail: one hash chain per case, and signed checkpoints that hash all changed heads onto the previous one.
 * Hashing is passed in (`sha256`: UTF-8 text to lower-case hex), so that this file stays free of platform code.
 */
export type Sha256 = (text: string) => string;

/** One thing that happened in a case. Beside the three fields only references: ids, hashes, codes; personal values sealed. */
export interface AuditEntry {
  /** UTC instant, ISO 8601. */
  at: string;
  /** Opaque person id, `system`, or `partner:<id>`. */
  actor: string;
  /** `<thing>.<what happened>`, e.g. `case.started`, `decision.accepted`, `effect.done`. */
  action: string;
  [reference: string]: Json;
}

export interface AuditRow {
  case: string;
  seq: number;
  body: string;
  prevHash: string;
  hash: string;
}

/** The last link of a case's chain. */
export interface AuditHead {
  case: string;
  seq: number;
  hash: string;
}

export interface Checkpoint {
  /** 1, 2, 3 … */
  number: number;
  at: string;
  /** Canonical text of [[case, seq, hash], …]. */
  heads: string;
  prevHash: string;
  hash: string;
  kid: string;
  /** Ed25519 over `hash`, base64url. */
  signature: string;
}

/** Something that is not as it was written; `case` is null when a checkpoint itself is at fault. */
export interface AuditProblem {
  case: string | null;
  kind:
    | 'row_changed'
    | 'row_missing'
    | 'head_changed'
    | 'case_missing'
    | 'evidence_changed'
    | 'evidence_missing'
    | 'checkpoint_changed'
    | 'checkpoint_missing'
    | 'checkpoint_contradicted'
    | 'bad_signature'
    /** A decision, promotion, extension or erasure that the person named in it has not signed. */
    | 'not_signed'
    | 'receipt_missing'
    | 'receipt_forged'
    /** One token stands for two decisions. */
    | 'token_reused'
    /** People, keys, delegations or the signed log of authority are not as they were signed. */
    | 'authority_changed'
    /** A segment may do more than anybody has signed. */
    | 'promotion_forged'
    /** A case granted something that neither a person nor the promotion of its segment stands for. */
    | 'grant_forged'
    /** A kept look that no worker has computed. */
    | 'look_forged'
    /** A comparison of machine and people that nobody who may state it has signed as it stands. */
    | 'comparison_forged'
    /** Something in the accounts that the signed events of its program do not come to. */
    | 'booking_forged'
    | 'claim_facts_forged'
    /** An import of registrations of the past that its trail does not tell of, or tells of otherwise. */
    | 'import_forged'
    /** A submission that none of our processes has taken in. */
    | 'submission_forged'
    /** A policy that the installation has not signed. */
    | 'policy_forged'
    /** A word on two records of the match index that nobody was allowed to say. */
    | 'mark_forged'
    /** A word on two records that the trail tells of is gone: with it gone the word before would count again. */
    | 'mark_missing';
  /** What was found where, in one sentence. */
  message: string;
}

/** What the first link of every chain, and the first checkpoint, stand on. */
export const GENESIS = '0'.repeat(64);

/** The canonical text of an entry as it is stored and hashed. */
export function entryBody(entry: AuditEntry): string {
  return canonicalText(wellFormed(entry as { [key: string]: Json }));
}

/** What is hashed for one link. audit_append computes the same in the database. */
export function linkText(link: { case: string; seq: number; body: string; prevHash: string }): string {
  return `${link.prevHash}\n${link.case}\n${link.seq}\n${link.body}`;
}

/** What is hashed for one checkpoint. audit_checkpoint computes the same in the database. */
export function checkpointText(checkpoint: Pick<Checkpoint, 'number' | 'at' | 'heads' | 'prevHash'>): string {
  return `${checkpoint.prevHash}\n${checkpoint.number}\n${checkpoint.at}\n${checkpoint.heads}`;
}

/** The text of a checkpoint's heads, the same whatever order they were read in. */
export function headsText(heads: readonly AuditHead[]): string {
  const sorted = [...heads].sort((a, b) => (a.case < b.case ? -1 : a.case > b.case ? 1 : 0));
  return canonicalText(sorted.map((head) => [head.case, head.seq, head.hash]));
}

/** The heads of a checkpoint. @throws SyntaxError when the text was changed into something else than JSON. */
export function headsOf(checkpoint: Pick<Checkpoint, 'heads'>): AuditHead[] {
  return (JSON.parse(checkpoint.heads) as [string, number, string][]).map(([id, seq, hash]) => ({
    case: id,
    seq,
    hash,
  }));
}

/** Checks one case's rows, in the order of seq, and that they end in its head. Stops at the first broken link. */
export function verifyChain(
  id: string,
  rows: readonly AuditRow[],
  head: AuditHead | undefined,
  sha256: Sha256,
): AuditProblem[] {
  let prevHash = GENESIS;
  let seq = 0;
  for (const row of rows) {
    if (row.seq !== seq + 1)
      return [
        { case: id, kind: 'row_missing', message: `row ${seq + 1} is missing, row ${row.seq} follows` },
      ];
    if (row.prevHash !== prevHash)
      return [{ case: id, kind: 'row_changed', message: `row ${row.seq} does not follow row ${seq}` }];
    if (sha256(linkText({ ...row, case: id })) !== row.hash)
      return [{ case: id, kind: 'row_changed', message: `row ${row.seq} is not what was hashed` }];
    prevHash = row.hash;
    seq = row.seq;
  }
  if (!head) return [{ case: id, kind: 'head_changed', message: `${seq} rows, but no head` }];
  if (head.seq > seq)
    return [
      { case: id, kind: 'row_missing', message: `rows ${seq + 1} to ${head.seq} are missing at the end` },
    ];
  if (head.seq !== seq || head.hash !== prevHash)
    return [{ case: id, kind: 'head_changed', message: `the head is not row ${seq}` }];
  return [];
}

/**
 * Checks one checkpoint against the one before it (undefined: it must be the first). Its heads are compared with the
 * chains by the caller, who can look them up.
 * @param signed whether the signature over the hash is good under the key of this `kid`.
 */
export function verifyCheckpoint(
  checkpoint: Checkpoint,
  previous: Pick<Checkpoint, 'number' | 'hash'> | undefined,
  sha256: Sha256,
  signed: (checkpoint: Checkpoint) => boolean,
): AuditProblem[] {
  const problem = (kind: AuditProblem['kind'], message: string): AuditProblem[] => [
    { case: null, kind, message },
  ];
  const expected = (previous?.number ?? 0) + 1;
  if (checkpoint.number !== expected)
    return problem('checkpoint_missing', `checkpoint ${expected} is missing, ${checkpoint.number} follows`);
  if (checkpoint.prevHash !== (previous?.hash ?? GENESIS))
    return problem('checkpoint_changed', `checkpoint ${checkpoint.number} does not follow the one before`);
  if (sha256(checkpointText(checkpoint)) !== checkpoint.hash)
    return problem('checkpoint_changed', `checkpoint ${checkpoint.number} is not what was hashed`);
  if (!signed(checkpoint))
    return problem('bad_signature', `checkpoint ${checkpoint.number} is not signed by key ${checkpoint.kid}`);
  return [];
}
