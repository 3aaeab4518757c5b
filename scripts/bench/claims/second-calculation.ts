import { Decimal } from 'decimal.js';
import type {
  ClaimFields,
  ClaimLine,
  FundRequestRecord,
} from '../../../sandbox/channel/generator/claim/claim.ts';
import { digitsOf, minorOf } from '../../../sandbox/channel/generator/claim/money.ts';
import { names, type Program, type Rule } from '../../../sandbox/channel/generator/claim/programs.ts';
import type { Partner } from '../../../sandbox/channel/generator/records.ts';

/**
 * What docs/incentives.md says a claim earns, worked out once more and without the product's code: line by line, in the order in which claims
 * are granted. It knows what the sample's programs use, and no more.
 */
export interface SecondCalculation {
  /**
   * What the granted lines of a claim earn together, true-ups of the period included.
   * @param lines their places in the claim, from 0 @returns minor units of the program's currency
   */
  granted(claim: ClaimFields, lines: readonly number[]): number;
}

const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP });

interface Sold {
  rule: Rule;
  amount: Decimal;
  earned: number;
}

/** Of one partner, program and period. */
interface Period {
  units: number;
  unitsByRule: Map<string, number>;
  retroactive: Sold[];
}

export function secondCalculation(world: {
  programs: ReadonlyMap<string, Program>;
  partners: readonly Partner[];
  funds: readonly FundRequestRecord[];
  ratesCsv: string;
}): SecondCalculation {
  const rates = new Map<string, { date: string; usd: string }[]>();
  for (const row of world.ratesCsv.trim().split('\n').slice(1)) {
    const [date = '', currency = '', usd = ''] = row.split(',');
    rates.set(currency, [...(rates.get(currency) ?? []), { date, usd }]);
  }
  const partners = new Map(world.partners.map((one) => [one.id, one]));
  const funds = new Map(world.funds.map((one) => [one.id, one]));
  const periods = new Map<string, Period>();
  const spent = new Map<string, number>();

  function usdOf(currency: string, day: string): Decimal {
    if (currency === 'USD') return new Exact(1);
    const known = rates.get(currency)?.findLast(({ date }) => date <= day);
    if (!known) throw new Error(`no rate of ${currency} on ${day}`);
    return new Exact(known.usd);
  }
  function converted(amount: string, from: string, to: string, day: string): Decimal {
    const exact = new Exact(amount);
    return from === to ? exact : exact.times(usdOf(from, day)).div(usdOf(to, day));
  }
  const rounded = (exact: Decimal, currency: string) =>
    exact
      .times(10 ** digitsOf(currency))
      .toDecimalPlaces(0, Decimal.ROUND_HALF_UP)
      .toNumber();

  function granted(claim: ClaimFields, at: readonly number[]): number {
    const program = world.programs.get(claim.program);
    const partner = partners.get(claim.source_partner_id);
    if (!program || !partner)
      throw new Error(`${claim.claim_id} names a program and a partner of the channel`);
    const { currency } = program;
    let all = 0;
    const lines = at.map((place) => claim.lines[place] as ClaimLine);
    const dayOf = (line: ClaimLine) => line.sold_on ?? claim.sold_on;
    const within = (key: string, limit: number, amount: number) =>
      Math.min(amount, limit - (spent.get(key) ?? 0));
    const capped = (amount: number, day: string): number => {
      let left = amount;
      for (const { per, amount: text } of program.caps ?? []) {
        if (per === 'line') left = Math.min(left, minorOf(text ?? ''));
        else left = within(keyOf(per, day), limitOf(per, text), left);
      }
      return left;
    };
    const note = (amount: number, day: string) => {
      for (const { per } of program.caps ?? [])
        spent.set(keyOf(per, day), (spent.get(keyOf(per, day)) ?? 0) + amount);
      all += amount;
    };
    const keyOf = (per: string, day: string): string =>
      [
        program.program,
        per,
        ...(per === 'program' ? [] : [partner.id]),
        ...(per === 'period' ? [periodOf(program, day)] : []),
        ...(per === 'claim' ? [claim.claim_id] : []),
        ...(per === 'request' ? [claim.request ?? ''] : []),
      ].join(' ');
    const limitOf = (per: string, text: string | undefined): number => {
      if (per !== 'request') return minorOf(text ?? '');
      const request = funds.get(claim.request ?? '');
      if (!request) return 0;
      return rounded(converted(request.amount, request.currency, currency, claim.sold_on), currency);
    };

    for (const line of lines) {
      const day = dayOf(line);
      const key = `${program.program} ${partner.id} ${periodOf(program, day)}`;
      const period: Period = periods.get(key) ?? { units: 0, unitsByRule: new Map(), retroactive: [] };
      periods.set(key, period);
      const quantity = Number(line.quantity);
      const amount = converted(line.amount.amount, line.amount.currency, currency, day);
      const rule = program.rules?.find(({ skus }) => names(skus, line.sku));
      if (!rule) continue;
      if (rule.tiered?.retroactive) {
        period.retroactive.push({ rule, amount, earned: 0 });
        const volume = period.retroactive.reduce((sum, one) => sum.plus(one.amount), new Exact(0));
        const step = rule.tiered.steps.findLast(({ from }) => volume.gte(from));
        for (const one of period.retroactive) {
          const now = rounded(one.amount.times(step?.percent ?? 0).div(100), currency);
          const more = capped(now - one.earned, day);
          one.earned += more;
          note(more, day);
        }
        continue;
      }
      const before = period.unitsByRule.get(rule.rule) ?? 0;
      let exact = earnedBy(rule, quantity, amount, before);
      for (const bonus of program.bonuses ?? [])
        if ((bonus.regions?.includes(partner.region) ?? true) && day <= (bonus.to ?? day))
          exact = exact.plus(amount.times(bonus.percent).div(100));
      period.units += quantity;
      period.unitsByRule.set(rule.rule, before + quantity);
      for (const { from, factor } of program.accelerators ?? [])
        if (period.units >= from) exact = exact.times(factor);
      note(capped(rounded(exact, currency), day), day);
    }
    for (const { skus, perBundle } of program.bundles ?? []) {
      const sold = (sku: string) =>
        lines.filter((line) => line.sku === sku).reduce((sum, line) => sum + Number(line.quantity), 0);
      note(capped(Math.min(...skus.map(sold)) * minorOf(perBundle), claim.sold_on), claim.sold_on);
    }
    return all;
  }
  return { granted };
}

/** Not rounded. @param before units of the period that were sold under the rule before */
function earnedBy(rule: Rule, quantity: number, amount: Decimal, before: number): Decimal {
  if (rule.percent !== undefined) return amount.times(rule.percent).div(100);
  if (rule.perUnit !== undefined) return new Exact(rule.perUnit.split(' ')[0] as string).times(quantity);
  let sum = new Exact(0);
  for (let unit = before + 1; unit <= before + quantity; unit += 1) {
    const step = rule.tiered?.steps.findLast(({ from }) => unit >= from);
    sum = sum.plus((step?.perUnit ?? '0').split(' ')[0] as string);
  }
  return sum;
}

function periodOf({ period = 'window' }: Program, day: string): string {
  if (period === 'month') return day.slice(0, 7);
  if (period === 'quarter') return `${day.slice(0, 4)} Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
  return period === 'year' ? day.slice(0, 4) : 'window';
}
