import { openStore } from '../../../adapters/store/pool.ts';
import { effectOf, untilSettled, worker } from '../two-workers.ts';

/**
 * A worker as a process of its own, which is killed while the vendor is at work: `node killed-writer.ts <database> <adapter> <settings> <payload>`.
 */
const [url = '', file = '', settings = '{}', payload = '{}'] = process.argv.slice(2);
const { moorings } = await import(file);
const { upsertAccount } = moorings(JSON.parse(settings)).writes;
const effect = effectOf(JSON.parse(payload), { timeoutMs: 5_000, leaseMs: 5_500 });
const { performEffect } = worker(openStore({ url }), upsertAccount);
// The test before may still have its turn at the record.
await untilSettled(() => performEffect(effect));
