import { randomUUID } from 'node:crypto';
import type { SigningKey } from '../../adapters/keys/keys.ts';
import { lockAgreements } from '../../adapters/store/agreements.ts';
import { appendAudit } from '../../adapters/store/audit.ts';
import type { Draw } from '../../adapters/store/draw.ts';
import { putEvidence } from '../../adapters/store/evidence.ts';
import { contentHash, sha256 } from '../../adapters/store/hash.ts';
import {
  countedAlready,
  type HistoryComparison,
  type HistoryImport,
  historyImports,
  putHistory,
  statedHistory,
  undoHistory,
} from '../../adapters/store/history-imports.ts';
import { type Store, type Tx, transact } from '../../adapters/store/pool.ts';
import { listRollout } from '../../adapters/store/rollout.ts';
import { comparisonText } from '../../domain/comparison.ts';
import type { Refusal } from '../../domain/decision.ts';
import { importChain } from '../../domain/identity.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import { objectionToPromotion } from '../../domain/promotion.ts';
import { type ByHandDeps, type EnteredByHand, signedEntry } from '../gate/signed-entry.ts';
import { demote } from './demote.ts';
import { type MeasureDeps, measureSegment } from './measure-segment.ts';

/** A case of the past with what machine and person made of it. */
export interface PastComparison extends Omit<HistoryComparison, 'draw' | 'human'> {
  externalId: string;
  /** Null: nobody decided it, and it is not counted. */
  human: string | null;
  policyVersion: string;
  rules: string[];
}

export interface KeptHistory {
  import: string;
  /** Comparisons that are kept. */
  kept: number;
  /** Left out, because they count already. */
  before: number;
}

/** What checking the signature of whoever brings history in, or takes it back, needs. */
export type HistoryDeps = MeasureDeps & ByHandDeps & { store: Store };

/** Signs what is entered, in the transaction of the entry: what is counted already is known only there. */
export type SignEntry = (tx: Tx, entered: EnteredByHand) => Promise<string>;

/**
 * Keeps what a rehearsal found, as comparisons of decisions that were taken blind: nobody had seen what the machine makes of them. All
 * of it goes in, or nothing; whoever brings it in signs for the file and what was made of it.
 * @param by their key, which signs each comparison, and what signs the import
 */
export function keepHistory(
  deps: HistoryDeps & { draw: Draw },
  of: { lifecycle: Lifecycle; by: string; fileHash: string },
  past: readonly PastComparison[],
  by: { key: SigningKey; sign: SignEntry },
): Promise<KeptHistory | Refusal> {
  const { store, now, draw } = deps;
  const { key, sign } = by;
  return transact(store, async (tx) => {
    // The same file brought in twice at once would count twice.
    await lockAgreements(tx, of.lifecycle, 'alone');
    const id = randomUUID();
    const at = now().toISOString();
    const decided = past.flatMap((one) => (one.human === null ? [] : [{ ...one, human: one.human }]));
    const before = await countedAlready(tx, deps.installationKey, of.lifecycle, decided);
    const fresh = decided.filter((one) => !before.has(one.case));
    const chain = importChain(id);
    const stated = await statedHistory(
      tx,
      { id, lifecycle: of.lifecycle },
      fresh.map(({ externalId: _, policyVersion: __, rules: ___, ...one }) => ({
        ...one,
        draw: draw(one.case),
      })),
    );
    // The trail tells of each comparison by the hash of what is signed.
    const hashes = stated.map((one) => sha256(comparisonText(one, at)));
    const cases = fresh.map((one, index) => ({ ...one, comparison: hashes[index] ?? null }));
    const evidence = { schemaVersion: 1, file: of.fileHash, cases };
    const counts = { cases: fresh.length, file: of.fileHash, evidenceHash: contentHash(evidence) };
    const signed = await signedBy(tx, deps, sign, { kind: 'import', case: chain, by: of.by, words: counts });
    if ('message' in signed) return signed as Refusal;
    const evidenceHash = await putEvidence(tx, chain, 'rehearsal', evidence as unknown as JsonObject);
    await putHistory(tx, { id, ...of, evidenceHash, at }, stated, { key, at });
    await appendAudit(tx, chain, { at, actor: of.by, action: 'history.imported', ...counts, ...signed });
    return { import: id, kept: fresh.length, before: before.size };
  });
}

/** What taking an import back did. */
export interface UndoneHistory {
  import: HistoryImport;
  /** Segments that had been promoted since and do not carry it any more. */
  demoted: string[];
}

/**
 * Takes an import back whole. A segment that was promoted since goes back to `assisted` where what is left does not carry it.
 * @returns null when there is no such import, or it was taken back before
 */
export function undoImport(
  deps: HistoryDeps,
  of: { lifecycle: Lifecycle; id: string; by: string; reason: string },
  sign: SignEntry,
): Promise<UndoneHistory | Refusal | null> {
  return transact(deps.store, async (tx) => {
    // A promotion that goes by what is taken back here would stand without it.
    await lockAgreements(tx, of.lifecycle, 'alone');
    const one = (await historyImports(tx, deps.installationKey, of.lifecycle)).find(({ id }) => id === of.id);
    const at = deps.now().toISOString();
    const promoted = (await listRollout(tx)).filter(
      (row) => row.lifecycle === of.lifecycle && row.mode === 'automated' && one && row.changedAt > one.at,
    );
    if (!one || one.undoneAt !== null) return null;
    const { by, reason: why } = of;
    const chain = importChain(of.id);
    const signed = await signedBy(tx, deps, sign, { kind: 'undo', case: chain, by, words: { reason: why } });
    if ('message' in signed) return signed as Refusal;
    await undoHistory(tx, of.id, by, at);
    await appendAudit(tx, chain, { at, actor: by, action: 'history.undone', reason: why, ...signed });
    const demoted: string[] = [];
    for (const row of promoted) {
      const measure = await measureSegment(tx, deps, row.lifecycle, row.segment);
      const objection = objectionToPromotion(measure, deps.rules());
      if (objection === null) continue;
      const reason = `the history that its promotion rested on was taken back: ${objection}`;
      await demote(tx, deps, row, { reason, cause: null, measure });
      demoted.push(row.segment);
    }
    return { import: one, demoted };
  });
}

/** What the audit row says of who signed it. */
async function signedBy(tx: Tx, deps: HistoryDeps, sign: SignEntry, entered: EnteredByHand) {
  return signedEntry(tx, deps, { ...entered, token: await sign(tx, entered) });
}
