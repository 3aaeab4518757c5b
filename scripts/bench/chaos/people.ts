import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { loadKey } from '../../../adapters/keys/keys.ts';
import { signDecision } from '../../../adapters/keys/sign.ts';
import { authorityVersion } from '../../../adapters/store/authority.ts';
import type { Store } from '../../../adapters/store/pool.ts';
import { statement } from '../../../adapters/store/statement.ts';
import type { DecisionRequest } from '../../../domain/decision.ts';
import { reversalId } from '../../../domain/identity.ts';
import type { Answer, Prepared } from './input.ts';
import { takeBack } from './take-back.ts';

/** Of the sample: Partner Ops, who may decide whatever the bench asks, and Finance, who agrees that money moves back. */
const PERSON = 'p-olga';
const SECOND = 'p-finn';
const LOOK_EVERY_MS = 500;
const PATIENCE_MS = 10_000;

export interface People {
  /** Every token that they have signed: no other decision may be in the trail. */
  signed: ReadonlySet<string>;
  /** Resolves when they have stopped looking. */
  stopped: Promise<void>;
}

/** What people reach an instance with. */
interface Desk {
  store: Store;
  client: Client;
  taskQueue: string;
  /** Folder of their keys. */
  keys: string;
}

interface Waiting {
  case: string;
  kind: 'review' | 'rollback';
  round: number;
  evidenceHash: string;
}

/** People who decide what waits for them, as the input says, and try again until the decision is taken. */
export function people(
  { store, client, taskQueue, keys }: Desk,
  input: readonly Prepared[],
  ending: AbortSignal,
): People {
  const answers = new Map(input.map((one) => [one.case, one.answer]));
  const back = input.filter(({ takenBack }) => takenBack).map((one) => one.case);
  const signed = new Set<string>();

  async function look(): Promise<void> {
    const asked = await waiting(store);
    const ended = await notBegun(store, back);
    await Promise.allSettled([
      ...asked.map((one) => (one.kind === 'rollback' ? agree(one) : decide(one))),
      ...ended.map(takeBackEnded),
    ]);
  }

  async function decide(one: Waiting): Promise<void> {
    const answer = answers.get(one.case);
    if (answer) await send(PERSON, one, answer);
  }

  const agree = (one: Waiting) => send(SECOND, one, { action: 'approve' });

  async function send(by: string, { case: id, round, evidenceHash }: Waiting, answer: Answer): Promise<void> {
    const request = await signedBy(by, { case: id, evidenceHash }, { ...answer, round });
    await soon(() =>
      client.workflow
        .getHandle(id)
        .executeUpdate(answer.action === 'rollback' ? 'rollback' : 'decide', { args: [request] }),
    );
  }

  async function takeBackEnded(ended: { case: string; evidenceHash: string }): Promise<void> {
    const id = reversalId(ended.case);
    const request = await signedBy(PERSON, { ...ended, case: id }, { action: 'rollback', round: 0 });
    await soon(() => takeBack(client, taskQueue, id, request));
  }

  async function signedBy(
    by: string,
    about: { case: string; evidenceHash: string },
    what: Pick<DecisionRequest, 'action' | 'round' | 'edits'>,
  ): Promise<DecisionRequest> {
    const draft: DecisionRequest = { ...what, by, reason: 'As prepared' };
    const token = signDecision(loadKey(keys, by), draft, {
      ...about,
      authorityVersion: await authorityVersion(statement(store)),
      ...{ validSeconds: 300, now: new Date() },
    });
    signed.add(token);
    return { ...draft, token };
  }

  const soon = (work: () => Promise<unknown>) => client.withDeadline(Date.now() + PATIENCE_MS, work);

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
    `select case_id as "case", gate ->> 'kind' as kind, (gate ->> 'round')::int as round,
        gate ->> 'evidenceHash' as "evidenceHash" from cases
      where status = 'waiting_for_decision' and gate ->> 'kind' in ('review', 'rollback')`,
  );
  return rows;
}

/** Of these cases those that have ended and whose reversal has not yet asked for the second yes. */
async function notBegun(
  store: Store,
  cases: readonly string[],
): Promise<{ case: string; evidenceHash: string }[]> {
  const { rows } = await statement(store).query<{ case: string; evidenceHash: string }>(
    `select case_id as "case", coalesce(evidence_hash, '') as "evidenceHash" from cases c
      where case_id = any($1) and status = 'completed'
        and not exists (select from cases r where r.case_id = $2 || c.case_id and r.status <> 'running')`,
    [cases, reversalId('')],
  );
  return rows;
}
