import { type ClaimFinding, claimFinding } from './claim-finding.ts';
import type { ClaimHistory, PastClaims, PeerSpread } from './past-claims.ts';
import { robustZ, type Spread, spreadOf } from './spread.ts';

/** From this many deviations on a value is unusual (decisions: "Scorecards"). */
export const UNUSUAL = 3.5;
/** A history of fewer claims says nothing. */
const OWN_FLOOR = 8;
const PEER_FLOOR = 20;
/** Peers are at least so many partners, none of them with more than this share. */
const PEER_PARTNERS = 5;
const PEER_SHARE = 0.5;
/** Amounts are compared by their logarithms; below 25 % none is told from another. */
const LEAST_AMOUNT = Math.log(1.25);
/** Unit prices differ less than amounts; discounts of a seventh are usual. */
const LEAST_PRICE = Math.log(1.15);
const WEEKS_FLOOR = 8;
/** Fewer claims than this in a week alarm nobody. */
const WEEK_FLOOR = 6;

/** Whether enough is known of others, and of enough of them. */
const told = (peers: PeerSpread | null): PeerSpread | null =>
  peers && peers.n >= PEER_FLOOR && peers.partners >= PEER_PARTNERS && peers.largest <= PEER_SHARE
    ? peers
    : null;
const known = (own: Spread | null): Spread | null => (own && own.n >= OWN_FLOOR ? own : null);

/**
 * An amount far above the partner's own claims in this program; where there are too few of them, far above those of the others. Above only:
 * a small claim is no risk.
 */
export function amountFindings({ facts, history }: PastClaims): ClaimFinding[] {
  if (facts.usd === null || Number(facts.usd) <= 0) return [];
  const own = known(history.amounts.own);
  const base = own ?? told(history.amounts.peers);
  if (base === null) return [];
  const z = robustZ(Math.log(Number(facts.usd)), base, LEAST_AMOUNT);
  if (z < UNUSUAL) return [];
  const of = own ? "of the partner's own" : 'of other partners’';
  const text = `It may pay USD ${round(Number(facts.usd))}; the median ${of} ${base.n} claims in this program is USD ${round(Math.exp(base.median))}, which is ${z.toFixed(1)} deviations away (${UNUSUAL} are unusual)`;
  return [claimFinding('amount', text, 'submission#total', { value: facts.usd, staffOnly: own === null })];
}

/**
 * A unit price far from what the partner, or where that says too little others, have had for the product: it has to be unusual by all
 * that is known.
 */
export function priceFindings({ facts, history }: PastClaims): ClaimFinding[] {
  return facts.lines.flatMap(({ line, sku, quantity, usd }) => {
    const prices = history.prices.find((one) => one.sku === sku);
    if (!prices || usd === null || quantity === null || !(Number(quantity) > 0) || !(Number(usd) > 0))
      return [];
    const price = Number(usd) / Number(quantity);
    const bases = [known(prices.own), told(prices.peers)].filter((base) => base !== null);
    const all = bases.map((base) => ({ ...base, z: robustZ(Math.log(price), base, LEAST_PRICE) }));
    const [first] = all;
    if (!first || !all.every(({ z }) => Math.abs(z) >= UNUSUAL)) return [];
    const own = known(prices.own) !== null;
    const of = own ? 'of the partner' : 'of other partners';
    const text = `A unit of ${sku} costs USD ${round(price)}; the median of ${first.n} sales ${of} is USD ${round(Math.exp(first.median))}, which is ${Math.abs(first.z).toFixed(1)} deviations away (${UNUSUAL} are unusual)`;
    const remedy = 'An order or a price agreement that shows the price';
    return [
      claimFinding('price', text, 'submission#lines', {
        ...{ line, remedy, value: round(price), staffOnly: !own },
      }),
    ];
  });
}

/**
 * Far more claims in seven days than in the partner's usual week, counted by the day of the sale, so that claims that are sent together at the
 * end of a month are nothing unusual, and a file of many sales is one claim. A week that is strong for all partners counts by as much less.
 */
export function frequencyFindings({ history: { weeks } }: PastClaims): ClaimFinding[] {
  const own = weeks && withoutStart(weeks.own);
  if (!weeks || !own || own.length < WEEKS_FLOOR || weeks.ownNow < WEEK_FLOOR) return [];
  const spread = spreadOf(own);
  const strong = strongWeek(weeks);
  const usual = { ...spread, median: spread.median * strong };
  // Counts vary by their root even where nothing changes.
  const z = robustZ(weeks.ownNow, usual, Math.max(1, Math.sqrt(usual.median)));
  if (z < UNUSUAL) return [];
  const season = strong > 1 ? `, ${strong.toFixed(1)} times as many as usual in such a week` : '';
  const text = `${weeks.ownNow} claims for sales within seven days; the median of the ${own.length} weeks before is ${spread.median}${season}, which is ${z.toFixed(1)} deviations away (${UNUSUAL} are unusual)`;
  return [claimFinding('frequency', text, 'submission#lines', { value: `${weeks.ownNow}` })];
}

/** A partner that began later has no weeks before. */
function withoutStart(weeks: readonly number[]): number[] {
  const first = weeks.findIndex((count) => count > 0);
  return first === -1 ? [] : weeks.slice(first);
}

/** How many times as many claims as usual the others had; never below 1. */
function strongWeek({ peers, peersNow }: NonNullable<ClaimHistory['weeks']>): number {
  const usual = withoutStart(peers);
  if (usual.length < WEEKS_FLOOR) return 1;
  const { median } = spreadOf(usual);
  return median > 0 ? Math.max(1, peersNow / median) : 1;
}

const round = (usd: number): string => usd.toFixed(2);
