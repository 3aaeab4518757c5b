import type { Store } from '../../../adapters/store/pool.ts';
import { statement } from '../../../adapters/store/statement.ts';

/** Where each case stands, by its id: all that must be the same with and without faults. */
export type Standings = ReadonlyMap<string, string>;

/**
 * A mail goes out at most once, so it may be missing; and a stranger's message leaves `refused_signal` until the next decision.
 * Neither is another standing.
 */
export async function standings(store: Store): Promise<Standings> {
  const { rows } = await statement(store).query<{ id: string; standing: string }>(
    `select c.case_id as id, concat_ws(' ', c.status, c.outcome, c.mode, 'revision ' || c.revision,
        nullif(nullif(c.open_problem, 'none'), 'refused_signal'), 'asked: ' || (c.gate ->> 'kind'),
        c.summary ->> 'triage_status', c.summary ->> 'rules',
        (select concat_ws(' ', 'claim:', k.validation, k.status) from claims k where k.case_id = c.case_id),
        (select 'writes: ' || string_agg(e.operation || ' ' || e.status, ', ' order by e.operation, e.status) from effects e
          where e.case_id = c.case_id and e.operation <> 'notify.send'),
        case when exists (select from undelivered u where u.case_id = c.case_id) then 'not handed over' end) as standing
      from cases c`,
  );
  return new Map(rows.map(({ id, standing }) => [id, standing]));
}

export interface Elsewhere {
  /** Of the case. */
  id: string;
  stands: string;
  without: string;
}

/** The cases that stand elsewhere than without faults. What was submitted and has no case is lost, not stuck. */
export function elsewhere(found: Standings, expected: Standings): Elsewhere[] {
  return [...expected].flatMap(([id, without]) => {
    const stands = found.get(id);
    return stands === undefined || stands === without ? [] : [{ id, stands, without }];
  });
}

export function lost(found: Standings, expected: Standings): string[] {
  return [...expected.keys()].filter((id) => !found.has(id));
}
