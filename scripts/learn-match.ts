import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { type Prepared, prepare } from '../domain/match/compare.ts';
import { learnModel } from '../domain/match/learn.ts';
import { learnFrequencies } from '../domain/match/learn-frequencies.ts';
import type { LessonPair } from '../domain/match/learn-observe.ts';
import { LEVELS } from '../domain/match/levels.ts';
import type { FieldComparison, MatchModel, Row } from '../domain/match/model.ts';
import type { MatchRecord } from '../domain/match/record.ts';
import { recordRow } from '../domain/match/record-row.ts';
import { draw, seeded } from './bench/random.ts';
import { dealCandidates } from './learn/candidates.ts';
import { type Customer, customer } from './learn/customers.ts';
import { restated } from './learn/restated.ts';
import { readOptions } from './setup/read-options.ts';

/**
 * Learns policy/match.yaml: `node scripts/learn-match.ts [--out FILE] [--seed N]`. Published names of companies become
 * customers, partners restate some of them, and EM weighs the candidates without being told which are which.
 */
const ROOT = join(import.meta.dirname, '..');
const USAGE = `node scripts/learn-match.ts [--out FILE] [--seed N]
  --out FILE     where the model is written, policy/match.yaml
  --seed N       of what is drawn, 1`;
const { values } = readOptions(USAGE, {
  options: {
    out: { type: 'string', default: join(ROOT, 'policy/match.yaml') },
    seed: { type: 'string', default: '1' },
  },
});
const FIELDS: readonly [string, FieldComparison][] = [
  ['name', 'name'],
  ['domain', 'domain'],
  ['contact', 'equal'],
  ['address', 'address'],
  ['products', 'set'],
  ['territories', 'set'],
  ['parent', 'equal'],
];
const CUSTOMERS = 6000;
const REGISTRATIONS = 3000;
const CHILDREN = 0.1;
const LISTED_WORDS = 300;

const random = seeded(Number(values.seed));
const published = readFileSync(join(ROOT, 'test/data/org_suffixes/sec_companies.csv'), 'latin1')
  .split(/\r?\n/)
  .map((line) => line.split(';')[0]?.trim() ?? '')
  .filter((name) => name !== '');
const customers = makeCustomers();
const families = [...new Set(customers.flatMap(({ products }) => products))];
const registrations = Array.from({ length: REGISTRATIONS }, (_, i) =>
  restated(random, draw(random, customers), i, families),
);

const pairs = dealCandidates(registrations, customers);
const near = new Set(pairs.map(([i, j]) => `${i} ${j}`));
const chance = Array.from(
  { length: 60_000 },
  () => [Math.floor(random() * registrations.length), Math.floor(random() * customers.length)] as const,
).filter(([i, j]) => !near.has(`${i} ${j}`));
const lessonPair = ([i, j]: readonly [number, number]): LessonPair => {
  const [query, candidate] = [registrations[i] as MatchRecord, customers[j] as MatchRecord];
  const ready = (row: Row) => FIELDS.map(([field, compare]) => asWritten(prepare(compare, row[field])));
  return { left: ready(recordRow(query, candidate)), right: ready(recordRow(candidate, query)), of: [i, j] };
};
const frequencies = learnFrequencies(
  published.map((name) => asWritten(prepare('name', name))),
  LISTED_WORDS,
);
const model = learnModel({
  id: 'deal-match@1',
  fields: FIELDS.map(([field, compare]) => ({
    field,
    compare,
    levels: LEVELS[compare],
    frequencies: field === 'name' ? frequencies : null,
  })),
  pairs: pairs.map(lessonPair),
  chance: chance.map(lessonPair),
  left: registrations.length,
  right: customers.length,
  // A registration is about one customer; a customer may be registered many times.
  exclusive: 'left',
});
const heading = `# How registrations, accounts and opportunities are compared (docs/operations.md, "Matching"). Written by
# scripts/learn-match.ts, not by hand: m = share of true pairs at a level, u = share of all others, weight = log2(m / u).
`;
writeFileSync(values.out, heading + stringify(rounded(model)));
console.log(`${values.out}: ${pairs.length} candidate pairs, prior ${model.prior.toExponential(2)}`);

/** A name with what stands beside it as words of its own: what an addition takes away is set in compare-names.ts, not learnt. */
function asWritten(value: Prepared | null): Prepared | null {
  const [called] = value?.as === 'name' ? value.name : [];
  return called
    ? { as: 'name', name: [{ ...called, words: [...called.words, ...called.beside], beside: [] }] }
    : value;
}

function makeCustomers(): Customer[] {
  const made: Customer[] = [];
  for (let id = 0; made.length < CUSTOMERS; id += 1) {
    const parent = made.length > 0 && random() < CHILDREN ? draw(random, made) : null;
    made.push(customer(random, id, parent ? childName(parent.name) : nextName(id), parent));
  }
  return made;
}

/** The published names, then their first words with the rest of others. */
function nextName(id: number): string {
  const own = published[id];
  if (own) return own;
  const [first] = draw(random, published).split(' ') as [string];
  return [first, ...draw(random, published).split(' ').slice(1)].join(' ');
}

function childName(parent: string): string {
  const [first, second] = parent.split(' ') as [string, string?];
  const what = draw(random, [
    'Deutschland',
    'France',
    'Services',
    'Logistics',
    'Energy',
    'Finance',
    'Mexico',
    'Digital',
  ]);
  return [
    first,
    ...(second && random() < 0.5 ? [second] : []),
    what,
    draw(random, ['Ltd', 'Inc.', 'GmbH']),
  ].join(' ');
}

/** Five significant digits: what is learnt is not more exact than that. */
function rounded(of: MatchModel): unknown {
  return JSON.parse(JSON.stringify(of), (_, value) =>
    typeof value === 'number' ? Number(value.toPrecision(5)) : value,
  );
}
