import { openStore } from '../../../adapters/store/pool.ts';
import { effectOf, worker } from '../two-workers.ts';

/**
 * A worker as a process of its own, which is killed while the vendor is at work: `node killed-writer.ts <database> <adapter> <settings> <payload>`.
 */
const [url = '', file = '', settings = '{}', payload = '{}'] = process.argv.slice(2);
const { moorings } = await import(file);
const { upsertAccount } = moorings(JSON.parse(settings)).writes;
await worker(openStore({ url }), upsertAccount).performEffect(
  effectOf(JSON.parse(payload), { timeoutMs: 5_000, leaseMs: 5_500 }),
);
