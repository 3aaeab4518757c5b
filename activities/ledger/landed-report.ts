import type { Landed } from '../../adapters/ports/write.ts';
import {
  type AttemptOutcome,
  type Claimed,
  type Intent,
  stepLedger,
} from '../../adapters/store/ledger-step.ts';
import type { Tx } from '../../adapters/store/pool.ts';

/** What has landed at a vendor, on its way into the ledger. */
export interface LandedReport {
  /** Everything that has landed, whether or not the ledger has been told. */
  answers(): readonly Landed[];
  /** A write has landed. The ledger is told with the next intent, or by `tell`. */
  landed(outcome: AttemptOutcome & { landed: Landed }): void;
  /** Tells the ledger what it does not know yet, and claims the next write if one is given. */
  tell(next?: Intent): Promise<Claimed | null>;
}

/** @param known what the ledger has as done, in order; added to whenever it has been told of another */
export function openLandedReport(db: Tx, known: Landed[]): LandedReport {
  let untold: (AttemptOutcome & { landed: Landed }) | null = null;
  return {
    answers: () => (untold ? [...known, untold.landed] : known),
    landed(outcome) {
      untold = outcome;
    },
    async tell(next) {
      const ended = untold;
      if (ended === null && next === undefined) return null;
      const { claim } = await stepLedger(db, ended, next ?? null);
      untold = null;
      if (ended) known.push(ended.landed);
      return next === undefined ? null : claim;
    },
  };
}
