import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { statement } from '../../adapters/store/statement.ts';
import { openBatchPlace } from './batch-place.ts';
import { type Figure, figure } from './figures.ts';
import type { BenchOptions } from './index.ts';
import { monkey, type Target } from './monkey.ts';
import { seeded, shuffled } from './random.ts';
import { inWorkplace } from './workplace.ts';

const PAUSES = { firstPauseMs: 100, longestPauseMs: 1_000 };
/** Who is killed, each so often. */
const KILLED: readonly Target[] = ['worker', 'server', 'temporal', 'postgres'];
const TIMES = 3;
const ROWS = 100;

/**
 * Runs a batch of cases and one of rows while worker, server, Temporal and Postgres are killed and the workflow of the cases' batch is reset, then counts: every
 * case is there once, and every row was worked on once.
 */
export function batchKills({ cases, seed, say }: BenchOptions): Promise<Figure[]> {
  return inWorkplace(say, PAUSES, async (place) => {
    const here = await openBatchPlace(place);
    try {
      const random = seeded(seed);
      const killer = monkey(place, random);
      const rows = ROWS * cases;
      const [byCase, byRow] = [await here.cases('killed', cases), await here.rows('killed', rows)];
      const order = shuffled(
        random,
        KILLED.flatMap((target) => Array.from({ length: TIMES }, () => target)),
      );
      for (const [index, target] of order.entries()) {
        await sleep(2_000);
        await killer.kill(target);
        say(`killed ${target}`);
        if (index === Math.floor(order.length / 2)) await reset(here.client, byCase, say);
      }
      const of = { cases: await here.atRest(byCase), rows: await here.atRest(byRow) };
      const started = await statement(here.store).query<{ all: number; items: number }>(
        `select count(*)::integer as "all", count(distinct external_id)::integer as items
          from cases where lifecycle = 'toy' and external_id like 'killed/%'`,
      );
      const { all = 0, items = 0 } = started.rows[0] ?? {};
      const counted = await here.counted('killed');
      const twice = Object.entries(counted).reduce(
        (sum, [times, count]) => sum + Math.max(0, Number(times) - 1) * count,
        0,
      );
      const lostCases = cases - of.cases.asked - of.cases.done + (cases - items);
      return [
        figure('kit.batch_lost', lostCases + (counted['0'] ?? 0) + rows - of.rows.done, 'items', ['=', 0]),
        figure('kit.batch_doubled', all - items + twice, 'items', ['=', 0]),
        ...KILLED.map((target) =>
          figure(`kit.batch_kills_${target}`, killer.kills[target], 'kills', ['≥', TIMES]),
        ),
      ];
    } finally {
      await here.close();
    }
  });
}

/** Takes the workflow of a batch back to its beginning, as somebody could with Temporal's own tools. */
async function reset(client: Client, workflowId: string, say: (line: string) => void): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const { runId } = await client.workflow.getHandle(workflowId).describe();
      await client.workflowService.resetWorkflowExecution({
        namespace: client.options.namespace,
        workflowExecution: { workflowId, runId },
        reason: 'benchmark',
        requestId: randomUUID(),
        // The first workflow task: everything runs again. The protocol's Long takes a plain number, its type does not say so.
        workflowTaskFinishEventId: 4 as never,
      });
      return say(`reset ${workflowId}`);
    } catch (error) {
      if (attempt === 20) throw error;
      await sleep(1_000);
    }
  }
}
