import type { CaseRow } from '../../adapters/store/cases.ts';
import type { PagesOf } from '../lifecycles.ts';
import type { Column } from '../table.ts';
import type { Headline } from './case-pages.ts';
import { amountText } from './case-text.ts';

/** The columns with which every list of cases begins: the id, what it is about, what it is worth. */
export function headColumns<Row>(
  about: string,
  caseOf: (row: Row) => string,
  headline: (row: Row) => Headline,
): Column<Row>[] {
  return [
    { head: 'CASE', value: caseOf },
    { head: about.toUpperCase(), value: (row) => headline(row).about, least: 10 },
    { head: 'USD', value: (row) => amountText(headline(row).amountUsd), align: 'right' },
  ];
}

/**
 * The columns of a list up to what it tells of each case: those of the one lifecycle that all of it belongs to, or those that all
 * lifecycles have in common.
 */
export function caseColumns<Row>(
  rows: readonly Row[],
  rowOf: (row: Row) => CaseRow,
  pagesOf: PagesOf,
): Column<Row>[] {
  const [only, ...others] = new Set(rows.map((row) => rowOf(row).lifecycle));
  const own = only !== undefined && others.length === 0 ? pagesOf(only) : null;
  const headline = (row: Row) => pagesOf(rowOf(row).lifecycle).headline(rowOf(row));
  return [
    ...headColumns(own?.about ?? 'about', (row: Row) => rowOf(row).case, headline),
    ...(own?.columns ?? []).map(({ value, ...column }) => ({
      ...column,
      value: (row: Row) => value(rowOf(row)),
    })),
  ];
}
