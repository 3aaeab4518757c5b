import { appendAudit } from '../../adapters/store/audit.ts';
import { countItems, retryFailed } from '../../adapters/store/batch-items.ts';
import { lockBatch, setBatchState } from '../../adapters/store/batches.ts';
import { type Store, transact } from '../../adapters/store/pool.ts';
import { type BatchCommand, type BatchCounts, COMMAND_ACTIONS, commandProblem } from '../../domain/batch.ts';
import type { Refusal } from '../../domain/decision.ts';
import { may } from '../../domain/gate/authority.ts';
import { type ByHandDeps, signedEntry } from '../gate/signed-entry.ts';
import type { SignEntry } from '../rollout/history.ts';

/** What a person says to a batch. */
export interface BatchOrder {
  batch: string;
  command: BatchCommand;
  /** Person id. */
  by: string;
  reason: string;
}

/**
 * Pauses a batch, lets it go on, or has what failed tried again; signed and audited. It takes effect with the next page or case, whether or not
 * Temporal answers: what works on a batch asks its row each time.
 * @returns how many items stood where before; null for a batch that there is not
 */
export function commandBatch(
  deps: ByHandDeps & { store: Store },
  { batch: id, command, by, reason }: BatchOrder,
  sign: SignEntry,
): Promise<BatchCounts | Refusal | null> {
  return transact(deps.store, async (tx) => {
    const row = await lockBatch(tx, id);
    if (!row) return null;
    const { people, policy } = await deps.authority(tx);
    const rights = policy ?? deps.policy().authority;
    const person = people[by];
    const isAllowed = ['configure', 'override'] as const;
    if (!person?.active || !isAllowed.some((verb) => may(person.role, verb, 'configuration', rights)))
      return { code: 'role', message: `${by} may not command a batch; ask Partner Ops or an Admin` };
    const counts = await countItems(tx, id);
    const problem = commandProblem(command, row.state, counts);
    if (problem !== null) return { code: 'not_offered', message: problem };
    const entered = { kind: 'batch' as const, case: id, by, words: { command, reason } };
    const signed = await signedEntry(tx, deps, { ...entered, token: await sign(tx, entered) });
    if ('message' in signed) return signed as Refusal;
    const at = deps.now().toISOString();
    if (command === 'retry') await retryFailed(tx, id, at);
    await setBatchState(tx, id, command === 'pause' ? 'paused' : 'running', null);
    const action = COMMAND_ACTIONS[command];
    await appendAudit(tx, id, { at, actor: by, action, command, reason, ...signed });
    return counts;
  });
}
