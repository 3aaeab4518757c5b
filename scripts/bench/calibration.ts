import { createMatch } from '../../adapters/match/index.ts';
import type { MatchPort } from '../../adapters/ports/match.ts';
import type { IndexedRecord } from '../../domain/match/facts.ts';
import { likelihood } from '../../domain/match/floor.ts';
import { nameOnly } from '../../domain/match/name-only.ts';
import type { MatchRecord } from '../../domain/match/record.ts';
import { matchVerdict } from '../../domain/match/verdict.ts';
import { dealPolicy } from '../../installation/deal/policy.ts';
import { matchModel } from '../../installation/policy.ts';
import { calibrationError, calibrationInterval } from './calibration-error.ts';
import { NOISES } from './company-noise.ts';
import { companyRecords } from './company-records.ts';
import { loadRecords } from './conflict.ts';
import { type Figure, figure, shareFigure } from './figures.ts';
import type { BenchOptions } from './index.ts';
import type { Scored } from './match-scores.ts';
import { onPostgres } from './postgres-only.ts';
import { draw, type Random, seeded } from './random.ts';

const ACCOUNTS = 10_000;
/** Of each pattern; every other one is of a company that is not there. */
const ASKED = 1_000;
/** The contact's address is known so seldom that it says nothing of probabilities. */
const COUNTRIES = ['DE', 'FR', 'GB', 'IT', 'ES', 'NL', 'US', 'CA', 'BR', 'JP'];
const CALL = { timeoutMs: 10_000, mayWait: true };

/** What a registration says of its customer beside the name. */
const PATTERNS: Readonly<Record<string, (of: MatchRecord) => Partial<MatchRecord>>> = {
  name: () => ({}),
  name_territory: ({ territories }) => ({ territories }),
  name_domain: ({ domain }) => ({ domain }),
  name_territory_domain: ({ territories, domain }) => ({ territories, domain }),
};

interface Looked {
  best: Scored;
  firstByCosine: boolean;
  /** What is said of the likeliest one, floors of policy included. */
  likelihood: number;
}

/**
 * `deals.calibration.<pattern>`: how far the probability of the likeliest account lies from what is true, where every other registration is of
 * a company that is not there. `deals.first_by_verdict.<pattern>` beside `…_by_cosine`: how often the right account of a name written
 * otherwise comes first. `deals.nothing_said.<pattern>`: how often nothing at all is said of it.
 */
export async function calibration({ seed, say }: BenchOptions): Promise<Figure[]> {
  const random = seeded(seed);
  const made = companyRecords(seeded(seed), ACCOUNTS + ASKED).map((each) => withTerritory(random, each));
  const { reviewFrom } = dealPolicy('policy').deal.matching;
  return onPostgres(async (store, adminUrl) => {
    say(`Indexing ${ACCOUNTS} accounts …`);
    await loadRecords(store, adminUrl, made.slice(0, ACCOUNTS));
    const port = createMatch('postgres', {}, store);
    const figures: Figure[] = [];
    for (const [pattern, says] of Object.entries(PATTERNS)) {
      const [there, absent]: [Looked[], Looked[]] = [[], []];
      while (there.length < ASKED / 2) {
        const { record } = draw(random, made.slice(0, ACCOUNTS));
        const name = draw(random, Object.values(NOISES))(random, record.name);
        if (name === null || name === record.name) continue;
        there.push(
          await look(port, { ...nameOnly('registration:asked', name), ...says(record) }, record.record),
        );
      }
      for (const { record } of made.slice(ACCOUNTS, ACCOUNTS + ASKED / 2))
        absent.push(
          await look(port, { ...nameOnly('registration:asked', record.name), ...says(record) }, null),
        );
      const best = [...there, ...absent].map((one) => one.best);
      const share = (name: string, is: (one: Looked) => boolean, aim: ['≥' | '≤', number]) =>
        shareFigure(`deals.${name}.${pattern}`, there.filter(is).length, there.length, aim);
      const cosine = there.filter((one) => one.firstByCosine).length / there.length;
      figures.push(
        {
          ...figure(`deals.calibration.${pattern}`, calibrationError(best), 'error', ['≤', 0.05]),
          sample: { n: best.length, ...calibrationInterval(best, random) },
        },
        share('first_by_verdict', ({ best }) => best.same, ['≥', cosine]),
        share('nothing_said', (one) => one.likelihood < reviewFrom, ['≤', 0.03]),
      );
      say(
        `${pattern}: of the absent ${absent.filter((one) => one.likelihood >= reviewFrom).length} of ${absent.length} are looked at.`,
      );
    }
    return figures;
  });
}

const { model } = matchModel('policy');
const { matching } = dealPolicy('policy').deal;

async function look(port: MatchPort, query: MatchRecord, right: string | null): Promise<Looked> {
  const found = await port.candidates(query, matching.candidates, CALL);
  const judged = found.map(({ record }) => {
    const verdict = matchVerdict(query, record, model);
    return { verdict, likelihood: likelihood(verdict, matching).probability };
  });
  const best = judged.reduce<(typeof judged)[number] | null>(
    (most, one) => (most === null || one.verdict.weight > most.verdict.weight ? one : most),
    null,
  );
  return {
    best: { score: best?.verdict.probability ?? 0, same: best !== null && best.verdict.record === right },
    firstByCosine: right !== null && found[0]?.record.record === right,
    likelihood: Math.max(0, ...judged.map((one) => one.likelihood)),
  };
}

function withTerritory(random: Random, { record, facts }: IndexedRecord): IndexedRecord {
  return { record: { ...record, territories: [draw(random, COUNTRIES)] }, facts };
}
