import { Command } from 'commander';
import { learntOf } from '../../adapters/match/learnt.ts';
import { marksOf } from '../../adapters/store/match-marks.ts';
import { matchStatistics } from '../../adapters/store/match-statistics.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { readName } from '../../domain/match/company-name.ts';
import { likelihood } from '../../domain/match/floor.ts';
import { nameOnly } from '../../domain/match/name-only.ts';
import type { MatchRecord } from '../../domain/match/record.ts';
import { sharedTelling, tellingWord } from '../../domain/match/telling.ts';
import { matchVerdict } from '../../domain/match/verdict.ts';
import { dealPolicy } from '../../installation/deal/policy.ts';
import { matchModel } from '../../installation/policy.ts';
import { trustRoot } from '../authority.ts';
import { fields, wrap } from '../layout.ts';
import { readPolicy } from '../policy.ts';
import { inSession, type Session } from '../session.ts';
import { recordNamed } from './named-record.ts';
import { weightText } from './weight-text.ts';

export function matchWhy(): Command {
  return new Command('why')
    .description('say field by field why two records, or two names, count as one or not')
    .argument('<a>', 'a record as reviews show names it, a case of a deal, or any name')
    .argument('<b>', 'the other one')
    .addHelpText(
      'after',
      `
Examples:
  $ quarterdeck match why crm:Account/1 registration:deal:impartner:102
  $ quarterdeck match why "Heron Systems GmbH, Rostock" "Heron Systems"`,
    )
    .action(inSession(why));
}

async function why(session: Session, saidA: string, saidB: string): Promise<void> {
  const { model } = readPolicy(matchModel);
  const { matching } = readPolicy(dealPolicy).deal;
  const { a, b, counts, mark } = await session.db(async (tx) => {
    const [a, b] = await Promise.all([recordOf(tx, saidA), recordOf(tx, saidB)]);
    const [mark = null] = (await marksOf(tx, await trustRoot(session, tx), [a.record])).filter(
      ({ records }) => records.includes(b.record),
    );
    return { a, b, mark, counts: learntOf(await matchStatistics(tx)).accounts.words };
  });
  const verdict = matchVerdict(a, b, model);
  const telling = tellingWord(
    counts,
    model.fields.find(({ field }) => field === 'name')?.frequencies ?? null,
  );
  const shared = sharedTelling(readName(a.name), readName(b.name), telling);
  const { probability, by } = likelihood(
    { ...verdict, ...(mark === null || mark.is === 'open' ? {} : { mark: { is: mark.is } }) },
    matching,
  );
  const { terminal } = session;
  terminal.data({ a, b, ...verdict, likelihood: probability, by, telling: shared, mark });
  terminal.say(wrap(`${titleOf(a)} and ${titleOf(b)}`, terminal.width));
  const rows = verdict.fields.map(({ field, level, weight, why: says }): [string, string] => [
    field,
    `${level}: ${weightText(weight)}; ${says}`,
  ]);
  const before = `${weightText(verdict.prior)}; of all pairs few are one customer`;
  terminal.say(fields([['before all', before], ...rows], terminal.width));
  terminal.say(
    `Probability by the model ${verdict.probability.toFixed(2)}${by === 'model' ? '' : `, by ${by} ${probability.toFixed(2)}`}: ${meaning(probability, matching)}.`,
  );
  terminal.say(
    shared.length > 0
      ? wrap(
          `Both names have the telling words: ${shared.join(', ')}. Where another partner holds the one, a person looks at the other.`,
          terminal.width,
        )
      : 'The names share no telling word that would have a person look.',
  );
  if (mark)
    terminal.say(
      wrap(`Marked ${mark.is} by ${mark.by} on ${mark.at.slice(0, 10)}: ${mark.reason}`, terminal.width),
    );
}

/** A record of the index, or a name that somebody wants to try. */
async function recordOf(tx: Tx, said: string): Promise<MatchRecord> {
  const found = await recordNamed(tx, said);
  return found ? found.record : nameOnly(`name:${said}`, said);
}

const titleOf = ({ record, name }: MatchRecord) =>
  record.startsWith('name:') ? `“${name}”` : `${name} (${record})`;

function meaning(
  probability: number,
  { conflictFrom, reviewFrom }: { conflictFrom: number; reviewFrom: number },
) {
  if (probability >= conflictFrom) return `the same customer, from ${conflictFrom.toFixed(2)} on`;
  if (probability >= reviewFrom) return `a person looks, from ${reviewFrom.toFixed(2)} on`;
  return `not the same customer, below ${reviewFrom.toFixed(2)}`;
}
