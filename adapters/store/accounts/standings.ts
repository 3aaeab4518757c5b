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

/**
 * Events of a program that came to stand otherwise after an event: a claim that waited for budget and was booked when a refund, or an undo,
 * made room, a refund that was known before its line. A lifecycle that was told `waits` asks again with the `number` that it was told,
 * and finds its own event here as soon as it is booked, or will not be any more. Oldest first.
 */
export async function standingsSince(tx: Tx, program: string, number: number): Promise<StandingSince[]> {
  const { rows } = await tx.query<StandingSince>(
    `${SINCE} where s.program = $1 and s.number > $2 and e.number < s.number order by s.number, s.event`,
    [program, number],
  );
  return rows;
}
