import { auditOf } from '../../adapters/store/audit.ts';
import { type CaseFilter, type CaseRow, casesTouchedBy } from '../../adapters/store/cases.ts';
import { getEvidence } from '../../adapters/store/evidence.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import type { CaseKind, CaseStatus } from '../../domain/case.ts';
import { type CaseAsOf, caseAsOf } from '../../domain/case-as-of.ts';
import { type PagesOf, pagesAmong, pagesOf } from '../lifecycles.ts';
import type { Headline } from './case-pages.ts';

/** A case as it stood at an instant: by its audit trail, and the evidence that was frozen by then. */
export interface CaseThen extends CaseAsOf, Headline {
  case: string;
  lifecycle: CaseKind;
  /** UTC instant, ISO 8601. */
  asOf: string;
}

export async function caseThen(tx: Tx, row: CaseRow, asOf: string): Promise<CaseThen> {
  const pages = await pagesOf(row.lifecycle);
  return thenWith(tx, row, asOf, () => pages);
}

async function thenWith(tx: Tx, row: CaseRow, asOf: string, pages: PagesOf): Promise<CaseThen> {
  const entries = (await auditOf(tx, row.case)).map(({ entry }) => entry);
  const then = caseAsOf(entries, asOf, row.gate !== null);
  const evidence = then.evidenceHash === null ? undefined : await getEvidence(tx, then.evidenceHash);
  const { lifecycle } = row;
  return { case: row.case, lifecycle, asOf, ...then, ...pages(lifecycle).headlineThen(evidence ?? {}) };
}

const PAGE = 200;

/** The cases that existed at an instant, in the order in which they had last changed by then, newest first. Filters apply to how they stood then. */
export async function casesThen(
  tx: Tx,
  filter: Pick<CaseFilter, 'lifecycle' | 'search' | 'partnerId' | 'segment'> & {
    status?: CaseStatus;
    limit: number;
  },
  asOf: string,
): Promise<CaseThen[]> {
  const { limit, status, segment, ...rows } = filter;
  const found: CaseThen[] = [];
  for (let offset = 0; found.length < limit; offset += PAGE) {
    const page = await casesTouchedBy(tx, asOf, rows, { limit: PAGE, offset });
    const pages = await pagesAmong(page);
    for (const row of page) {
      const then = await thenWith(tx, row, asOf, pages);
      const fits = (!status || then.status === status) && (!segment || then.segment === segment);
      if (fits && found.length < limit) found.push(then);
    }
    if (page.length < PAGE) break;
  }
  return found;
}

/** `Approved`, `waiting for decision`, `not there yet` */
export function statusThen({ status, outcome }: CaseAsOf): string {
  if (status === null) return 'not there yet';
  return (status === 'completed' ? (outcome ?? status) : status).replaceAll('_', ' ');
}
