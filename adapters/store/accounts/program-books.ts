import type { TrustRoot } from '../../../domain/gate/authority-log.ts';
import { dayIn } from '../../../domain/incentives/period.ts';
import type { IncentiveProgram } from '../../../domain/incentives/program.ts';
import {
  type OpenProgram,
  openProgram,
  type Taken,
  takeEvent,
} from '../../../domain/incentives/take-event.ts';
import { programVersion } from '../incentive-programs.ts';
import type { Tx } from '../pool.ts';
import { type LastEvent, NO_EVENT, provedEvents, type StoredEvent } from './program-events.ts';

/** The books of a program as they are in memory: what its events up to `last` have booked. The events are the truth. */
export interface ProgramBooks {
  program: string;
  last: LastEvent;
  open: OpenProgram;
  /** By hash. The same version is the same object, so that lines of one version are compared once. */
  versions: Map<string, IncentiveProgram>;
}

export const noBooks = (program: string): ProgramBooks => ({
  program,
  last: NO_EVENT,
  open: openProgram(),
  versions: new Map(),
});

/** An event, and what was booked by it. */
export interface BookedEvent extends Taken {
  event: StoredEvent;
  /** Day in the program's zone. */
  bookedOn: string;
}

/**
 * Takes the proved events that the books have not seen. They change as it goes: after a failure they are of no use.
 * @param until the last day that counts, in the program's zone; null: all
 */
export async function readOn(
  tx: Tx,
  root: TrustRoot,
  books: ProgramBooks,
  until: string | null = null,
): Promise<BookedEvent[]> {
  const booked: BookedEvent[] = [];
  for (const event of await provedEvents(tx, root, books.program, books.last)) {
    const versions = await versionsOf(tx, books, event.versions);
    const bookedOn = dayOf(versions, event.at);
    if (until !== null && bookedOn > until) break;
    const taken = takeEvent(books.open, versions, event.body);
    books.last = event;
    booked.push({ ...taken, event, bookedOn });
  }
  return booked;
}

/** The versions of these hashes. @throws Error when one is not there */
export async function versionsOf(
  tx: Tx,
  { program, versions }: ProgramBooks,
  hashes: readonly string[],
): Promise<IncentiveProgram[]> {
  const found: IncentiveProgram[] = [];
  for (const hash of hashes) {
    const version = versions.get(hash) ?? (await programVersion(tx, program, hash));
    if (!version) throw new Error(`version ${hash.slice(0, 12)} of program ${program} is gone`);
    versions.set(hash, version);
    found.push(version);
  }
  return found;
}

/** The day on which an event is booked: in the zone of the last version. @param versions by their first day */
export const dayOf = (versions: readonly IncentiveProgram[], at: string): string =>
  dayIn(versions.at(-1)?.zone ?? 'utc', at);
