import { campaignBalances } from '../adapters/store/claim/campaign-balances.ts';
import { claimOf } from '../adapters/store/claim/claims.ts';
import { conflictsOf } from '../adapters/store/deal/conflicts.ts';
import type { Tx } from '../adapters/store/pool.ts';
import { type Problem, problemOf } from '../contracts/problem.ts';
import type { CaseKind } from '../domain/case.ts';
import type { TrustRoot } from '../domain/gate/authority-log.ts';
import { LIFECYCLES, type Lifecycle } from '../domain/lifecycles.ts';
import { lookupTable } from '../domain/lookup-table.ts';

type ReadResource = (tx: Tx, caseId: string) => Promise<unknown>;

/** What the API reads of a case beside its row, by the last part of its address: `GET /api/cases/{case}/conflicts`. */
const RESOURCES: Record<Lifecycle, Readonly<Record<string, ReadResource>>> = {
  deal: { conflicts: conflictsOf },
  claim: { claim: async (tx, id) => (await claimOf(tx, id)) ?? null },
  clawback: {},
};

/** Figures of programs, a row for each. @param at UTC instant */
export type ReadFigures = (tx: Tx, root: TrustRoot, at: string) => Promise<readonly { program: string }[]>;

/** What a lifecycle knows of programs beside its cases, by the last part of its address: `GET /api/v1/fund-balances`. */
export const PROGRAM_FIGURES = lookupTable<ReadFigures>({ 'fund-balances': campaignBalances });

/** The lifecycle of `POST /api/deals`, or `/api/deal`; null for any other word. */
export function lifecycleAt(word: string): Lifecycle | null {
  return LIFECYCLES.find((lifecycle) => word === lifecycle || word === `${lifecycle}s`) ?? null;
}

/** There is nothing to submit to under that name. */
export const unknownLifecycle: Problem = problemOf(404, [
  {
    code: 'unknown_lifecycle',
    title: 'There is no lifecycle of this name.',
    field: null,
    fix: `Post to ${LIFECYCLES.map((lifecycle) => `/api/${lifecycle}s`).join(' or ')}.`,
  },
]);

/** What its lifecycle keeps of a case is what the machine has found: nobody's to see before a person has decided. */
export const decidedBlind: Problem = problemOf(409, [
  {
    code: 'decided_blind',
    title: 'This case is decided blind: what the machine has found is kept back until a person has decided.',
    field: null,
    fix: 'Ask again once it is decided; its row says so when `blind` is null.',
  },
]);

/** How a part of a case is read, or the problem that its lifecycle keeps no such part. */
export function caseResource(
  kind: CaseKind,
  name: string,
): { read: ReadResource; problem?: never } | { read?: never; problem: Problem } {
  const all = kind === 'reversal' ? {} : RESOURCES[kind];
  const read = Object.hasOwn(all, name) ? all[name] : undefined;
  return read ? { read } : { problem: noSuchPart(Object.keys(all)) };
}

function noSuchPart(names: readonly string[]): Problem {
  const there = names.length === 0 ? 'Its row is all there is' : `There is ${names.join(', ')}`;
  return problemOf(404, [
    {
      code: 'not_found',
      title: 'The lifecycle of this case keeps nothing of this name.',
      field: null,
      fix: `${there}; check the address.`,
    },
  ]);
}
