import type { AuditEntry, AuditProblem } from '../../domain/audit.ts';
import { isTampered } from '../../domain/comparison.ts';
import type { AuthorityState, TrustRoot } from '../../domain/gate/authority-log.ts';
import { allAgreements } from './agreements.ts';
import type { StoredChain } from './audit-chains.ts';
import type { Tx } from './pool.ts';
import { comparisonJudge } from './proved-comparisons.ts';

/**
 * Comparisons of machine and people that nobody who may state them has signed as they stand. A promotion rests on them.
 * @param only of this case
 */
export async function forgedComparisons(
  tx: Tx,
  root: TrustRoot,
  states: readonly AuthorityState[],
  only?: string,
): Promise<AuditProblem[]> {
  const problems: AuditProblem[] = [];
  const judge = comparisonJudge(tx, root, states);
  const problem = (id: string, revision: number, why: string) =>
    problems.push({
      case: id,
      kind: 'comparison_forged',
      message: `the comparison of revision ${revision} does not count: ${why}`,
    });
  for await (const page of allAgreements(tx, only))
    for (const row of page.filter(({ beforeSigning }) => !beforeSigning)) {
      const why = await judge(row);
      if (why !== null && isTampered(row)) problem(row.case, row.revision, why);
    }
  return problems;
}

/**
 * Comparisons that sound chains tell of and that are gone, or were set back to an earlier state: that a worker has looked, what a person
 * decided blind, what was found afterwards.
 */
export async function contradictedComparisons(
  tx: Tx,
  chains: readonly StoredChain[],
): Promise<AuditProblem[]> {
  const ids = chains.map((chain) => chain.case);
  const { rows } = await tx.query<{
    id: string;
    revision: number;
    human: string | null;
    agreed: boolean | null;
  }>('select case_id as id, revision, human, agreed from agreements where case_id = any($1)', [ids]);
  const kept = new Map(rows.map((row) => [`${row.id} ${row.revision}`, row]));
  return chains.flatMap(({ case: id, rows: chain, looksUnsignedUntil }) =>
    chain
      .filter(({ seq }) => seq > looksUnsignedUntil)
      .map(({ body }) => JSON.parse(body) as AuditEntry)
      .filter(tellsOfComparison)
      .flatMap((told): AuditProblem[] => {
        const why = contradiction(told, kept.get(`${id} ${told.revision}`));
        const message = `the comparison of revision ${told.revision} does not count: ${why}`;
        return why === null ? [] : [{ case: id, kind: 'comparison_forged', message }];
      }),
  );
}

/** A verdict that is shown without a decision, when a case ends, says nothing of a comparison. */
function tellsOfComparison({ action, human = null }: AuditEntry): boolean {
  if (action === 'decision.revealed') return human !== null;
  return action === 'decision.computed' || action === 'case.checked';
}

function contradiction(
  told: AuditEntry,
  row: { human: string | null; agreed: boolean | null } | undefined,
): string | null {
  if (row === undefined) return 'the trail tells of it, and it is gone';
  if ((told.human ?? null) !== null && row.human === null)
    return 'the trail tells what a person decided, and it does not';
  const disagreed = told.agreed === false || told.verdict === 'wrong';
  return disagreed && row.agreed !== false ? 'the trail tells that they disagreed, and it does not' : null;
}
