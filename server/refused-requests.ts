import { appendAudit } from '../adapters/store/audit.ts';
import type { Store } from '../adapters/store/pool.ts';
import { statement } from '../adapters/store/statement.ts';

/**
 * Requests that could not prove their source. They are counted, never kept, and become one audit row a minute and source
 * at most: otherwise anyone could fill the disk.
 */
export interface RefusedRequests {
  count(source: string): void;
  /** Writes what was counted since the last time. */
  flush(): Promise<void>;
}

export function refusedRequests(store: Store, now: () => Date): RefusedRequests {
  let counts = new Map<string, number>();
  return {
    count(source) {
      counts.set(source, (counts.get(source) ?? 0) + 1);
    },
    async flush() {
      const counted = counts;
      counts = new Map();
      for (const [source, count] of counted)
        await appendAudit(statement(store), `intake:${source}`, {
          at: now().toISOString(),
          actor: 'system',
          action: 'webhook.refused',
          source,
          count,
        });
    },
  };
}
