import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { loadKey } from '../../../adapters/keys/keys.ts';
import { signDecision } from '../../../adapters/keys/sign.ts';
import { authorityVersion } from '../../../adapters/store/authority.ts';
import type { Store } from '../../../adapters/store/pool.ts';
import { statement } from '../../../adapters/store/statement.ts';
import type { DecisionRequest } from '../../../domain/decision.ts';
import type { Prepared } from './input.ts';

/** Of the sample: Partner Ops, who may decide whatever the bench asks. */
const PERSON = 'p-olga';
const LOOK_EVERY_MS = 500;
const PATIENCE_MS = 10_000;

export interface People {
  /** Every token that they have signed: no other decision may be in the trail. */
  signed: ReadonlySet<string>;
  /** Resolves when they have stopped looking. */
  stopped: Promise<void>;
}

interface Waiting {
  case: string;
  externalId: string;
  round: number;
  evidenceHash: string;
}

/** A person who decides what waits for them, as the input says, and tries again until the decision is taken. */
export function people(
  store: Store,
  client: Client,
  keys: string,
  input: readonly Prepared[],
  ending: AbortSignal,
): People {
  const answers = new Map(input.map(({ registration, answer }) => [registration.deal_id, answer]));
  const signed = new Set<string>();
  const key = loadKey(keys, PERSON);

  async function look(): Promise<void> {
    const asked = (await waiting(store)).filter(({ externalId }) => answers.get(externalId));
    await Promise.allSettled(asked.map(decide));
  }

  async function decide({ case: id, externalId, round, evidenceHash }: Waiting): Promise<void> {
    const action = answers.get(externalId) as 'approve' | 'reject';
    const draft: DecisionRequest = { action, by: PERSON, reason: 'As prepared', round };
    const token = signDecision(key, draft, {
      ...{ case: id, evidenceHash, authorityVersion: await authorityVersion(statement(store)) },
      ...{ validSeconds: 300, now: new Date() },
    });
    signed.add(token);
    await client.withDeadline(Date.now() + PATIENCE_MS, () =>
      client.workflow.getHandle(id).executeUpdate('decide', { args: [{ ...draft, token }] }),
    );
  }

  async function watch(): Promise<void> {
    while (!ending.aborted) {
      // Postgres or Temporal may be away just now.
      await look().catch(() => undefined);
      await sleep(LOOK_EVERY_MS);
    }
  }

  return { signed, stopped: watch() };
}

async function waiting(store: Store): Promise<Waiting[]> {
  const { rows } = await statement(store).query<Waiting & Record<string, unknown>>(
    `select case_id as "case", external_id as "externalId", (gate ->> 'round')::int as round,
        gate ->> 'evidenceHash' as "evidenceHash" from cases
      where status = 'waiting_for_decision' and gate ->> 'kind' = 'review'`,
  );
  return rows;
}
