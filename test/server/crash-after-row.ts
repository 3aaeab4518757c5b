import { parseDealJson } from '../../adapters/intake/deal/json.ts';
import { submitDeal } from '../../adapters/intake/deal/submit-deal.ts';
import type { Submitting } from '../../adapters/intake/submit.ts';
import { openStore } from '../../adapters/store/pool.ts';
import { openVault } from '../../adapters/store/vault.ts';
import { inUsd } from '../environment/in-usd.ts';

/** A process of its own that dies, as by `kill -9`, between the row of a submission and its workflow. */
const [url = '', masterKey = '', body = ''] = process.argv.slice(2);
const dying = new Proxy({}, { get: () => process.kill(process.pid, 'SIGKILL') });
const part = parseDealJson(Buffer.from(body), new Date(), inUsd('portal'));
if (!part?.ok) throw new Error('the registration is refused');
await submitDeal(
  {
    store: openStore({ url }),
    vault: openVault(masterKey),
    client: dying as Submitting['client'],
    taskQueue: 'none',
    now: () => new Date(),
    formatOf: inUsd,
  },
  'portal',
  part.parsed,
);
