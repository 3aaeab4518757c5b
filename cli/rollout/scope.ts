import { loadAuthority } from '../../adapters/store/authority.ts';
import { listCases } from '../../adapters/store/cases.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { listRollout } from '../../adapters/store/rollout.ts';
import { OPEN_STATUSES } from '../../domain/case.ts';
import { LIFECYCLE_NAMES, type Lifecycle } from '../../domain/lifecycles.ts';
import { covers } from '../../domain/rollout.ts';
import { usage } from '../failure.ts';
import { pagesOf } from '../lifecycles.ts';

/** What a pattern of the rollout table reaches now. */
export interface Scope {
  /** Cases that have not ended. */
  open: number;
  /** Of those, the ones that wait for a decision. */
  waiting: number;
}

export async function scopeOf(tx: Tx, lifecycle: Lifecycle, pattern: string): Promise<Scope> {
  const open = await listCases(tx, {
    lifecycle,
    status: OPEN_STATUSES,
    limit: 100_000,
  });
  const covered = open.filter((row) => row.segment !== null && covers(pattern, row.segment));
  return { open: covered.length, waiting: covered.filter((row) => row.gate !== null).length };
}

/** `12 open cases, 3 of them wait for a decision` */
export function scopeText({ open, waiting }: Scope): string {
  if (open === 0) return 'no open case';
  const cases = open === 1 ? '1 open case' : `${open} open cases`;
  return waiting === 0
    ? cases
    : `${cases}, ${waiting} of them ${waiting === 1 ? 'waits' : 'wait'} for a decision`;
}

/**
 * A misspelt segment would be kept and switch nothing.
 * @throws CliFailure usage when a part of the pattern is in no policy, no case and no row of the table
 */
export async function refuseUnknown(tx: Tx, lifecycle: Lifecycle, pattern: string): Promise<void> {
  const known = await knownParts(tx, lifecycle);
  for (const [index, part] of pattern.split('/').entries()) {
    const names = known[index] ?? new Set();
    if (part === '*' || names.has(part)) continue;
    const dimension = LIFECYCLE_NAMES[lifecycle].segment[index];
    const title = `No ${dimension} is called "${part}" here; known are ${[...names].sort().join(', ')}.`;
    throw usage(title, 'Correct it, or add --unknown to say that it is still to come.', 'segment');
  }
}

/** The names of each part of a segment that policy, people, cases or the rollout table know. */
export async function knownParts(tx: Tx, lifecycle: Lifecycle): Promise<Set<string>[]> {
  const { segmentNames } = await pagesOf(lifecycle);
  const { people } = await loadAuthority(tx);
  const regions = Object.values(people).flatMap(({ region }) => region ?? []);
  const { rows } = await tx.query<{ segment: string }>(
    'select distinct segment from cases where lifecycle = $1 and segment is not null',
    [lifecycle],
  );
  const changed = (await listRollout(tx)).filter((row) => row.lifecycle === lifecycle);
  const segments = [...rows, ...changed].map(({ segment }) => segment.split('/'));
  return (await segmentNames(regions)).map((names, index) => {
    const used = segments.map((parts) => parts[index] ?? '*');
    return new Set([...names, ...used].filter((name) => name !== '*'));
  });
}
