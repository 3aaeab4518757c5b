import { DateTime, IANAZone } from 'luxon';
import type { IncentiveProgram, Selector } from '../program.ts';
import { fault, type ProgramFault } from './fault.ts';

/** Days that no calendar has, windows that end before they begin, and parts that no sale of the program can fall into. */
export function windowFaults(program: IncentiveProgram): ProgramFault[] {
  const { window, effectiveFrom, zone, rules, bonuses } = program;
  const days: [ProgramFault['path'], string | null][] = [
    [['effectiveFrom'], effectiveFrom],
    [['window', 'from'], window.from],
    [['window', 'to'], window.to],
    ...[...rules.entries()].flatMap(([at, rule]) => daysOf(['rules', at], rule)),
    ...[...bonuses.entries()].flatMap(([at, rule]) => daysOf(['bonuses', at], rule)),
  ];
  const wrong = days.filter(([, day]) => day !== null && !isDay(day));
  if (wrong.length > 0)
    return wrong.map(([path, day]) =>
      fault(path, `${day} is no day of the calendar; write it as 2026-01-31`),
    );
  return [
    ...(IANAZone.isValidZone(zone)
      ? []
      : [fault(['zone'], `${zone} is no time zone, such as Europe/Berlin`)]),
    ...(window.to < window.from
      ? [fault(['window', 'to'], `the window ends on ${window.to}, before it begins on ${window.from}`)]
      : []),
    ...(effectiveFrom > window.to
      ? [fault(['effectiveFrom'], `no sale is rated by it: the window has ended on ${window.to}`)]
      : []),
    ...[...rules.entries()].flatMap(([at, rule]) => selectorFaults(['rules', at], rule, window)),
    ...[...bonuses.entries()].flatMap(([at, rule]) => selectorFaults(['bonuses', at], rule, window)),
  ];
}

const daysOf = (
  path: ProgramFault['path'],
  { from, to }: Selector,
): [ProgramFault['path'], string | null][] => [
  [[...path, 'from'], from],
  [[...path, 'to'], to],
];

function selectorFaults(
  path: ProgramFault['path'],
  { from, to }: Selector,
  window: IncentiveProgram['window'],
): ProgramFault[] {
  if (from !== null && to !== null && to < from)
    return [fault([...path, 'to'], `it ends on ${to}, before it begins on ${from}`)];
  if (from !== null && from > window.to)
    return [fault([...path, 'from'], `it begins after the program’s window, which ends on ${window.to}`)];
  if (to !== null && to < window.from)
    return [fault([...path, 'to'], `it ends before the program’s window, which begins on ${window.from}`)];
  return [];
}

const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text, { zone: 'utc' }).isValid;
