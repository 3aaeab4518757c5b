import { type Exact, exact, exactText, fromMinor, minorText, minus, ONE, times, toMinor } from '../exact.ts';
import { allocate, type Money } from '../money.ts';
import type { Books, BundleItem, Item, LineItem } from './books.ts';
import { capped, count } from './caps.ts';
import type { Claim, ClaimLine, LineField } from './claim.ts';
import { groupOf, volumeKeys } from './groups.ts';
import { countingPeriod } from './period.ts';
import type { EarningRule, IncentiveProgram } from './program.ts';
import { acceleratorReached, addVolume, NO_VOLUME, rateLine, tierReached, volumeOf } from './rate-line.ts';
import { selects } from './selector.ts';
import type { Trace, TraceInput, TraceStep } from './trace.ts';

/** One line of what a payee has earned. It is never changed: what corrects it is a line of its own. */
export interface AccrualLine {
  /** Unique and always the same for the same events, so that booking it twice can be told. */
  id: string;
  kind: 'accrual' | 'bundle' | 'true_up' | 'refund' | 'undo' | 'hold' | 'release';
  event: string;
  claim: string;
  /** The line that has earned it, or that it corrects. */
  line: string;
  partner: string;
  payee: string;
  /** Whether the payee is a person at the partner. */
  toPerson: boolean;
  period: string;
  /** Below 0 where something is taken back. */
  amount: Money;
  minor: bigint;
  /** How much of it is on hold by a person's word; of a hold and its release, which change nothing of the amount, what they move. In minor units. */
  held: bigint;
  /** By how much what a refund takes back is worth more (below 0) or less at the rates of its day, in minor units; else 0. */
  exchange: bigint;
  /** Who owes it; null: the company has one legal entity. */
  legalEntity: string | null;
  /** Days until it may be paid. */
  holdDays: number;
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
  if (rule === null) return bringTo(books, line, 0n, event, 'accrual', noRule(line));
  const due = rateLine(program, source, { ...line, rule, before });
  const limited = capped(books, line, due.minor);
  return bringTo(books, line, limited.minor, event, 'accrual', {
    rules: [...rulesOf(rule, line), ...limited.caps],
    steps: [...due.steps, ...limited.steps],
  });
}

/** A line that falls under no rule says so. */
function noRule({ program, source }: LineItem): Pick<Trace, 'rules' | 'steps'> {
  const { tier, region } = source.partner;
  const about = [source.sku, source.soldOn, tier ?? 'tier not known', region ?? 'region not known'].join(
    ', ',
  );
  const bundled = program.bundles.some(({ skus }) => skus.includes(source.sku));
  const rest = bundled ? '; it counts for a bundle' : '';
  const result = `${minorText(0n, program.currency)} ${program.currency}`;
  return { rules: [], steps: [{ does: 'no_rule', arithmetic: `none is about ${about}${rest}`, result }] };
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

/** Names of what rates a line. */
export const rulesOf = (
  { rule }: EarningRule,
  { bonuses, accelerator }: Pick<LineItem, 'bonuses' | 'accelerator'>,
): string[] => [
  rule,
  ...bonuses.map(({ bonus }) => bonus),
  ...(accelerator ? [accelerator.accelerator] : []),
];

/** What stands of an item for all its payees, in minor units. */
export const standing = ({ booked }: Pick<Item, 'booked'>): bigint =>
  booked.reduce((sum, part) => sum + part, 0n);

/**
 * Brings what stands of an item to another total and says what that books: a line for each payee whose amount changes, and for a sale
 * one in any case. More is split by the payees' weights, less is taken from each by what they have: so nobody gets more by a refund,
 * nobody loses by a sale.
 * @param worth what one unit of the change is worth at the rates of a refund's day
 */
export function bringTo(
  books: Books,
  item: LineItem | BundleItem,
  total: bigint,
  event: string,
  kind: AccrualLine['kind'],
  trace: Pick<Trace, 'rules' | 'steps'>,
  worth: Exact = ONE,
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
    const exchange = toMinor(times(fromMinor(minor, currency), minus(worth, ONE)), currency);
    const difference: TraceStep = {
      does: 'exchange_difference',
      arithmetic: `${money(minor)} × (${exactText(worth)} − 1) at the rates of the refund, not taken from the line`,
      result: money(exchange),
    };
    return [
      {
        id: `${event}/${line}/${kind}/${at}`,
        ...{ kind, event, claim, line, partner, payee, period, minor, exchange },
        held: isHeld(books, claim) ? minor : 0n,
        amount: { amount: minorText(minor, currency), currency },
        ...termsOf(item),
        trace: {
          ...{ program: program.program, version: program.effectiveFrom, rules: trace.rules },
          inputs: inputsOf(item),
          steps: [
            ...steps,
            ...(payees.length === 1 ? [] : [split]),
            ...(exchange === 0n ? [] : [difference]),
          ],
        },
      },
    ];
  });
}

const termsOf = ({ program }: Item): Pick<AccrualLine, 'toPerson' | 'legalEntity' | 'holdDays'> => ({
  toPerson: program.payee === 'person',
  legalEntity: program.legalEntity ?? null,
  holdDays: program.holdDays,
});

/** Whether a claim is on hold by a person's word. */
export const isHeld = (books: Books, claim: string): boolean => (books.holds.get(claim) ?? []).length > 0;

/** Moves what stands of a claim to what is held, or back. No amount changes. */
export function moveHeld(
  books: Books,
  claim: string,
  event: string,
  kind: 'hold' | 'release',
): AccrualLine[] {
  const items: Item[] = [
    ...(books.claims.get(claim) ?? []).flatMap((line) => books.lines.get(line) ?? []),
    ...(books.claimBundles.get(claim) ?? []).flatMap((bundle) => books.bundles.get(bundle) ?? []),
  ];
  return items.flatMap((item) =>
    item.payees.flatMap((payee, at): AccrualLine[] => {
      const { program, line, partner, period } = item;
      const { currency } = program;
      const stands = item.booked[at] ?? 0n;
      if (stands === 0n) return [];
      const result = `${minorText(stands, currency)} ${currency}`;
      const arithmetic = 'all that stands of the line';
      return [
        {
          id: `${event}/${line}/${kind}/${at}`,
          ...{ kind, event, claim, line, partner, payee, period, minor: 0n, exchange: 0n },
          held: kind === 'hold' ? stands : -stands,
          amount: { amount: minorText(0n, currency), currency },
          ...termsOf(item),
          trace: {
            ...{ program: program.program, version: program.effectiveFrom, rules: [], inputs: [] },
            steps: [{ does: kind, arithmetic, result }],
          },
        },
      ];
    }),
  );
}

/** Who is paid, and by which weights. @throws RangeError where the claim does not name everybody */
export function payeesOf(program: IncentiveProgram, claim: Claim): Pick<Item, 'payees' | 'weights'> {
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
