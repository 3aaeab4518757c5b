import { condition } from '@temporalio/workflow';
import type { DealActivities } from '../../activities/deal/index.ts';
import type { Observation } from '../../activities/deal/observation.ts';
import type { WatchedDeal } from '../../activities/deal/triage.ts';
import { read } from '../kit/profiles.ts';
import { localFirst } from '../kit/step.ts';
import type { DealCase } from './case.ts';

const deals = localFirst<DealActivities>(read);
/** Often enough for a figure that is looked at weekly, seldom enough for the PRM's limits. */
const EVERY = '4 h';
const MOST_LOOKS = 6 * 90;

/**
 * Shadow: what do people do with this registration in the PRM? Looks every four hours for ninety days.
 * @param watched null: nobody decides it there. What is not there yet is waited for.
 * @param amended becomes true when the registration changed and has to be looked at again.
 */
export async function watchPeople(
  watched: WatchedDeal | null,
  amended: () => boolean,
  { memory, renewal, now }: Pick<DealCase, 'memory' | 'renewal' | 'now'>,
): Promise<Observation | 'amended'> {
  if (watched === null) return 'gone';
  const { prmDeal, there } = watched;
  for (let look = Number(memory.watched ?? 0); look < MOST_LOOKS; look += 1) {
    memory.watched = look;
    const seen = await deals.observeDeal(prmDeal, now.case);
    if (seen !== 'undecided' && (there || seen !== 'gone')) return seen;
    if (!(await condition(() => amended() || renewal.due(), EVERY))) continue;
    if (amended()) return 'amended';
    await renewal.renew();
  }
  return 'undecided';
}
