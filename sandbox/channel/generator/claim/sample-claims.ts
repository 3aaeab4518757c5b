import { makeChannel } from '../channel.ts';
import { later } from '../days.ts';
import { type Rate, ratesBetween } from '../exchange.ts';
import { PLAN } from '../plan.ts';
import { seeded } from '../random.ts';
import type { Partner } from '../records.ts';
import { type MadeClaims, makeClaims } from './make-claims.ts';
import { type ClaimPlan, SAMPLE_CLAIMS } from './plan.ts';
import { readPrograms } from './programs.ts';

/**
 * Claims of the sample's partners, all handed in on one day, about sales of the weeks before it, with their truth.
 * @param today ISO date
 */
export function sampleClaims(
  today: string,
  seed = 1,
  plan: ClaimPlan = SAMPLE_CLAIMS,
): MadeClaims & { rates: Rate[] } {
  const file = makeChannel(seed, PLAN).get('partners.json') as Buffer;
  // Those written by hand have no territory, and so no country in which they sell.
  const partners = (JSON.parse(file.toString()) as Partner[]).filter(({ territories }) => territories);
  const random = seeded(seed).fork('claims');
  const yesterday = later(today, -1);
  const world = { random, partners, programs: readPrograms(), from: yesterday, to: yesterday };
  // The channel's own rates begin 14 days before yesterday.
  const rates = ratesBetween(random.fork('rates'), later(today, -90), later(today, -16));
  return { ...makeClaims({ ...world, otherTools: 0 }, plan), rates };
}
