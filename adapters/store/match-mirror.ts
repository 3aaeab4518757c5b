import { OPEN_STATUSES } from '../../domain/case.ts';
import type { ChangeMark } from '../ports/changes.ts';
import type { Tx } from './pool.ts';

/** How far a system of record was copied into the match index. */
export interface MirrorState {
  /** `crm:salesforce`, `prm:impartner` */
  source: string;
  /** Where the next page begins; null at the beginning. */
  mark: ChangeMark | null;
  /** UTC instant at which there was last nothing more to read; null: never, so the index does not hold everything yet. */
  caughtUp: string | null;
}

/** Every system of record that was ever read: evidence of how fresh the index is. */
export async function mirrorStates(tx: Tx): Promise<MirrorState[]> {
  const { rows } = await tx.query<{ source: string; mark: ChangeMark | null; caught_up: Date | null }>(
    'select source, mark, caught_up from mirror_marks order by source',
  );
  return rows.map(({ source, mark, caught_up }) => ({
    source,
    mark,
    caughtUp: caught_up?.toISOString() ?? null,
  }));
}

/** Records that everything up to the mark is indexed; `caughtUp` null leaves the former instant. */
export async function putMirrorState(tx: Tx, state: MirrorState): Promise<void> {
  await tx.query(
    `insert into mirror_marks as m (source, mark, caught_up) values ($1, $2, $3)
      on conflict (source) do update set mark = excluded.mark, caught_up = coalesce(excluded.caught_up, m.caught_up)`,
    [state.source, state.mark && JSON.stringify(state.mark), state.caughtUp],
  );
}

/** Registrations of the PRM whose case is open. */
export async function openPrmDeals(tx: Tx, prm: string): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `select distinct external_id as id from cases where lifecycle = 'deal' and source = $1 and status = any($2) order by id`,
    [prm, [...OPEN_STATUSES]],
  );
  return rows.map(({ id }) => id);
}

/** Of these registrations of the PRM the ones that are cases of ours: submitted through it, or written into it by us. */
export async function ourPrmDeals(tx: Tx, prm: string, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await tx.query<{ id: string }>(
    `select external_id as id from cases where lifecycle = 'deal' and source = $1 and external_id = any($2)
      union select landed ->> 'id' from effects where operation = 'prm.createDeal' and landed ->> 'id' = any($2)`,
    [prm, ids],
  );
  return new Set(rows.map(({ id }) => id));
}
