import type { CaseRow } from '../../adapters/store/cases.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { decisionOf } from '../../adapters/store/rerun.ts';
import { BLIND_REASON } from '../../domain/blind.ts';
import type { CaseStatus } from '../../domain/case.ts';
import type { DecisionAction } from '../../domain/decision.ts';
import { type CaseStanding, caseWhyForPartner, type Deadlines, type Why, whyCase } from '../../domain/why.ts';
import { fields } from '../layout.ts';
import type { CasePages, WhyPage } from './case-pages.ts';
import { type CaseStory, caseStory } from './case-story.ts';
import { openGate } from './case-text.ts';
import { deadlineLines, section, whyText } from './why-text.ts';

/** Where a case stands and why, as every lifecycle can say it. */
export const caseWhy: CasePages['why'] = async (tx, { row }) => {
  const standing = await caseStanding(tx, row);
  const seen = caseWhyForPartner(standing);
  return {
    colleagues: colleaguesPage(row, whyCase(standing)),
    partner: {
      data: { case: row.case, ...seen },
      text: (title, reader) =>
        [
          title,
          fields([['status', seen.status]], reader.width),
          ...section('Missing', seen.missing, reader.width),
          ...deadlineLines(seen.deadlines, reader),
        ].join('\n'),
    },
  };
};

/** @param said what the lifecycle adds to the reasons: a heading and its lines, and the same for `--json` */
export function colleaguesPage<D extends Deadlines>(
  row: CaseRow,
  why: Why<D>,
  said: { data: Record<string, unknown>; heading: string; lines: string[] } | null = null,
): WhyPage {
  return {
    data: { case: row.case, status: row.status, outcome: row.outcome, ...why, ...said?.data },
    text: (title, reader) => whyText(title, why, said, reader),
  };
}

/** Reads everything that explains where a case stands. */
export async function caseStanding(tx: Tx, row: CaseRow): Promise<CaseStanding> {
  const { case: id, status, outcome, mode, openProblem } = row;
  const record = row.blind ? undefined : await decisionOf(tx, id);
  return {
    ...{ case: id, status, outcome, mode, openProblem, gate: openGate(row) },
    decision: record
      ? { reasons: record.decision.reasons, missing: missingIn(record.decision.fields.missing) }
      : row.blind
        ? { reasons: [BLIND_REASON], missing: [] }
        : null,
    decided: decidedIn(await caseStory(tx, id), status),
  };
}

function missingIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

const SETTLES = ['approve', 'reject', 'override'];

/** The last decision of a person that led to where the case stands, with the words they gave for it. */
function decidedIn({ decisions }: CaseStory, status: CaseStatus): CaseStanding['decided'] {
  const undone = status === 'rolled_back' || status === 'rollback_incomplete';
  const last = decisions.findLast(({ action }) =>
    undone ? action === 'rollback' : SETTLES.includes(action),
  );
  if (!last) return null;
  return { action: last.action as DecisionAction, by: last.by, at: last.at, reason: last.reason };
}
