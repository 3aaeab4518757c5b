import { statSync } from 'node:fs';
import { lookupTable } from '../../domain/lookup-table.ts';
import { readOptions, wrongUsage } from '../setup/read-options.ts';
import { PARTS } from './deals.ts';
import type { Figure } from './figures.ts';

export interface BenchOptions {
  /** Cases per round. */
  cases: number;
  /** How often ours and the yardsticks alternate. */
  rounds: number;
  /** Registrations of one's own instead of generated ones: a folder of *.json and *.csv. */
  set?: string | undefined;
  /** How many claims are made, and of which kinds: a file for `claims`. */
  rates?: string | undefined;
  /** The one part of `deals` to measure; absent: all. */
  part?: string | undefined;
  /** Whether processes are killed. */
  chaos: 'with' | 'none' | 'only';
  seed: number;
  /** How long everything goes wrong. */
  minutes: number;
  say(line: string): void;
}

const BENCHES = lookupTable<() => Promise<{ run(options: BenchOptions): AsyncIterable<Figure[]> }>>({
  chaos: () => import('./chaos/index.ts'),
  claims: () => import('./claims/index.ts'),
  'claims-extract': () => import('./claims-extract.ts'),
  cli: () => import('./cli.ts'),
  deals: () => import('./deals.ts'),
  kit: () => import('./kit.ts'),
});
const USAGE = `npm run bench -- ${Object.keys(BENCHES).join('|')} [options]
  --json         one JSON object a line: { name, value, unit, aim, holds }
  --cases N      cases per round, 200
  --rounds N     how often ours and the yardsticks alternate, 5
  --set DIR      your own data instead (docs/operations.md, Benchmarks): for kit registrations as *.json and *.csv,
                 for deals two tables or pairs to match, or a channel with its truth,
                 for claims a folder that sandbox/channel/generate.ts --claims writes,
                 for claims-extract PDF files with what they say
  --rates FILE   claims: how many, and which share is invalid or a duplicate:
                 {"claims":3000,"invalid":0.1,"duplicate":0.07}
  --part NAME    deals: one part, ${Object.keys(PARTS).join(', ')}
  --chaos WHAT   with (default), none, or only: the part that kills processes, over cases x rounds registrations
  --minutes N    chaos: how long everything goes wrong, 10
  --seed N       of names and kills, 1
Exits with 1 when a figure misses its aim.`;

/** `npm run bench -- <what>`: prints one row per figure; exits with 1 when one misses its aim. */
const { positionals, values } = readOptions(USAGE, {
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    cases: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '5' },
    set: { type: 'string' },
    rates: { type: 'string' },
    part: { type: 'string' },
    chaos: { type: 'string', default: 'with' },
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '10' },
  },
});
const [what, ...more] = positionals;
const bench = what === undefined ? undefined : BENCHES[what];
if (!bench || more.length > 0)
  wrongUsage(
    what === undefined ? 'Say what to measure.' : `Nothing measures "${positionals.join(' ')}".`,
    USAGE,
  );
if (!['with', 'none', 'only'].includes(values.chaos)) wrongUsage('--chaos is with, none or only.', USAGE);
if (values.set !== undefined && !statSync(values.set, { throwIfNoEntry: false })?.isDirectory())
  wrongUsage(`--set names no folder: ${values.set}.`, USAGE);
const count = (name: 'cases' | 'rounds' | 'seed' | 'minutes'): number =>
  /^[1-9]\d{0,8}$/.test(values[name])
    ? Number(values[name])
    : wrongUsage(`--${name} is a whole number above 0.`, USAGE);
if (values.part !== undefined && (what !== 'deals' || PARTS[values.part] === undefined))
  wrongUsage(`--part is one of deals: ${Object.keys(PARTS).join(', ')}.`, USAGE);
const { run } = await bench();
let holds = true;
// Shown as each part ends: the next one may take minutes, and be stopped.
for await (const figures of run({
  cases: count('cases'),
  rounds: count('rounds'),
  seed: count('seed'),
  minutes: count('minutes'),
  set: values.set,
  rates: values.rates,
  part: values.part,
  chaos: values.chaos as BenchOptions['chaos'],
  say: (line) => console.error(line),
})) {
  for (const figure of figures) console.log(values.json ? JSON.stringify(figure) : rowOf(figure));
  holds &&= figures.every((figure) => figure.holds);
}
process.exit(holds ? 0 : 1);

function rowOf({ name, value, unit, aim, holds, sample }: Figure): string {
  const row = [name.padEnd(26), String(value).padStart(10), unit.padEnd(8), aim.padEnd(8)];
  const sampled = sample ? `  n ${sample.n}, 95 % ${sample.low?.toFixed(4)}–${sample.high?.toFixed(4)}` : '';
  return `${row.join(' ')} ${holds ? 'holds' : 'MISSED'}${sampled}`;
}
