import { type CaseRow, getCase, listCases } from '../adapters/store/cases.ts';
import type { Tx } from '../adapters/store/pool.ts';
import { type CliFailure, notFound, usage } from './failure.ts';

/**
 * The case that somebody means: its id, the id without its lifecycle (`impartner:101`), or a beginning of it that fits one
 * case only; a cut id copied from a table (`deal:email:3fa…`) counts as its beginning.
 * @throws CliFailure not found, or usage when several fit.
 */
export async function findCase(tx: Tx, said: string): Promise<CaseRow> {
  const wanted = said.trim().replace(/…$/, '');
  const exact = (await getCase(tx, wanted)) ?? (await getCase(tx, `deal:${wanted}`));
  if (exact) return exact;
  const matches = wanted.length < 3 ? [] : await startingWith(tx, wanted);
  if (matches.length === 1) {
    const found = await getCase(tx, matches[0] as string);
    if (found) return found;
  }
  if (matches.length > 1) {
    const shown = matches.slice(0, 3).join(', ');
    throw usage(
      `"${said}" fits several cases: ${shown}${matches.length > 3 ? ' …' : ''}.`,
      'Write more of it.',
    );
  }
  const any = (await listCases(tx, { limit: 1 })).length > 0;
  throw noCase(
    said,
    any ? 'List them: quarterdeck deals list' : 'Nothing was submitted yet: quarterdeck deals submit FILE',
  );
}

export function noCase(said: string, fix = 'List them: quarterdeck deals list'): CliFailure {
  return notFound(`There is no case "${said}".`, fix);
}

async function startingWith(tx: Tx, beginning: string): Promise<string[]> {
  const { rows } = await tx.query<{ case_id: string }>(
    `select case_id from cases where starts_with(case_id, $1) or starts_with(case_id, 'deal:' || $1)
      order by case_id limit 4`,
    [beginning],
  );
  return rows.map((row) => row.case_id);
}
