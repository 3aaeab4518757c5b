import type { Figure } from './figures.ts';
import type { BenchOptions } from './index.ts';
import { f1, interval, type Scored, twoFold } from './match-scores.ts';
import { seeded } from './random.ts';
import { type ChannelFile, generated, triageChannel } from './triage-agreement.ts';

const PUBLISHED_THRESHOLD = 0.9;
/** A channel takes seconds; two hold about a hundred true pairs. */
const CHANNELS = 2;

/**
 * `deals.match_f1.planted`: the model that ships, on what generated channels say is the same customer (`same_as` of truth.json): every
 * registration against the CRM, the PRM and the inbox before it, without the floors that policy sets under single fields.
 */
export async function matchPlanted({ seed, say }: BenchOptions): Promise<Figure[]> {
  say('Matching generated channels …');
  const pairs: Scored[] = [];
  let missed = 0;
  for (let channel = 0; channel < CHANNELS; channel += 1) {
    const judged = await judge(generated(seed + channel));
    pairs.push(...judged.pairs);
    missed += judged.missed;
  }
  const [low, high] = interval(pairs, PUBLISHED_THRESHOLD, missed, seeded(seed));
  const row = (what: string, value: number): Figure => ({
    name: `deals.match_${what}.planted`,
    value: Math.round(value * 10_000) / 10_000,
    unit: 'F1',
    aim: '–',
    holds: true,
  });
  return [
    row('f1', f1(pairs, PUBLISHED_THRESHOLD, missed)),
    { ...row('f1', low), name: 'deals.match_f1.planted_low' },
    { ...row('f1', high), name: 'deals.match_f1.planted_high' },
    row('f1_2fold', twoFold(pairs, missed, seeded(seed))),
  ];
}

async function judge(file: ChannelFile): Promise<{ pairs: Scored[]; missed: number }> {
  const pairs: Scored[] = [];
  let missed = 0;
  await triageChannel(file, (one, { matches }) => {
    const scored = matches.map(({ record, probability }) => ({
      score: probability,
      // The truth does not know which PRM a deal is read from.
      same: one.same_as.includes(record.replace(/^prm:[^/]+/, 'prm:Deal')),
    }));
    pairs.push(...scored);
    missed += one.same_as.length - scored.filter(({ same }) => same).length;
  });
  return { pairs, missed };
}
