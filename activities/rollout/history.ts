import { randomUUID } from 'node:crypto';
import type { SigningKey } from '../../adapters/keys/keys.ts';
import { appendAudit } from '../../adapters/store/audit.ts';
import type { Draw } from '../../adapters/store/draw.ts';
import { putEvidence } from '../../adapters/store/evidence.ts';
import {
  countedAlready,
  type HistoryComparison,
  type HistoryImport,
  historyImports,
  putHistory,
  undoHistory,
} from '../../adapters/store/history-imports.ts';
import { type Store, transact } from '../../adapters/store/pool.ts';
import { listRollout } from '../../adapters/store/rollout.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import { objectionToPromotion } from '../../domain/promotion.ts';
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

/**
 * Keeps what a rehearsal found, as comparisons of decisions that were taken blind: nobody had seen what the machine makes of them. All
 * of it goes in, or nothing.
 * @param key of the person who brings it in, and signs each comparison
 */
export function keepHistory(
  { store, now, draw }: MeasureDeps & { store: Store; draw: Draw },
  of: { lifecycle: Lifecycle; by: string; fileHash: string },
  past: readonly PastComparison[],
  key: SigningKey,
): Promise<KeptHistory> {
  return transact(store, async (tx) => {
    const id = randomUUID();
    const at = now().toISOString();
    const decided = past.flatMap((one) => (one.human === null ? [] : [{ ...one, human: one.human }]));
    const before = await countedAlready(tx, of.lifecycle, decided);
    const fresh = decided.filter((one) => !before.has(one.case));
    const chain = importChain(id);
    const evidence = { schemaVersion: 1, file: of.fileHash, cases: fresh.map((one) => ({ ...one })) };
    const evidenceHash = await putEvidence(tx, chain, 'rehearsal', evidence as unknown as JsonObject);
    await putHistory(
      tx,
      { id, ...of, evidenceHash, at },
      fresh.map(({ externalId: _, policyVersion: __, rules: ___, ...one }) => ({
        ...one,
        draw: draw(one.case),
      })),
      { key, at },
    );
    const counts = { cases: fresh.length, file: of.fileHash };
    await appendAudit(tx, chain, { at, actor: of.by, action: 'history.imported', evidenceHash, ...counts });
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
  deps: MeasureDeps & { store: Store },
  of: { lifecycle: Lifecycle; id: string; by: string; reason: string },
): Promise<UndoneHistory | null> {
  return transact(deps.store, async (tx) => {
    const one = (await historyImports(tx, of.lifecycle)).find(({ id }) => id === of.id);
    const at = deps.now().toISOString();
    const promoted = (await listRollout(tx)).filter(
      (row) => row.lifecycle === of.lifecycle && row.mode === 'automated' && one && row.changedAt > one.at,
    );
    if (!one || !(await undoHistory(tx, of.id, of.by, at))) return null;
    await appendAudit(tx, importChain(of.id), {
      at,
      actor: of.by,
      action: 'history.undone',
      reason: of.reason,
    });
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

/** Under this name an import has its audit chain. */
function importChain(id: string): string {
  return `history:${id}`;
}
