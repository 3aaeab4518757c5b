import { type Reason, reasonOf } from '../decision.ts';
import { lookupTable } from '../lookup-table.ts';
import type { DealEvidence, SubmissionEvidence } from './evidence.ts';
import type { DealPolicy } from './policy.ts';

/** Each field that a program may require, and whether the submission has it. */
const GIVEN = lookupTable<(submission: SubmissionEvidence) => boolean>({
  customer_name: ({ customer_name }) => customer_name !== null,
  opportunity_name: ({ opportunity_name }) => opportunity_name !== null,
  primary_contact_email: ({ contact_given }) => contact_given,
  estimated_value: ({ stated_value }) => stated_value !== null,
  expected_close_date: ({ expected_close_date }) => expected_close_date !== null,
  partner_notes: ({ notes_given }) => notes_given,
  budget: ({ budget }) => budget !== 'missing',
  timeline: ({ timeline }) => timeline !== 'missing',
  territories: ({ territories }) => territories.length > 0,
  product_families: ({ product_families }) => product_families.length > 0,
});

/** Names that policy may list under `required`. */
export const REQUIRABLE_FIELDS: readonly string[] = Object.keys(GIVEN);

/** The fields that the program requires. `standard` holds for every program that is not named. */
function required({ submission }: DealEvidence, policy: DealPolicy): string[] {
  return policy.required[submission.program] ?? policy.required.standard ?? [];
}

/** What the program requires and the submission lacks: the partner is asked for it. */
export function missingFields(evidence: DealEvidence, policy: DealPolicy): string[] {
  return required(evidence, policy).filter((field) => GIVEN[field]?.(evidence.submission) !== true);
}

/** What was only read from running text: not asked for again, but a person confirms it. */
export function readFromText(evidence: DealEvidence, policy: DealPolicy): Reason[] {
  const { submission } = evidence;
  return (['budget', 'timeline'] as const)
    .filter((field) => submission[field] === 'in_text' && required(evidence, policy).includes(field))
    .map((field) =>
      reasonOf(
        'submission.in_text',
        `${field} was only read from the notes and must be confirmed`,
        `submission#${field}`,
      ),
    );
}

/**
 * Share of the fields that make a registration complete, those that the program asks for besides included. 0..1. Running text
 * counts for nothing here: no words in it may raise a score.
 */
export function completeness(evidence: DealEvidence, policy: DealPolicy): number {
  const fields = [...new Set([...COMPLETE, ...required(evidence, policy)])];
  const { submission } = evidence;
  const stated = (field: string) =>
    field === 'budget' || field === 'timeline'
      ? submission[field] === 'given'
      : GIVEN[field]?.(submission) === true;
  return fields.filter(stated).length / fields.length;
}

const COMPLETE = [
  'customer_name',
  'opportunity_name',
  'estimated_value',
  'expected_close_date',
  'primary_contact_email',
];
