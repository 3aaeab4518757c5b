import { auditOf } from '../../adapters/store/audit.ts';
import { type CaseFilter, type CaseRow, casesTouchedBy } from '../../adapters/store/cases.ts';
import { getEvidence } from '../../adapters/store/evidence.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import type { CaseStatus } from '../../domain/case.ts';
import { type CaseAsOf, caseAsOf } from '../../domain/case-as-of.ts';
import type { Json, JsonObject } from '../../domain/json.ts';

/** A registration as it stood at an instant: by its audit trail, and the evidence that was frozen by then. */
export interface DealAsOf extends CaseAsOf {
  case: string;
  /** UTC instant, ISO 8601. */
  asOf: string;
  /** As its evidence has them; null before the first look. */
  customer: string | null;
  estimated_value: string | null;
}

export async function dealAsOf(tx: Tx, row: CaseRow, asOf: string): Promise<DealAsOf> {
  const entries = (await auditOf(tx, row.case)).map(({ entry }) => entry);
  const then = caseAsOf(entries, asOf, row.gate !== null);
  const evidence = then.evidenceHash === null ? undefined : await getEvidence(tx, then.evidenceHash);
  const submission = object(evidence?.submission);
  return {
    case: row.case,
    asOf,
    ...then,
    customer: text(submission.customer_name),
    estimated_value: text(submission.estimated_value),
  };
}

const PAGE = 200;

/** The registrations that were there at an instant, last changed first as of then. Filters hold for how they stood. */
export async function dealsAsOf(
  tx: Tx,
  filter: Pick<CaseFilter, 'search' | 'partnerId' | 'segment'> & { status?: CaseStatus; limit: number },
  asOf: string,
): Promise<DealAsOf[]> {
  const { limit, status, segment, ...rows } = filter;
  const found: DealAsOf[] = [];
  for (let offset = 0; found.length < limit; offset += PAGE) {
    const page = await casesTouchedBy(tx, asOf, { lifecycle: 'deal', ...rows }, { limit: PAGE, offset });
    for (const row of page) {
      const then = await dealAsOf(tx, row, asOf);
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

function object(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

function text(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
