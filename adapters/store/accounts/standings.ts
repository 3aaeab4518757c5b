import type { EventStanding } from '../../../domain/incentives/take-event.ts';
import type { Tx } from '../pool.ts';

/** Where an event stands, and since which event of its program. */
export interface StandingSince extends EventStanding {
  program: string;
  /** Number of the event with which it came to stand so. */
  number: number;
  case: string | null;
}

const SINCE = `select s.program, s.number, s.event, s.standing, s.why, e.case_id as "case"
  from program_standings s join program_events e on e.event = s.event`;

/** Where an event stands now; undefined when nobody has taken it. */
export async function standingOfEvent(tx: Tx, event: string): Promise<StandingSince | undefined> {
  const { rows } = await tx.query<StandingSince>(
    `${SINCE} where s.event = $1 order by s.number desc limit 1`,
    [event],
  );
  return rows[0];
}

/** Programs in which a claim waits for budget, with the number and the versions of their last event. */
export async function waitingPrograms(
  tx: Tx,
): Promise<{ program: string; number: number; versions: string[] }[]> {
  const { rows } = await tx.query<{ program: string; number: number; versions: string[] }>(
    `with waiting as (
        select program from (select distinct on (event) program, standing from program_standings order by event, number desc) as last
          where standing = 'waits' group by program)
      select distinct on (e.program) e.program, e.number, e.versions from waiting join program_events e using (program)
        order by e.program, e.number desc`,
  );
  return rows;
}
