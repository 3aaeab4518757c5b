import { compareRecords } from '../../activities/deal/matches.ts';
import type { MatchPort } from '../../adapters/ports/match.ts';
import type { IndexedRecord } from '../../domain/match/facts.ts';
import type { VersionedModel } from '../../domain/match/model.ts';
import { nameOnly } from '../../domain/match/name-only.ts';
import type { MatchRecord } from '../../domain/match/record.ts';
import { dealPolicy } from '../../installation/deal/policy.ts';
import { NOISES } from './company-noise.ts';
import { type Figure, figure } from './figures.ts';
import { draw, type Random } from './random.ts';

const call = { timeoutMs: 10_000, mayWait: true };
/** Look-ups that are not counted: connections, plans and compiled code come with them. */
const WARM = 50;

/** Milliseconds of each look-up to its verdicts, one after the other, as triage does it. */
export async function latencies(
  port: MatchPort,
  model: VersionedModel,
  records: readonly IndexedRecord[],
  count: number,
  random: Random,
): Promise<number[]> {
  const { matching } = dealPolicy('policy').deal;
  const noises = Object.values(NOISES);
  const taken: number[] = [];
  while (taken.length < count + WARM) {
    const { record } = draw(random, records);
    const name = draw(random, noises)(random, record.name);
    if (name === null) continue;
    // Half of the contacts write from the company's domain, one in ten is the contact that the CRM knows.
    const query: MatchRecord = {
      ...nameOnly('registration:asked', name),
      domain: random() < 0.5 ? record.domain : null,
      contactToken: random() < 0.1 ? record.contactToken : 'contact-new',
      territories: ['DE'],
    };
    const before = performance.now();
    await compareRecords({ match: port }, model, query, [], () => false, matching, call);
    taken.push(performance.now() - before);
  }
  return taken.slice(WARM);
}

/** Share of noisy names whose company is among the candidates, over all kinds of noise alike and for each. */
export async function recalls(
  port: MatchPort,
  records: readonly IndexedRecord[],
  count: number,
  random: Random,
  say: (line: string) => void,
): Promise<Figure[]> {
  const { candidates } = dealPolicy('policy').deal.matching;
  const shares: number[] = [];
  for (const [kind, noise] of Object.entries(NOISES)) {
    let asked = 0;
    let found = 0;
    while (asked < count) {
      const { record } = draw(random, records);
      const name = noise(random, record.name);
      if (name === null || name === record.name) continue;
      asked += 1;
      const list = await port.candidates(nameOnly('registration:asked', name), candidates, call);
      if (list.some((each) => each.record.record === record.record)) found += 1;
    }
    shares.push(found / asked);
    say(`${kind}: ${found} of ${asked} are among the ${candidates} candidates.`);
  }
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  return [figure('deals.conflict_recall.1m', mean, 'share', ['≥', 0.99])];
}
