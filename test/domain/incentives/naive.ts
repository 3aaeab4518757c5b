import { Decimal } from 'decimal.js';
import type { Claim, ClaimEvent, ClaimLine } from '../../../domain/incentives/claim.ts';
import type { IncentiveProgram, Rate, Tiers } from '../../../domain/incentives/program.ts';

/**
 * A second calculator that shares nothing with the first: plain lists that are gone through from the beginning each time, decimals of
 * 80 digits instead of fractions, no books. Slow and simple. It follows the rules as they are written down (docs/incentives.md).
 */
const D = Decimal.clone({ precision: 80, rounding: Decimal.ROUND_HALF_UP });
type Num = InstanceType<typeof D>;

interface Sold {
  event: string;
  claim: Claim;
  line: ClaimLine;
  program: IncentiveProgram;
  rule: IncentiveProgram['rules'][number] | undefined;
  factor: Num;
  tier: number;
  /** Of the sale's amount, in its currency. */
  left: Num;
  paid: Num[];
}
interface Set_ {
  claim: Claim;
  /** The first line of it: in its period the set counts. */
  line: ClaimLine;
  sale: string;
  program: IncentiveProgram;
  bundle: IncentiveProgram['bundles'][number];
  count: number;
  paid: Num[];
}
/** What a line and a set have in common. */
type Of = Pick<Sold, 'claim' | 'line' | 'program'>;
interface Row {
  event: string;
  line: string;
  payee: string;
  amount: Num;
}

const DECIMALS: Record<string, number> = { JPY: 0, KWD: 3 };
const decimalsOf = (currency: string) => DECIMALS[currency] ?? 2;

export function naive(versions: readonly IncentiveProgram[], events: readonly ClaimEvent[]) {
  const world: World = { sold: [], sets: [], rows: [] };
  let queue: { event: string; claim: Claim }[] = [];
  const done = new Set<string>();
  const gone = new Set<string>();
  const early: Extract<ClaimEvent, { kind: 'refund' }>[] = [];

  for (const event of events) {
    if (done.has(event.event)) continue;
    done.add(event.event);
    if (event.kind === 'claim') {
      const lines = event.claim.lines.filter(
        ({ line }) =>
          !world.sold.some((one) => one.line.line === line) &&
          !queue.some(({ claim }) => claim.lines.some((one) => one.line === line)),
      );
      if (!gone.has(event.claim.claim) && lines.length > 0)
        queue.push({ event: event.event, claim: { ...event.claim, lines } });
    }
    if (event.kind === 'refund') {
      if (world.sold.some((one) => one.line.line === event.line)) refund(world, event);
      else early.push(event);
    }
    if (event.kind === 'undo') {
      gone.add(event.claim);
      queue = queue.filter((one) => one.claim.claim !== event.claim);
      const own = world.sold.filter((one) => one.claim.claim === event.claim);
      for (const one of own) giveBack(world, one, one.left, event.event);
      countSets(world, event.claim, event.event, false);
      for (const one of own) trueUp(world, one, event.event, false);
    }
    queue.sort((a, b) =>
      a.claim.completeAt !== b.claim.completeAt
        ? a.claim.completeAt < b.claim.completeAt
          ? -1
          : 1
        : a.claim.claim < b.claim.claim
          ? -1
          : 1,
    );
    while (queue[0]) {
      const copy: World = {
        sold: world.sold.map((one) => ({ ...one, paid: [...one.paid] })),
        sets: world.sets.map((one) => ({ ...one, paid: [...one.paid] })),
        rows: [...world.rows],
      };
      take(copy, versions, queue[0].event, queue[0].claim, early);
      const budget = version(versions, (queue[0].claim.lines[0] as ClaimLine).soldOn).budget;
      const added = total(copy.rows.slice(world.rows.length).map((row) => row.amount));
      if (budget && total(copy.rows.map((row) => row.amount)).gt(budget.amount) && added.gt(0)) break;
      if (budget && added.gt(new D(budget.amount).minus(total(world.rows.map((row) => row.amount))))) break;
      Object.assign(world, copy);
      queue = queue.slice(1);
    }
  }
  return {
    rows: world.rows.filter((row) => !row.amount.isZero()),
    waiting: queue.map((one) => one.claim.claim),
  };
}

interface World {
  sold: Sold[];
  sets: Set_[];
  rows: Row[];
}

function take(
  world: World,
  versions: readonly IncentiveProgram[],
  event: string,
  claim: Claim,
  early: Extract<ClaimEvent, { kind: 'refund' }>[],
) {
  const added: Sold[] = [];
  for (const line of claim.lines) {
    const program = version(versions, line.soldOn);
    const fits = (one: {
      skus: string[];
      tiers: string[];
      regions: string[];
      from: string | null;
      to: string | null;
    }) =>
      (!one.skus.length ||
        one.skus.some((sku) =>
          sku.endsWith('*') ? line.sku.indexOf(sku.replace('*', '')) === 0 : sku === line.sku,
        )) &&
      (!one.tiers.length || one.tiers.indexOf(line.partner.tier ?? '') >= 0) &&
      (!one.regions.length || one.regions.indexOf(line.partner.region ?? '') >= 0) &&
      !(one.from && line.soldOn < one.from) &&
      !(one.to && line.soldOn > one.to);
    const rule = program.rules.find(fits);
    const one: Sold = {
      ...{ event, claim, line, program, rule, left: new D(line.amount.amount), factor: new D(1), tier: 0 },
      paid: payees(program, claim).map(() => new D(0)),
    };
    const before = world.sold.filter((other) => together(other, one) && other.rule?.rule === rule?.rule);
    world.sold.push(one);
    added.push(one);
    for (const set of program.bundles)
      if (
        set.skus.includes(line.sku) &&
        !world.sets.some(
          (other) =>
            other.bundle.bundle === set.bundle &&
            other.sale === line.sale &&
            other.claim.claim === claim.claim,
        )
      )
        world.sets.push({
          ...{ claim, line, sale: line.sale, program, bundle: set, count: 0 },
          paid: payees(program, claim).map(() => new D(0)),
        });
    if (!rule) continue;
    const all = world.sold.filter((other) => together(other, one));
    for (const { by, from, factor } of program.accelerators)
      if (sizeOf(all, by).gte(from)) one.factor = new D(factor);
    let due = new D(0);
    if (!('steps' in rule.gives)) due = worth(rule.gives, amountOf(one), new D(line.quantity), new D(1));
    else if (rule.gives.retroactive) {
      one.tier = tierNow(world, one);
      due = worth(rule.gives.steps[one.tier]?.rate as Rate, amountOf(one), new D(line.quantity), new D(1));
    } else {
      const start = sizeOf(before, rule.gives.by);
      const end = start.plus(rule.gives.by === 'units' ? line.quantity : amountOf(one));
      due = climbed(rule.gives, end).minus(climbed(rule.gives, start));
    }
    for (const bonus of program.bonuses.filter(fits))
      due = due.plus(worth(bonus.gives, amountOf(one), new D(line.quantity), new D(1)));
    const rounded = due.times(one.factor).toDecimalPlaces(decimalsOf(program.currency));
    pay(world, one.paid, line.line, program, claim, event, limit(world, one, line.line, rounded));
  }
  countSets(world, claim.claim, event, true);
  const own = world.sold.filter((one) => one.claim.claim === claim.claim);
  for (const one of own) trueUp(world, one, event, true);
  for (const one of added) for (const late of early) if (late.line === one.line.line) refund(world, late);
}

/** What everything up to a height earns where each tier pays for its own part. The tenth unit lies between 9 and 10. */
function climbed({ by, steps }: Tiers, height: Num): Num {
  const shift = by === 'units' ? 1 : 0;
  return total(
    steps.map(({ from, below, rate }) => {
      const top = below === null ? height : D.min(height, new D(below).minus(shift));
      const part = D.max(0, top.minus(new D(from).minus(shift)));
      return worth(rate, part, part, new D(0));
    }),
  );
}

function refund(world: World, event: Extract<ClaimEvent, { kind: 'refund' }>) {
  const one = world.sold.find(({ line }) => line.line === event.line) as Sold;
  const age = (Date.parse(event.on) - Date.parse(one.line.soldOn)) / 86_400_000;
  if (age > one.program.clawbackDays) return;
  const asked = event.refunded === 'whole' ? one.left : new D(event.refunded.amount);
  giveBack(world, one, asked.gt(one.left) ? one.left : asked, event.event);
  countSets(world, one.claim.claim, event.event, false);
  trueUp(world, one, event.event, false);
}

function giveBack(world: World, one: Sold, part: Num, event: string) {
  if (part.isZero()) return;
  const stands = total(one.paid);
  const back = part.eq(one.left)
    ? stands
    : stands.times(part).div(one.left).toDecimalPlaces(decimalsOf(one.program.currency));
  pay(world, one.paid, one.line.line, one.program, one.claim, event, stands.minus(back));
  one.left = one.left.minus(part);
}

function countSets(world: World, claim: string, event: string, up: boolean) {
  for (const set of world.sets.filter((one) => one.claim.claim === claim)) {
    const count = Math.min(
      ...set.bundle.skus.map((sku) =>
        total(
          world.sold
            .filter((one) => one.claim.claim === claim && one.line.sale === set.sale && one.line.sku === sku)
            .map(unitsLeft),
        )
          .toDecimalPlaces(50)
          .floor()
          .toNumber(),
      ),
    );
    if (count === set.count) continue;
    set.count = count;
    const key = `${set.bundle.bundle} of ${set.sale} in ${claim}`;
    const now = total(set.paid);
    const more = new D(set.bundle.perBundle.amount).times(count).minus(now);
    if (more.lt(0)) pay(world, set.paid, key, set.program, set.claim, event, now.plus(more));
    else if (more.gt(0) && up)
      pay(world, set.paid, key, set.program, set.claim, event, now.plus(limit(world, set, key, more)));
  }
}

/** All lines of the same partner, period and rule. */
function trueUp(world: World, of: Sold, event: string, up: boolean) {
  for (const one of world.sold.filter((other) => together(other, of) && other.rule?.rule === of.rule?.rule)) {
    if (one.left.isZero() || !one.rule || !('steps' in one.rule.gives) || !one.rule.gives.retroactive)
      continue;
    const now = tierNow(world, one);
    if (one.tier === now) continue;
    one.tier = now;
    const rate = one.rule.gives.steps[now]?.rate as Rate;
    const bonuses = one.program.bonuses.filter(
      (bonus) =>
        (!bonus.skus.length || bonus.skus.includes(one.line.sku)) &&
        (!bonus.regions.length || bonus.regions.includes(one.line.partner.region ?? '')),
    );
    const due = [rate, ...bonuses.map(({ gives }) => gives)]
      .map((each) => worth(each, amountLeft(one), unitsLeft(one), one.left.div(one.line.amount.amount)))
      .reduce((a, b) => a.plus(b))
      .times(one.factor)
      .toDecimalPlaces(decimalsOf(one.program.currency));
    const stands = total(one.paid);
    const more = due.minus(stands);
    if (more.lt(0)) pay(world, one.paid, one.line.line, one.program, one.claim, event, due);
    if (more.gt(0) && up)
      pay(
        world,
        one.paid,
        one.line.line,
        one.program,
        one.claim,
        event,
        stands.plus(limit(world, one, one.line.line, more)),
      );
  }
}

function tierNow(world: World, of: Sold): number {
  if (!of.rule || !('steps' in of.rule.gives)) return 0;
  const { by, steps } = of.rule.gives;
  const size = sizeOf(
    world.sold.filter((one) => together(one, of) && one.rule?.rule === of.rule?.rule),
    by,
  );
  let tier = 0;
  for (const [at, { from }] of steps.entries()) if (size.gte(from)) tier = at;
  return tier;
}

function limit(world: World, one: Of, line: string, wish: Num): Num {
  const of = (row: Row): Of | undefined =>
    world.sold.find((other) => other.line.line === row.line) ??
    world.sets.find((set) => row.line === `${set.bundle.bundle} of ${set.sale} in ${set.claim.claim}`);
  const sum = (fits: (row: Row, sold: Of | undefined) => boolean) =>
    total(world.rows.filter((row) => fits(row, of(row))).map((row) => row.amount));
  let left = wish;
  for (const { per, amount } of one.program.caps) {
    const used =
      per === 'line'
        ? sum((row) => row.line === line)
        : per === 'claim'
          ? sum((_, sold) => sold?.claim.claim === one.claim.claim)
          : per === 'period'
            ? sum((_, sold) => sold !== undefined && together(sold, one))
            : per === 'partner'
              ? sum((_, sold) => sold?.claim.partner === one.claim.partner)
              : per === 'request'
                ? sum((_, sold) => sold?.claim.request?.record === one.claim.request?.record)
                : sum(() => true);
    const most = per === 'request' ? one.claim.request?.approved.amount : amount?.amount;
    if (most === undefined) continue;
    left = D.min(left, D.max(0, new D(most).minus(used)));
  }
  return left;
}

function pay(
  world: World,
  paid: Num[],
  line: string,
  program: IncentiveProgram,
  claim: Claim,
  event: string,
  sum: Num,
) {
  const names = payees(program, claim);
  const unit = new D(10).pow(-decimalsOf(program.currency));
  const change = sum.minus(total(paid));
  // More goes by the agreed parts, less comes from each by what they have.
  const keys = change.lt(0) ? paid.map((one) => one.div(unit)) : names.map(({ weight }) => new D(weight));
  const whole = total(keys);
  const units = change.abs().div(unit).round();
  // Before the division, so that nothing is lost before it is compared.
  const raw = keys.map((key) => units.times(key));
  const shares = raw.map((one) => one.divToInt(whole));
  const rests = raw.map((one, at) => one.minus((shares[at] as Num).times(whole)));
  let open = units.minus(total(shares)).toNumber();
  while (open > 0) {
    const next = rests.reduce((best, rest, at) => (rest.gt(rests[best] as Num) ? at : best), 0);
    shares[next] = (shares[next] as Num).plus(1);
    rests[next] = new D(-1);
    open -= 1;
  }
  for (const [at, share] of shares.entries()) {
    const amount = share.times(unit).times(change.lt(0) ? -1 : 1);
    world.rows.push({ event, line, payee: names[at]?.payee ?? '', amount });
    paid[at] = (paid[at] as Num).plus(amount);
  }
}

function worth(rate: Rate, amount: Num, units: Num, lines: Num): Num {
  if ('percent' in rate) return amount.times(rate.percent).div(100);
  if ('perUnit' in rate) return units.times(rate.perUnit.amount);
  return lines.times(rate.perLine.amount);
}

const payees = (program: IncentiveProgram, claim: Claim) =>
  program.payee === 'person'
    ? claim.persons.map(({ person, share }) => ({ payee: person, weight: share }))
    : program.splits.map(({ to, percent }) => ({
        payee: (to === 'partner' ? claim.partner : claim.distributor) ?? '',
        weight: percent,
      }));

function amountOf({ line }: Sold): Num {
  const stated = new D(line.amount.amount);
  return line.exchange ? stated.times(line.exchange.from.usd).div(line.exchange.to.usd) : stated;
}

const amountLeft = (one: Sold) => amountOf(one).times(one.left).div(one.line.amount.amount);
const unitsLeft = (one: Sold) => one.left.times(one.line.quantity).div(one.line.amount.amount);

const sizeOf = (sold: readonly Sold[], by: 'volume' | 'units') =>
  total(sold.map(by === 'volume' ? amountLeft : unitsLeft)).toDecimalPlaces(50);

const total = (all: readonly Num[]) => all.reduce((a, b) => a.plus(b), new D(0));

function together(a: Of, b: Of): boolean {
  const period = ({ program, line }: Of) => {
    const date = new Date(`${line.soldOn}T00:00:00Z`);
    const month = date.getUTCMonth();
    return program.period === 'window'
      ? ''
      : program.period === 'year'
        ? `${date.getUTCFullYear()}`
        : program.period === 'month'
          ? `${date.getUTCFullYear()} ${month}`
          : `${date.getUTCFullYear()} ${Math.floor(month / 3)}`;
  };
  return a.claim.partner === b.claim.partner && period(a) === period(b);
}

function version(versions: readonly IncentiveProgram[], day: string): IncentiveProgram {
  const begun = versions
    .filter((one) => one.effectiveFrom <= day)
    .sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1));
  if (!begun[0]) throw new Error('no version');
  return begun[0];
}
