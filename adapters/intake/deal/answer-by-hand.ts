import type { Fault } from '../../../contracts/problem.ts';
import type { DealProblem, ReceivedDeal } from '../../../domain/deal/canonical-deal.ts';
import { DEAL_FIELDS } from '../../../domain/deal/registration.ts';
import type { Refusal } from '../../../domain/decision.ts';
import { LONGEST_TEXT } from '../../../domain/gate/decision-shape.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { appendAudit } from '../../store/audit.ts';
import { type CaseRow, updateCase } from '../../store/cases.ts';
import { type Tx, transact } from '../../store/pool.ts';
import { submissionOf } from '../../store/submissions.ts';
import type { Submitted } from '../record-submission.ts';
import type { Submitting } from '../submit.ts';
import { readDeal } from './read-deal.ts';
import { openDeal } from './sealed.ts';
import { submitDeal } from './submit-deal.ts';

/** What a colleague heard from an asked partner, by telephone or in a meeting. */
export interface HeardAnswer {
  /** Values of missing fields by their names; `estimated_value` may stand with its `currency`. */
  fields: Record<string, string>;
  /** An answer in words, for the reviewer. */
  note: string | null;
  /** Person id; they no longer decide the case. */
  by: string;
}

/**
 * Fills what an asked partner's registration lacks, by hand: it changes nothing that is stated (an override does), and goes to
 * a reviewer.
 * @param sign checks the signature under it, and answers what the audit row says of it, or why it is refused
 * @returns the faults of the values when they cannot be taken
 */
export async function answerByHand(
  submitting: Submitting,
  row: CaseRow,
  { fields, note, by }: HeardAnswer,
  sign: (tx: Tx) => Promise<JsonObject | Refusal>,
): Promise<Submitted | { faults: [Fault, ...Fault[]] } | Refusal> {
  const read = readDeal(
    { ...fields, deal_id: row.externalId },
    'structured',
    submitting.now(),
    submitting.formatOf(row.source),
  );
  if (!read.ok) return { faults: read.faults };
  const given = FIELDS.filter((name) => read.deal.submission[name] !== null);
  const kept = await transact(submitting.store, async (tx) => {
    const last = await submissionOf(tx, row.case);
    return last && openDeal(tx, submitting.vault, last.canonical);
  });
  if (!kept) throw new Error(`case ${row.case} has no submission`);
  const stated = given.find((name) => kept.submission[name] !== null);
  if (stated) return { faults: [statedBefore(stated)] };
  if (given.length === 0 && !note) return { faults: [NOTHING] };

  const values = Object.fromEntries(given.map((name) => [name, read.deal.submission[name]]));
  const notes = [kept.submission.partner_notes, note && `Answer:\n${note.slice(0, LONGEST_TEXT)}`];
  const partner_notes = notes.filter(Boolean).join('\n\n') || null;
  const deal: ReceivedDeal = {
    ...kept,
    submission: { ...kept.submission, ...values, partner_notes },
    problems: [
      ...kept.problems,
      ...read.deal.problems.filter(({ field }) => field !== 'source_partner_id'),
      BY_HAND,
    ],
  };
  const refused = await transact(submitting.store, async (tx) => {
    const signed = await sign(tx);
    if ('message' in signed) return signed as Refusal;
    const at = submitting.now().toISOString();
    await updateCase(tx, row.case, { submittedBy: [by] });
    await appendAudit(tx, row.case, {
      at,
      actor: by,
      action: 'submission.answered',
      fields: given,
      ...signed,
    });
    return null;
  });
  if (refused) return refused;
  return submitDeal(
    submitting,
    row.source,
    { externalId: row.externalId, version: null, stated: deal },
    { sample: row.sample, by },
  );
}

/** Notes are added to, not filled in. */
const FIELDS = DEAL_FIELDS.filter((name) => name !== 'partner_notes');

const BY_HAND: DealProblem = {
  code: 'answered_by_hand',
  field: null,
  title: 'A colleague entered what the partner answered.',
};

const NOTHING: Fault = {
  code: 'nothing_answered',
  title: 'The answer holds nothing.',
  field: null,
  fix: 'Name a missing field with its value, or write a note.',
};

function statedBefore(field: string): Fault {
  return {
    code: 'stated_before',
    title: 'The partner has stated this field.',
    field: field === 'stated_value' ? 'estimated_value' : field,
    fix: 'An answer fills gaps only; Partner Ops changes what is stated with: quarterdeck reviews override.',
  };
}
