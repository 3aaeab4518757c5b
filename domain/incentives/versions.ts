import { dayIn } from './period.ts';
import type { IncentiveProgram } from './program.ts';

export const PROGRAM_STATUSES = ['planned', 'active', 'ended'] as const;
export type ProgramStatus = (typeof PROGRAM_STATUSES)[number];

/** The version by which sales of a day are rated: the last one that had begun. Undefined before the first. */
export function versionOn<P extends Pick<IncentiveProgram, 'effectiveFrom'>>(
  versions: readonly P[],
  day: string,
): P | undefined {
  return versions
    .filter(({ effectiveFrom }) => effectiveFrom <= day)
    .reduce<P | undefined>(
      (last, one) => (last && last.effectiveFrom >= one.effectiveFrom ? last : one),
      undefined,
    );
}

/** Where the window of a program stands at an instant (UTC), or on a day in its zone. */
export function programStatus(
  { window, effectiveFrom, zone }: Pick<IncentiveProgram, 'window' | 'effectiveFrom' | 'zone'>,
  at: string,
): ProgramStatus {
  const today = dayIn(zone, at);
  if (today > window.to) return 'ended';
  return today < window.from || today < effectiveFrom ? 'planned' : 'active';
}

/** Of each program the version in force at an instant, or on a day in its zone, else the first one to come. In order of name. */
export function programsAt<P extends Pick<IncentiveProgram, 'program' | 'effectiveFrom' | 'zone'>>(
  versions: readonly P[],
  at: string,
): P[] {
  const names = [...new Set(versions.map(({ program }) => program))].sort();
  return names.flatMap((name) => {
    const own = versions
      .filter(({ program }) => program === name)
      .sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1));
    const first = own[0];
    return first ? [versionOn(own, dayIn(first.zone, at)) ?? first] : [];
  });
}
