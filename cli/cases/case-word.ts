import type { CaseKind } from '../../domain/case.ts';
import { LIFECYCLE_NAMES, type Lifecycle } from '../../domain/lifecycles.ts';

/** What a case is called: `deal registration`; `case` where it may be of any lifecycle. */
export function caseWord(lifecycle: Lifecycle | undefined): string {
  return lifecycle === undefined ? 'case' : LIFECYCLE_NAMES[lifecycle].title;
}

/** The lifecycle of all of them; undefined when they are of several. */
export function onlyKind(rows: Iterable<{ lifecycle: CaseKind }>): Lifecycle | undefined {
  const [only, ...others] = new Set([...rows].map(({ lifecycle }) => lifecycle));
  return others.length === 0 && only !== 'reversal' ? only : undefined;
}

/** What to do where there is no case yet. */
export const SUBMIT_ONE = 'Submit one: quarterdeck cases submit FILE';
