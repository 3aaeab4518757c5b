import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeChannel } from './generator/channel.ts';
import { parseRates } from './generator/exchange.ts';
import { PLAN, parsePlan } from './generator/plan.ts';

/**
 * Writes a channel: `node sandbox/channel/generate.ts [--seed N] [--rates FILE] [--exchange FILE] [--out DIR]`. Without
 * arguments the one that is checked in. Knows nothing of the product's code, so that its truth is a second opinion.
 */
const { values } = parseArgs({
  options: {
    /** A whole number; the same one gives the same bytes. */
    seed: { type: 'string', default: '1' },
    /** JSON: how often each kind of case occurs (README.md). */
    rates: { type: 'string' },
    /** CSV: exchange rates instead of made ones, date,currency,usd. */
    exchange: { type: 'string' },
    out: { type: 'string', default: import.meta.dirname },
  },
});
if (!/^\d{1,9}$/.test(values.seed)) throw new Error('--seed is a whole number, e.g. 7');
const plan = values.rates ? parsePlan(readFileSync(values.rates, 'utf8')) : PLAN;
const exchange = values.exchange ? parseRates(readFileSync(values.exchange, 'utf8')) : undefined;
const files = makeChannel(Number(values.seed), plan, exchange ? { exchange } : {});
rmSync(join(values.out, 'inbox'), { recursive: true, force: true });
for (const [path, bytes] of files) {
  mkdirSync(dirname(join(values.out, path)), { recursive: true });
  writeFileSync(join(values.out, path), bytes);
}
console.log(`${files.size} files in ${values.out}`);
