import { z } from 'zod';
import { type DealNoticeValues, SHOWN_FIELDS } from '../../domain/deal/notices.ts';
import type { ClosureReason } from '../../domain/deal/registration.ts';
import { commonValues, message } from '../message-catalogue.ts';

const CLOSURES = [
  'Duplicate',
  'Conflict',
  'Incomplete',
  'Ineligible',
  'Withdrawn',
  'Expired',
] as const satisfies readonly ClosureReason[];

const words = {
  /** Why a registration was closed, and what the partner can do about it. */
  reasons: z.record(z.enum(CLOSURES), message),
  steps: z.record(z.enum(CLOSURES), message),
  fields: z.record(z.enum(SHOWN_FIELDS), message),
  /** Stands for a customer that the registration does not name. */
  unnamed: message,
};

/** What `policy/messages/deal/<language>.yaml` holds beside the notices. */
export const dealWords = z.object(words);
export type DealWords = z.infer<typeof dealWords>;

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}/, 'is not an ISO date');
const instant = z.iso.datetime({ offset: true });

/** Values of a registration's notice as a workflow hands them over. */
export const dealNoticeValues = commonValues
  .extend({
    customer: z.string().nullable().exactOptional(),
    submitted_at: instant.exactOptional(),
    decision_by: instant.exactOptional(),
    questions: z.array(z.string()).min(1).exactOptional(),
    answer_by: day.exactOptional(),
    protected_until: day.exactOptional(),
    days_left: z.number().int().nonnegative().exactOptional(),
    reason: z.enum(CLOSURES).exactOptional(),
    evidence: z.array(z.enum(SHOWN_FIELDS)).exactOptional(),
    appeal_until: day.exactOptional(),
    reopen_until: day.exactOptional(),
  })
  .catchall(z.union([z.string(), z.number()])) satisfies z.ZodType<DealNoticeValues>;
