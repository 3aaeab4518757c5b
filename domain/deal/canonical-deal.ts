import type { Attachment } from '../documents/attachment.ts';
import type { ReceivedDocument } from '../documents/document.ts';
import { canonicalText } from '../evidence.ts';
import type { FieldFaultCode, IntakeProblem } from '../intake-problem.ts';
import type { FieldSource } from '../reading/finding.ts';
import type { ReadingCode } from '../reading/titles.ts';
import type { DealFields, DealSubmission } from './registration.ts';

/** What intake may find odd in a registration. Stable: each becomes the rule `submission.<code>`. */
export type DealProblemCode =
  | FieldFaultCode
  | ReadingCode
  | 'amount_zero'
  | 'answered_by_hand'
  | 'answered_by_mail'
  | 'answered_by_proved_mail'
  | 'appealed'
  | 'attached_mail_left_out'
  | 'attachments_left_out'
  | 'budget_unread'
  | 'close_date_past'
  | 'document_incomplete'
  | 'encoding_guessed'
  | 'encoding_open'
  | 'mdf_unread'
  | 'partner_missing'
  | 'record_merged'
  | 'partner_unconfirmed'
  | 'reopened_late'
  | 'submission_in_future'
  | 'timeline_unread'
  | 'unprintable_characters';

/** What is odd about a registration. */
export interface DealProblem extends IntakeProblem {
  code: DealProblemCode;
}

/** A row of a table. */
export interface TableSource {
  /** Name of a workbook's sheet. */
  sheet: string | null;
  /** As a spreadsheet program counts. */
  row: number;
  /** By field, the heading of the column that it was read from. */
  columns: Record<string, string>;
  /** What was assumed and what was left aside, in words. */
  notes: string[];
}

/** A submission with everything that intake has to say about it. */
export interface ReceivedDeal {
  submission: DealSubmission;
  /** Address of the sender of an e-mail; null for every other source. Unproved: a sender address can be forged. */
  submitted_by: string | null;
  problems: DealProblem[];
  attachments: Attachment[];
  /** Where each field of a free text was read; absent where the fields came as such. */
  sources?: Partial<Record<keyof DealFields, FieldSource>>;
  /** Where it stood in a table, and how that was read; absent where it came otherwise. */
  table?: TableSource;
  /** Names of fields that hold something and are not read; absent when all are. */
  unread?: string[];
  /** What the documents among the attachments say; absent in submissions from before they were read. */
  documents?: ReceivedDocument[];
}

/**
 * What makes two submissions the same version: the canonical JSON text (RFC 8785) of everything the partner states. The
 * arrival stamp is left out, so that a redelivery without a stamp of its own is still the same; lists are sets. How a text was read
 * is left out too: a better reader makes no new version.
 */
export function canonicalDeal({ submission, attachments, problems }: ReceivedDeal): string {
  const { submission_timestamp: _, ...stated } = submission;
  return canonicalText({
    ...stated,
    territories: sorted(stated.territories),
    product_families: sorted(stated.product_families),
    attachments: attachments.map((one) => one.sha256),
    // When the record has been merged away, the same words make another version.
    ...(problems.some(({ code }) => code === 'record_merged') ? { merged: true } : {}),
  });
}

function sorted(list: readonly string[]): string[] {
  return [...new Set(list)].sort();
}
