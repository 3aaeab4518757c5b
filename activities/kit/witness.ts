import { getInstallation, setInstallation } from '../../adapters/store/installation.ts';
import { type Store, transact } from '../../adapters/store/pool.ts';
import type { Witness } from '../../adapters/witness/witness.ts';
import type { Checkpoint } from '../../domain/audit.ts';
import type { JsonObject } from '../../domain/json.ts';

/** What became of the last checkpoint at one witness; kept for `doctor` under the fact `witness`. */
export type Witnessed = {
  number: number;
  /** UTC instant. */
  at: string;
  /** Why it was not kept; null when it was. */
  problem: string | null;
};

const CALL = { timeoutMs: 5_000, mayWait: false };

/**
 * Tells each witness of the last checkpoint, once. What a witness has already is remembered here and not in the database, whose
 * owner could claim that everything was told. One that fails stops nothing: the next checkpoint commits to this one as well.
 */
export function tellWitnesses(deps: { store: Store; witnesses: readonly Witness[]; now: () => Date }) {
  const noted = new Map<string, string>();
  return async (checkpoint: Checkpoint): Promise<void> => {
    const waiting = deps.witnesses.filter(({ name }) => noted.get(name) !== checkpoint.hash);
    const told = await Promise.all(
      waiting.map(async (witness): Promise<[string, Witnessed]> => {
        const problem = await witness.note(checkpoint, CALL).then(
          () => null,
          (error: unknown) => (error instanceof Error ? error.message : String(error)),
        );
        if (problem === null) noted.set(witness.name, checkpoint.hash);
        return [witness.name, { number: checkpoint.number, at: deps.now().toISOString(), problem }];
      }),
    );
    if (told.length === 0) return;
    await transact(deps.store, async (tx) => {
      const before = ((await getInstallation(tx, 'witness')) ?? {}) as JsonObject;
      await setInstallation(tx, 'witness', { ...before, ...Object.fromEntries(told) });
    });
  };
}
