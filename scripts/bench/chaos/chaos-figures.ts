import { type Figure, figure } from '../figures.ts';
import { bookedBeside } from './bookings.ts';
import type { Prepared } from './input.ts';
import type { Reference } from './reference.ts';
import { lost } from './standing.ts';
import type { Ended } from './under-fire.ts';

/** What is counted, and what has to be nothing; says each thing that is not. */
export function figuresOf(
  input: readonly Prepared[],
  expected: Reference,
  { counts, back, found, stuck, notReplaying, verified, counted, booked }: Ended,
  say: (line: string) => void,
): Figure[] {
  const gone = lost(found, expected.standings);
  const twice = bookedBeside(booked, expected.bookings);
  const unbooked = bookedBeside(expected.bookings, booked);
  const unnoticed = verified.planted.filter(({ outcome }) => outcome === 'unnoticed').map(({ name }) => name);
  const claims = input.filter(({ lifecycle }) => lifecycle === 'claim');
  const forged = [...unnoticed, ...verified.unsigned, ...counts.requests.letIn];
  for (const line of [
    ...[...gone, ...unbooked].map((one) => `lost: ${one}`),
    ...stuck.map((one) => `stuck: ${one}`),
    ...notReplaying.map((one) => `does not replay: ${one}`),
    ...[...counted.doubledNames, ...twice].map((one) => `doubled: ${one}`),
    ...forged.map((one) => `forged: ${one}`),
    ...verified.problems.map((one) => `audit verify: ${one}`),
  ])
    say(line);
  const zero = (name: string, value: number, unit: string) => figure(`chaos.${name}`, value, unit, ['=', 0]);
  const count = (name: string, value: number, unit: string) => figure(`chaos.${name}`, value, unit);
  return [
    zero('lost', gone.length + counted.missing + unbooked.length, 'cases'),
    zero('doubled', counted.doubled + counted.doubledRecords + twice.length, 'writes'),
    zero('forged', forged.length, 'things'),
    zero('stuck', stuck.length, 'cases'),
    zero('not_replaying', notReplaying.length, 'runs'),
    zero('unfinished', counted.unfinished, 'writes'),
    zero('audit_problems', verified.problems.length, 'rows'),
    figure('chaos.planted', verified.planted.length, 'forgeries', ['≥', 20]),
    figure('chaos.worker_back_s', back.worker, 's', ['≤', 10]),
    figure('chaos.server_back_s', back.server, 's', ['≤', 10]),
    count('registrations', input.length - claims.length, 'cases'),
    count('claims', claims.length, 'cases'),
    figure('chaos.bookings', [...booked.values()].flat().length, 'entries', ['≥', 1]),
    figure('chaos.taken_back', claims.filter(({ takenBack }) => takenBack).length, 'claims', ['≥', 1]),
    ...Object.entries(counts.kills).map(([name, kills]) => count(`kills_${name}`, kills, 'kills')),
    // A lane that does nothing proves nothing.
    figure('chaos.freezes', counts.freezes, 'times', ['≥', 1]),
    count('full_disks', counts.fullDisks, 'times'),
    figure('chaos.vendor_faults', counts.vendorFaults, 'times', ['≥', 1]),
    figure('chaos.hostile_messages', counts.messages, 'times', ['≥', 1]),
    figure('chaos.hostile_requests', counts.requests.answered, 'times', ['≥', 1]),
    figure('chaos.slow_bodies', counts.slowBodies, 'sockets', ['≥', 1]),
  ];
}
