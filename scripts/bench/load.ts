import { parseDealJson } from '../../adapters/intake/deal/json.ts';
import { submitDeal } from '../../adapters/intake/deal/submit-deal.ts';
import type { Submitting } from '../../adapters/intake/submit.ts';
import { openStore } from '../../adapters/store/pool.ts';
import { statement } from '../../adapters/store/statement.ts';
import { openVault } from '../../adapters/store/vault.ts';
import { readConfiguration } from '../../installation/configuration.ts';
import { dataConverter } from '../../installation/data-converter.ts';
import { repeat } from '../../installation/repeat.ts';
import { sourceFormats } from '../../installation/source-formats.ts';
import { connectTemporal } from '../../installation/temporal.ts';
import type { WorkerHealth } from '../../workers/health.ts';
import { type HistoryCost, historyCost } from './history-cost.ts';
import { inFlight, type Timed } from './in-flight.ts';
import type { Registration } from './registrations.ts';
import type { BareDeal } from './yardstick-activities.ts';

/** Cases under way at once. */
const WIDTH = 30;
/** As the product calls the API without keys. */
const SOURCE = 'api';
const SAMPLED = 20;
/** Between two looks at the cases that have not ended. Milliseconds. */
const LOOK_MS = 1_000;
const ASKED = Symbol('somebody is asked');

/** Drives a running installation as its own intake does: the row first, then the workflow. */
export interface Load {
  /** Submits each registration and waits until it has come to rest: ended, or waiting for somebody. */
  deals(registrations: readonly Registration[]): Promise<Timed>;
  /** The same number of yardstick workflows, as many at once. */
  yardstick(which: 'bare' | 'empty', registrations: readonly Registration[]): Promise<Timed>;
  /** Of the worker, and the statements of this intake and of whoever watches the cases end. */
  health(): Promise<
    Pick<WorkerHealth, 'statements' | 'cpuMs' | 'peakRssMb'> & { intake: number; watching: number }
  >;
  /** Of the last cases that have ended. */
  historyCost(): Promise<HistoryCost>;
  close(): Promise<void>;
}

export async function openLoad(environment: Record<string, string>): Promise<Load> {
  const configuration = readConfiguration(environment);
  const store = openStore({ url: configuration.DATABASE_URL, max: WIDTH });
  const { client, connection } = await connectTemporal(dataConverter(configuration));
  const intake: Submitting = {
    store,
    vault: openVault(configuration.QUARTERDECK_MASTER_KEY),
    client,
    taskQueue: configuration.QUARTERDECK_TASK_QUEUE,
    now: () => new Date(),
    formatOf: sourceFormats(configuration),
    // Under full load a case may take longer than a submitter would wait; handing it over twice would be measured, too.
    deliverWithinMs: 60_000,
    onUndelivered: ({ case: id }, error) => {
      throw new Error(`${id} was not taken over`, { cause: error });
    },
  };
  // Looking at how a case has ended is no part of it.
  const watching = openStore({ url: configuration.DATABASE_URL, max: 1 });
  const db = statement(watching);
  const ended: string[] = [];
  /** What to do when somebody is asked about it. */
  const onTheirWay = new Map<string, () => void>();

  async function deal(registration: Registration): Promise<void> {
    const read = parseDealJson(Buffer.from(JSON.stringify(registration)), intake.now());
    if (!read?.ok) throw new Error(`${registration.deal_id} was refused: ${JSON.stringify(read?.faults)}`);
    const { case: id } = await submitDeal(intake, SOURCE, read.parsed);
    const asked = new AbortController();
    const result = client.withAbortSignal(asked.signal, () => client.workflow.getHandle(id).result());
    const somebodyIsAsked = new Promise<typeof ASKED>((resolve) => onTheirWay.set(id, () => resolve(ASKED)));
    try {
      if ((await Promise.race([result, somebodyIsAsked])) !== ASKED) return void ended.push(id);
    } finally {
      onTheirWay.delete(id);
    }
    result.catch(() => undefined);
    asked.abort();
  }

  /** One may need a person, or be drawn to be decided blind, and would never end. One look for all: a look at each would be measured, too. */
  async function look(): Promise<void> {
    if (onTheirWay.size === 0) return;
    const { rows } = await db.query<{ id: string }>(
      'select case_id as id from cases where case_id = any($1) and status = any($2)',
      [[...onTheirWay.keys()], ['waiting_for_decision', 'waiting_for_partner']],
    );
    for (const { id } of rows) onTheirWay.get(id)?.();
  }
  const closing = new AbortController();
  const looking = repeat(LOOK_MS, look, (error) => console.error(error), closing.signal);

  return {
    deals: (registrations) => inFlight(registrations, WIDTH, deal),
    yardstick: (which, registrations) =>
      inFlight(registrations, WIDTH, (registration) =>
        client.workflow.execute(which, {
          taskQueue: 'yardstick',
          workflowId: `${which}:${registration.deal_id}`,
          args: which === 'bare' ? [bareDeal(registration)] : [],
        }),
      ),
    async health() {
      const url = `http://127.0.0.1:${configuration.QUARTERDECK_WORKER_PORT}/healthz`;
      const worker = (await (await fetch(url)).json()) as WorkerHealth;
      return { ...worker, intake: store.statements, watching: watching.statements };
    },
    historyCost: () => historyCost(client, ended.slice(-SAMPLED)),
    async close() {
      closing.abort();
      await looking;
      await connection.close();
      await Promise.all([store.close(), watching.close()]);
    },
  };
}

/** The same fields for the yardstick, under an id of its own so that both sides create their records. */
function bareDeal(registration: Registration): BareDeal {
  const email = String(registration.primary_contact_email);
  return {
    id: `bare-${registration.deal_id}`,
    customer: String(registration.customer_name),
    domain: email.slice(email.indexOf('@') + 1),
    email,
    partnerId: String(registration.source_partner_id),
    partnerEmail: 'partner@nordlicht.example',
  };
}
