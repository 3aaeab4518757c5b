import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { matchModelSchema } from '../../contracts/match-policy.ts';
import { learnPrior } from '../../domain/match/learn-prior.ts';
import type { FieldModel, LevelModel } from '../../domain/match/model.ts';
import { rowVerdict } from '../../domain/match/verdict.ts';
import type { Scored } from './match-scores.ts';
import { table } from './match-tables.ts';
import { YARDSTICKS } from './match-yardsticks.ts';

/**
 * A list that somebody wrote holds pairs with something in common: chance pairs at the weakest level, nearly all there are,
 * would not be in it. This is by how much that lowers the likelihood ratio of every other level.
 */
function ofListed(field: FieldModel): number {
  const { m, u } = field.levels.at(-1) as LevelModel;
  return (1 - u) / (1 - m);
}

/**
 * Judges the names of `pairs.csv` (columns `left`, `right`, `same`: true or false) by the name field of the model that ships,
 * with the share of true pairs in the list learnt from the list; the labels are looked at afterwards.
 */
export function judgePairs(folder: string): { ours: Scored[]; yardsticks: Record<string, Scored[]> } {
  const pairs = table(folder, 'pairs').map(({ left = '', right = '', same }) => ({
    left,
    right,
    same: same === 'true',
  }));
  const file = join(import.meta.dirname, '../../policy/match.yaml');
  const shipped = matchModelSchema.parse(parse(readFileSync(file, 'utf8')));
  const name = shipped.fields.find(({ field }) => field === 'name') as FieldModel;
  const model = { ...shipped, fields: [name] };
  const likelihood = pairs.map(({ left, right }) => {
    const { weight, prior, fields } = rowVerdict({ name: left }, { name: right }, model);
    return 2 ** (weight - prior) * (fields[0]?.level === name.levels.at(-1)?.level ? 1 : ofListed(name));
  });
  const prior = learnPrior(likelihood);
  const ours = pairs.map(({ same }, i) => {
    const odds = ((likelihood[i] as number) * prior) / (1 - prior);
    return { score: odds / (1 + odds), same };
  });
  const yardsticks = Object.entries(YARDSTICKS).map(
    ([name, similarity]) =>
      [name, pairs.map(({ left, right, same }) => ({ score: similarity(left, right), same }))] as const,
  );
  return { ours, yardsticks: Object.fromEntries(yardsticks) };
}
