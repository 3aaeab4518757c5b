import type { Tx } from '../../adapters/store/pool.ts';
import { newestSignedLook } from '../../adapters/store/signed-looks.ts';
import type { TrustRoot } from '../../domain/gate/authority-log.ts';

/**
 * What the last look at a case answered; undefined when there was none. One that no worker has signed is none: who may decide a case is
 * judged by what it says. Which one is the last says the trail.
 */
export function lastLook<Answer>(
  tx: Tx,
  root: TrustRoot,
  { case: id }: { case: string },
): Promise<Answer | undefined> {
  return newestSignedLook<Answer>(tx, root, id);
}
