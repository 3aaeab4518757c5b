import { activityInfo, cancellationSignal, heartbeat } from '@temporalio/activity';
import type { Delivery } from '../../adapters/intake/deliver.ts';
import { INTAKES } from '../../adapters/intake/lifecycles.ts';
import type { IntakeForm } from '../../adapters/intake/parse.ts';
import { settledBefore, settleReading } from '../../adapters/intake/settle-reading.ts';
import { firstStage } from '../../adapters/intake/stages.ts';
import type { Ports } from '../../adapters/ports/index.ts';
import {
  type ClaimedDelivery,
  claimDelivery,
  claimedDelivery,
  DeliveryForged,
  saveReading,
  settleDelivery,
} from '../../adapters/store/deliveries.ts';
import { type Store, transact } from '../../adapters/store/pool.ts';
import { SubjectErased } from '../../adapters/store/seal.ts';
import { statement } from '../../adapters/store/statement.ts';
import type { Vault } from '../../adapters/store/vault.ts';
import type { Fault } from '../../contracts/problem.ts';
import type { Stage } from '../../domain/intake.ts';
import type { FormatOf } from '../../domain/reading/source-format.ts';
import { vendorFailure } from '../kit/vendor-failures.ts';
import { keptModel } from '../model/kept-model.ts';
import { createModelActivities } from '../model/model.ts';

export interface IntakeDeps extends Delivery {
  store: Store;
  vault: Vault;
  ports: Pick<Ports, 'prm' | 'crm' | 'llm'>;
  /** Most model tokens a day; null: no limit. */
  tokensPerDay: number | null;
  now: () => Date;
  formatOf: FormatOf;
  /** See isSenderProved. */
  mailServers?: readonly string[];
}

/** How a reading ended, by references. */
export interface IntakeEnding {
  state: 'settled' | 'postponed';
  cases: string[];
  deadLetters: string[];
  /** Something about the same has come meanwhile. */
  more: boolean;
}

export type IntakeActivities = ReturnType<typeof intakeActivities>;

/** Attempts of profile `model`: at the last one an outage leaves the reading to the rules. */
const LAST_ATTEMPT = 4;
/** A result names so many cases; the delivery's outcome has all of them. */
const MOST_NAMED = 20;

export function intakeActivities(deps: IntakeDeps) {
  const { store, vault, ports, now, formatOf, mailServers = [], tokensPerDay } = deps;
  const db = statement(store);
  const reading = { store, vault, prm: ports.prm, crm: ports.crm, now, formatOf, mailServers, ...modelOf() };

  /** A model reads what the rules left open; each exchange is kept as evidence of the case. */
  function modelOf() {
    if (ports.llm === null) return {};
    const { extractDeal } = createModelActivities(keptModel({ store, llm: ports.llm, tokensPerDay, now }));
    const lastTry = () => activityInfo().attempt >= LAST_ATTEMPT;
    return {
      model: (input: Parameters<typeof extractDeal>[0], call: Parameters<typeof extractDeal>[1]['call']) =>
        extractDeal(input, { call: { ...call, timeoutMs: 120_000 }, lastTry: lastTry() }),
    };
  }

  return {
    /** Takes what an intake has to read next. @returns the number of the reading; null when there is nothing */
    async claimIntake(intake: string): Promise<number | null> {
      return transact(store, (tx) => claimDelivery(tx, intake));
    },

    /**
     * Takes one step of a reading. What was read is kept sealed, and nothing of it is answered here.
     * @param input.begins it is the first step, which follows from the form of the delivery
     * @returns the next step; null when another run reads it by now
     * @throws ApplicationFailure a vendor failure
     */
    async advanceIntake(input: {
      claim: number;
      stage: Stage;
      begins?: boolean;
    }): Promise<Stage | 'settle' | null> {
      return beating(async () => {
        const delivery = await openedDelivery(input.claim);
        if (!delivery) return null;
        const call = { timeoutMs: 20_000, mayWait: true, signal: cancellationSignal() };
        const { advance } = INTAKES[delivery.lifecycle];
        const stage = input.begins ? firstStage(delivery.form as IntakeForm) : input.stage;
        const { reading: read, next } = await advance(reading, delivery, stage, call);
        const kept = await transact(store, (tx) => saveReading(tx, vault, delivery, read));
        return kept ? next : null;
      });
    },

    /**
     * Ends a reading: starts or amends the cases, or keeps a dead letter. Repeating it changes nothing.
     * @param input.failed why it could not be read; `away`: its source did not answer
     */
    async settleIntake(input: {
      intake: string;
      claim: number;
      failed: Fault | 'away' | null;
    }): Promise<IntakeEnding> {
      return beating(async () => {
        const { intake, claim, failed } = input;
        const delivery = await openedDelivery(claim);
        const ending = delivery
          ? await settleReading(deps, delivery, failed, beat)
          : await settledBefore(deps, intake, claim);
        const outcome = ending.outcome ?? [];
        return {
          state: ending.outcome === null ? 'postponed' : 'settled',
          cases: outcome
            .flatMap((part) => (part.kind === 'submitted' ? [part.case] : []))
            .slice(0, MOST_NAMED),
          deadLetters: outcome
            .flatMap((part) => (part.kind === 'refused' ? [part.deadLetter] : []))
            .slice(0, MOST_NAMED),
          more: ending.more,
        };
      });
    },
  };

  /**
   * Nobody may read what a person in it wanted erased: it ends without a word. What none of our processes has taken in may be real, from a server
   * that is older than the database: it waits as a dead letter until a person has looked at it.
   */
  async function openedDelivery(claim: number): Promise<ClaimedDelivery | undefined> {
    try {
      return await transact(store, (tx) => claimedDelivery(tx, vault, claim));
    } catch (error) {
      if (error instanceof DeliveryForged && error.delivery)
        await settleReading(deps, error.delivery, NOT_TAKEN_IN, beat);
      else if (error instanceof SubjectErased || error instanceof DeliveryForged)
        await settleDelivery(db, claim, [{ kind: 'ignored' }], now());
      else throw error;
      return undefined;
    }
  }
}

const NOT_TAKEN_IN: Fault = {
  code: 'not_taken_in',
  title: 'None of the processes of this version has taken it in, so nothing proves who has sent it.',
  field: null,
  fix: 'Ask its source whether it has sent it, then take it in with quarterdeck cases retry, or settle it. Stop servers of an older version that still run.',
};

/** Temporal hears that it goes on; and a worker that is shut down is not waited for. */
async function beating<T>(work: () => Promise<T>): Promise<T> {
  const beats = setInterval(beat, 5_000);
  try {
    return await work();
  } catch (error) {
    throw vendorFailure(error);
  } finally {
    clearInterval(beats);
  }
}

/** A local activity has none. */
function beat(): void {
  if (!activityInfo().isLocal) heartbeat();
}
