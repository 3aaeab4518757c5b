import type { CaseStatus } from '../../domain/case.ts';
import type { Tx } from './pool.ts';

/** A case that a name fits. */
export interface NamedCase {
  case: string;
  /** What it is about in a few words. */
  about: string | null;
  status: CaseStatus;
  outcome: string | null;
}

/** What a case is called by, besides its id. */
const REFERENCES = `(values
  (external_id), (source || ':' || external_id), (source || '/' || external_id),
  (lifecycle || ':' || source || ':' || external_id)) as reference(text)`;

/** What it is about, also before it was looked at. */
const ABOUT = "coalesce(title, summary ->> 'customer_name')";

/** A first letter or two of a name would fit half of the cases. */
const SHORTEST_BEGINNING = 3;

/**
 * The cases that a name fits, by the first of these that fits any: the id without its lifecycle, the source's own reference (with `~2` for the second case of
 * one record), the id that the PRM gave the record which we wrote for it, what it is about (its customer), the beginning of an id or reference. Capitals do not matter. By id.
 */
export async function namedCases(tx: Tx, name: string): Promise<NamedCase[]> {
  const fits = [
    `case_id = lifecycle || ':' || $1`,
    `exists (select from ${REFERENCES}
      where lower($1) in (lower(reference.text), lower(reference.text) || '~' || sequence))`,
    // The id that the PRM gave the record which we wrote for it.
    `case_id in (select e.case_id from effects e where e.operation = 'prm.createDeal' and e.landed ->> 'id' = $1)`,
    `lower($1) in (lower(${ABOUT}), lower(source || '/' || ${ABOUT}))`,
    ...(name.length < SHORTEST_BEGINNING
      ? []
      : [
          `starts_with(case_id, $1) or starts_with(case_id, lifecycle || ':' || $1)
            or exists (select from ${REFERENCES} where starts_with(lower(reference.text), lower($1)))`,
        ]),
  ];
  for (const fit of fits) {
    const { rows } = await tx.query<NamedCase>(
      `select case_id as "case", ${ABOUT} as about, status, outcome from cases
        where lifecycle <> 'reversal' and (${fit}) order by case_id limit 200`,
      [name],
    );
    if (rows.length > 0) return rows;
  }
  return [];
}
