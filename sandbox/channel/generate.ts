import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readOptions, wrongUsage } from '../../scripts/setup/read-options.ts';
import { makeChannel } from './generator/channel.ts';
import { claimFiles } from './generator/claim/claim-files.ts';
import { parseClaimPlan, SAMPLE_CLAIMS } from './generator/claim/plan.ts';
import { parseRates } from './generator/exchange.ts';
import { PLAN, parsePlan } from './generator/plan.ts';

/**
 * Writes a channel: `node sandbox/channel/generate.ts [--seed N] [--rates FILE] [--exchange FILE] [--out DIR]`. Without
 * arguments the one that is checked in. Knows nothing of the product's code, so that its truth is a second opinion.
 * With `--claims FILE` its claims, too: how many, and which share is invalid or a duplicate.
 */
const USAGE = `node sandbox/channel/generate.ts [options]
  --seed N         a whole number; the same one gives the same bytes
  --rates FILE     JSON: how often each kind of case occurs (README.md)
  --exchange FILE  CSV: exchange rates instead of made ones, date,currency,usd
  --claims FILE    JSON: claims as well, {"claims":420,"invalid":0.09,"duplicate":0.02}
  --out DIR        where the channel is written, the folder of this script`;
const { values } = readOptions(USAGE, {
  options: {
    seed: { type: 'string', default: '1' },
    rates: { type: 'string' },
    exchange: { type: 'string' },
    claims: { type: 'string' },
    out: { type: 'string', default: import.meta.dirname },
  },
});
if (!/^\d{1,9}$/.test(values.seed)) wrongUsage('--seed is a whole number.', USAGE);
const plan = values.rates ? parsePlan(readFileSync(values.rates, 'utf8')) : PLAN;
const exchange = values.exchange ? parseRates(readFileSync(values.exchange, 'utf8')) : undefined;
const seed = Number(values.seed);
const files = makeChannel(seed, plan, exchange ? { exchange } : {});
if (values.claims) {
  const claims = parseClaimPlan(readFileSync(values.claims, 'utf8'), SAMPLE_CLAIMS);
  for (const [path, bytes] of await claimFiles(seed, claims)) files.set(path, bytes);
}
rmSync(join(values.out, 'inbox'), { recursive: true, force: true });
for (const [path, bytes] of files) {
  mkdirSync(dirname(join(values.out, path)), { recursive: true });
  writeFileSync(join(values.out, path), bytes);
}
console.log(`${files.size} files in ${values.out}`);
