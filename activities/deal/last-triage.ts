import type { Tx } from '../../adapters/store/pool.ts';
import type { TrustRoot } from '../../domain/gate/authority-log.ts';
import { lastLook } from '../kit/last-look.ts';
import type { Triage } from './triage.ts';

/** What the last look at a deal answered; undefined when there was none. The partner's address in it stays sealed. */
export const lastTriage = (tx: Tx, root: TrustRoot, row: { case: string }): Promise<Triage | undefined> =>
  lastLook<Triage>(tx, root, row);
