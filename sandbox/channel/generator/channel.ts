import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { companyMaker } from './companies.ts';
import { fillCrm, openCrm } from './crm.ts';
import { clearDay, later, moveDates } from './days.ts';
import { type Item, openDesk } from './desk.ts';
import { makeRates, parseRates, type Rate } from './exchange.ts';
import { asFiles, formOf, nameOf, prmDeal } from './files.ts';
import { makeHistory, withRecord } from './history.ts';
import { makePartners } from './partners.ts';
import { countsOf, KINDS, type Plan } from './plan.ts';
import { seeded } from './random.ts';
import { type Truth, verdictOf } from './truth.ts';

const BY_HAND = join(import.meta.dirname, '../by-hand');

/**
 * The whole channel as files: what is written by hand at the head of each, behind it what this seed makes.
 * @param options.exchange rates instead of made ones
 * @param options.days so many days after it was written down; what a text says in words is written anew
 * @returns content by path
 */
export function makeChannel(
  seed: number,
  plan: Plan,
  { exchange, days = 0 }: { exchange?: readonly Rate[]; days?: number } = {},
): Map<string, Buffer> {
  const moved = (bytes: Buffer) => moveDates(bytes, days);
  const random = seeded(seed);
  const companies = companyMaker(random.fork('companies'));
  const rates = exchange ? [...exchange] : makeRates(random.fork('rates'), parseRates(byHand('rates.csv')));
  const made = makePartners(random.fork('partners'), companies, plan.partners);
  const past = makeHistory(random.fork('history'), companies, made);
  const partners = withRecord(made, past);
  const crm = openCrm(random.fork('crm'));
  const desk = openDesk({ random: random.fork('inbox'), crm, rates, partners, companies, past });
  const items: Item[] = [];
  for (const [kind, count] of countsOf(plan))
    for (let turn = 0; turn < count; turn += 1) items.push(KINDS[kind](desk, turn, items));
  fillCrm(random.fork('fill'), crm, companies, past);
  const files = asFiles(items.map((item) => (isInWords(item) ? onDay(item, days) : item)));
  const entered = items.filter(({ form, raw }) => form === 'impartner' && !raw);
  const deals = [
    ...past.map(({ deal }) => deal),
    ...entered.map(({ registration }) => prmDeal(registration)),
  ];
  const truth = files.flatMap((file) =>
    file.items.map(({ item, fields }, index): Truth => {
      const extracted = ['mail', 'text', 'pdf'].includes(item.form);
      const { planted, registration } = item;
      const named = extracted ? `${item.form === 'mail' ? 'email' : 'files'}/${file.name}` : nameOf(item);
      return {
        file: `inbox/${file.name}`,
        ...(file.items.length > 1 ? { row: index + 1 } : {}),
        registration: planted.dead && (item.raw || planted.kind === 'broken.no_id') ? null : named,
        form: formOf(item),
        kind: planted.kind,
        ...verdictOf({ registration, planted, extracted }, rates),
        ...(planted.alsoRight ? { also_right: planted.alsoRight } : {}),
        conflict: planted.conflict ?? [],
        same_as: planted.same ?? [],
        not_same_as: planted.other ?? [],
        fields,
        why: planted.why,
      };
    }),
  );
  return new Map<string, Buffer>([
    ['partners.json', moved(lines([...list('partners.json'), ...partners]))],
    ['prm-deals.json', moved(lines([...list('prm-deals.json'), ...deals]))],
    ['crm.json', moved(crmJson(crm.accounts, crm.opportunities))],
    [
      'rates.csv',
      moved(
        Buffer.from(`date,currency,usd\n${rates.map((r) => `${r.date},${r.currency},${r.usd}\n`).join('')}`),
      ),
    ],
    ['truth.json', lines([...JSON.parse(moved(Buffer.from(byHand('truth.json'))).toString()), ...truth])],
    ...readdirSync(join(BY_HAND, 'inbox'))
      .sort()
      .map((file): [string, Buffer] => [`inbox/${file}`, moved(readFileSync(join(BY_HAND, 'inbox', file)))]),
    ...files.map(({ name, bytes, items }): [string, Buffer] => [
      `inbox/${name}`,
      items.every(({ item }) => isInWords(item)) ? bytes : moved(bytes),
    ]),
  ]);
}

/** A text, which says its dates as people do. */
function isInWords({ form, raw }: Item): boolean {
  return ['mail', 'text', 'pdf'].includes(form) && raw === undefined;
}

/** Submitted so many days later, to close so many days later: on a day, again, whose number is no month's. */
function onDay(item: Item, days: number): Item {
  if (days === 0) return item;
  const { registration } = item;
  const { close } = registration;
  const submitted = new Date(Date.parse(registration.submittedAt) + days * 86_400_000);
  return {
    ...item,
    registration: {
      ...registration,
      close: close === null ? null : clearDay(later(close, days)),
      submittedAt: submitted.toISOString().replace('.000Z', 'Z'),
    },
  };
}

const byHand = (file: string): string => readFileSync(join(BY_HAND, file), 'utf8');
const list = (file: string): object[] => JSON.parse(byHand(file)) as object[];

/** One record a line, so that a change of one record is a change of one line. */
function lines(records: readonly object[]): Buffer {
  return Buffer.from(`[\n${rows(records)}\n]\n`);
}

function rows(records: readonly object[]): string {
  return records.map((record) => `  ${JSON.stringify(record)}`).join(',\n');
}

function crmJson(accounts: readonly object[], opportunities: readonly object[]): Buffer {
  const head = JSON.parse(byHand('crm.json')) as { accounts: object[]; opportunities: object[] };
  const all = {
    accounts: [...head.accounts, ...accounts],
    opportunities: [...head.opportunities, ...opportunities],
  };
  return Buffer.from(
    `{\n"accounts": [\n${rows(all.accounts)}\n],\n"opportunities": [\n${rows(all.opportunities)}\n]\n}\n`,
  );
}
