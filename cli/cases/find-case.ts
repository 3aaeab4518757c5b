import { type CaseRow, getCase } from '../../adapters/store/cases.ts';
import { type NamedCase, namedCases } from '../../adapters/store/named-cases.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { type CliFailure, notFound, usage } from '../failure.ts';
import { stateText } from './case-text.ts';

/** How every CASE argument is described. */
export const CASE_ARGUMENT =
  'the case: its id, its reference (MC-0417, portal/MC-0417), or the beginning of one';

/**
 * The case that somebody means: its id, the id without its lifecycle (`impartner:101`), the source's own reference (`MC-0417`,
 * `portal:MC-0417`, `portal/MC-0417`; `MC-0417~2` for the second case of one record), the customer of one that has no reference
 * (`email/Brightwater Council`), or a beginning of id or reference that fits one case only. A cut id (`deal:email:3fa…`) counts
 * as its beginning.
 * @throws CliFailure not found, or usage that names the candidates when several fit.
 */
export async function findCase(tx: Tx, said: string): Promise<CaseRow> {
  const wanted = said.trim().replace(/…$/, '');
  const exact = await getCase(tx, wanted);
  if (exact) return exact;
  const found = await namedCases(tx, wanted);
  const [only, ...others] = found;
  if (only && others.length === 0) return (await getCase(tx, only.case)) as CaseRow;
  if (only) throw severalFit(said, found);
  const { rows } = await tx.query<{ any: boolean }>('select exists (select from cases) as any');
  throw noCase(said, rows[0]?.any ? undefined : 'Nothing was submitted yet: quarterdeck cases submit FILE');
}

export function noCase(
  said: string,
  fix = 'List them: quarterdeck cases list, or look for a name: quarterdeck cases list --search NAME',
): CliFailure {
  return notFound(`There is no case "${said}".`, fix);
}

/** More than these are only counted. */
const MOST_NAMED = 8;

function severalFit(said: string, found: readonly NamedCase[]): CliFailure {
  const shown = found
    .slice(0, MOST_NAMED)
    .map((one) => `\n  ${[one.case, one.about, stateText(one)].filter(Boolean).join('  ')}`);
  const more = found.length > MOST_NAMED ? `\n  … ${found.length - MOST_NAMED} more` : '';
  return usage(`"${said}" fits ${found.length} cases:${shown.join('')}${more}`, 'Name one of them.', 'case');
}
