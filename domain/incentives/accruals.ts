import { exact, minorText, ONE, toMinor } from '../exact.ts';
import { allocate, type Money } from '../money.ts';
import type { Books, BundleItem, Item, LineItem } from './books.ts';
import { capped, count } from './caps.ts';
import type { Claim, ClaimLine, LineField } from './claim.ts';
import { groupOf, volumeKeys } from './groups.ts';
import { countingPeriod } from './period.ts';
import type { IncentiveProgram } from './program.ts';
import { acceleratorReached, addVolume, NO_VOLUME, rateLine, tierReached, volumeOf } from './rate-line.ts';
import { selects } from './selector.ts';
import type { Trace, TraceInput, TraceStep } from './trace.ts';

/** One line of what a payee has earned. It is never changed: what corrects it is a line of its own. */
export interface AccrualLine {
  /** Unique and always the same for the same events, so that booking it twice can be told. */
  id: string;
  kind: 'accrual' | 'bundle' | 'true_up' | 'refund' | 'undo';
  event: string;
  claim: string;
  /** The line that has earned it, or that it corrects. */
  line: string;
  partner: string;
  payee: string;
  period: string;
  /** Below 0 where something is taken back. */
  amount: Money;
  minor: bigint;
  trace: Trace;
}

/** Takes a line: its own earnings, the bundle of its sale is counted later. */
export function saleEntries(
  books: Books,
  program: IncentiveProgram,
  event: string,
  claim: Claim,
  source: ClaimLine,
): AccrualLine[] {
  if (source.amount.currency !== program.currency && source.exchange === null)
    throw new RangeError(`line ${source.line} is in ${source.amount.currency} and has no rate`);
  const selected = { ...source, tier: source.partner.tier ?? '', region: source.partner.region ?? '' };
  const rule = program.rules.find((one) => selects(one, selected)) ?? null;
  const bonuses = rule === null ? [] : program.bonuses.filter((one) => selects(one, selected));
  const item: Item = {
    ...{ program, event, claim: claim.claim, line: source.line, partner: claim.partner },
    period: countingPeriod(program.period, source.soldOn),
    request: claim.request && { record: claim.request.record, approved: claim.request.approved.amount },
    ...payeesOf(program, claim),
    booked: [],
  };
  const keys = volumeKeys({ ...item, rule });
  const before = books.volumes.get(keys.at(-1) ?? '') ?? NO_VOLUME;
  for (const key of keys)
    books.volumes.set(key, addVolume(books.volumes.get(key) ?? NO_VOLUME, volumeOf(source, ONE)));
  const reached = (key: number) => books.volumes.get(keys.at(key) ?? '') ?? NO_VOLUME;
  const line: LineItem = {
    ...{ ...item, source, rule, bonuses, share: ONE },
    accelerator: rule === null ? null : acceleratorReached(program.accelerators, reached(0)),
    tier:
      rule && 'steps' in rule.gives && rule.gives.retroactive ? tierReached(rule.gives, reached(-1)) : null,
    booked: item.payees.map(() => 0n),
  };
  register(books, line);
  if (rule === null) return [];
  const due = rateLine(program, source, { ...line, rule, before });
  const limited = capped(books, line, due.minor);
  return bringTo(books, line, limited.minor, event, 'accrual', {
    rules: [
      rule.rule,
      ...bonuses.map(({ bonus }) => bonus),
      ...(line.accelerator ? [line.accelerator.accelerator] : []),
      ...limited.caps,
    ],
    steps: [...due.steps, ...limited.steps],
  });
}

/** Puts the line where it is found again: in its claim, its group and the bundles of its sale. */
function register(books: Books, line: LineItem): void {
  const { program, claim, source } = line;
  books.lines.set(line.line, line);
  books.claims.set(claim, [...(books.claims.get(claim) ?? []), line.line]);
  const group = groupOf(line);
  // Only retroactive tiers move; what moves them may be of a version without any.
  if (group !== null && line.tier !== null)
    books.groups.set(group, [...(books.groups.get(group) ?? []), line.line]);
  for (const bundle of program.bundles.filter(({ skus }) => skus.includes(source.sku))) {
    const key = `${bundle.bundle} of ${source.sale} in ${claim}`;
    const known = books.bundles.get(key);
    if (!known) books.claimBundles.set(claim, [...(books.claimBundles.get(claim) ?? []), key]);
    const fresh: BundleItem = { ...line, line: key, bundle, lines: [], complete: 0n };
    const bundled = known ?? fresh;
    books.bundles.set(key, { ...bundled, lines: [...bundled.lines, source.line] });
  }
}

/** What stands of an item for all its payees, in minor units. */
export const standing = ({ booked }: Pick<Item, 'booked'>): bigint =>
  booked.reduce((sum, part) => sum + part, 0n);

/**
 * Brings what stands of an item to another total and says what that books: a line for each payee whose amount changes, and for a sale
 * one in any case. More is split by the payees' weights, less is taken from each by what they have: so nobody gets more by a refund,
 * nobody loses by a sale.
 */
export function bringTo(
  books: Books,
  item: LineItem | BundleItem,
  total: bigint,
  event: string,
  kind: AccrualLine['kind'],
  trace: Pick<Trace, 'rules' | 'steps'>,
): AccrualLine[] {
  const { program, claim, line, partner, period, payees, booked } = item;
  const { currency } = program;
  const before = standing(item);
  const more = total - before;
  const weights = more >= 0n ? item.weights : booked.map(String);
  const changes = allocate({ amount: minorText(more, currency), currency }, weights);
  const minors = changes.map(({ amount }) => toMinor(exact(amount), currency));
  const next = booked.map((minor, at) => minor + (minors[at] ?? 0n));
  if ('bundle' in item) books.bundles.set(line, { ...item, booked: next });
  else books.lines.set(line, { ...item, booked: next });
  const money = (minor: bigint) => `${minorText(minor, currency)} ${currency}`;
  const steps: TraceStep[] = [
    ...trace.steps,
    ...(before === 0n || kind === 'refund' || kind === 'undo'
      ? []
      : [
          {
            does: 'difference' as const,
            arithmetic: `${money(total)} − ${money(before)} that stood before`,
            result: money(more),
          },
        ]),
  ];
  return payees.flatMap((payee, at): AccrualLine[] => {
    const minor = minors[at] ?? 0n;
    if (minor === 0n && kind !== 'accrual') return [];
    count(books, item, minor);
    const split: TraceStep = {
      does: 'split',
      arithmetic: `${money(more)} by ${weights.join(' : ')}, part ${at + 1}`,
      result: money(minor),
    };
    return [
      {
        id: `${event}/${line}/${kind}/${at}`,
        ...{ kind, event, claim, line, partner, payee, period, minor },
        amount: { amount: minorText(minor, currency), currency },
        trace: {
          ...{ program: program.program, version: program.effectiveFrom, rules: trace.rules },
          inputs: inputsOf(item),
          steps: payees.length === 1 ? steps : [...steps, split],
        },
      },
    ];
  });
}

function payeesOf(program: IncentiveProgram, claim: Claim): Pick<Item, 'payees' | 'weights'> {
  const shares =
    program.payee === 'person'
      ? claim.persons.map(({ person, share }) => ({ to: person, weight: share }))
      : program.splits.map(({ to, percent }) => ({
          to: to === 'partner' ? claim.partner : claim.distributor,
          weight: percent,
        }));
  const payees = shares.flatMap(({ to }) => to ?? []);
  if (payees.length === 0 || payees.length < shares.length)
    throw new RangeError(`claim ${claim.claim} names nobody to be paid`);
  return { payees, weights: shares.map(({ weight }) => weight) };
}

function inputsOf(item: LineItem | BundleItem): TraceInput[] {
  if ('bundle' in item)
    return item.lines.map((line) => ({ name: 'line', value: line, record: item.claim, field: null }));
  const { source } = item;
  const values: Record<LineField, string> = {
    amount: `${source.amount.amount} ${source.amount.currency}`,
    quantity: String(source.quantity),
    sku: source.sku,
    soldOn: source.soldOn,
  };
  const fields = (Object.keys(values) as LineField[]).map((name) => ({
    name,
    value: values[name],
    record: source.source.record,
    field: source.source.fields[name] ?? null,
  }));
  const rates = source.exchange
    ? [source.exchange.from, source.exchange.to].map(({ usd, record }) => ({
        ...{ name: 'rate', value: `${usd} USD`, record, field: null },
      }))
    : [];
  return [...fields, ...rates];
}
