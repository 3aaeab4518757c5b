import { z } from 'zod';
import { DEAL_NOTICE_KINDS, SHOWN_FIELDS } from '../domain/deal/notices.ts';
import type { ClosureReason } from '../domain/deal/registration.ts';
import type { LifecycleNotices, NoticeValues } from '../domain/notices.ts';

const CLOSURES = [
  'Duplicate',
  'Conflict',
  'Incomplete',
  'Ineligible',
  'Withdrawn',
  'Expired',
] as const satisfies readonly ClosureReason[];
const message = z.string().min(1);

/** One file of `policy/messages`: every text a partner can get, in one language, in ICU MessageFormat. */
export const messageCatalogue = z.strictObject({
  /** BCP 47, the same as the file's name. */
  language: z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/),
  notices: z.record(z.enum(DEAL_NOTICE_KINDS), z.strictObject({ subject: message, text: message })),
  /** Why a registration was closed, and what the partner can do about it. */
  reasons: z.record(z.enum(CLOSURES), message),
  steps: z.record(z.enum(CLOSURES), message),
  fields: z.record(z.enum(SHOWN_FIELDS), message),
  /** Greeted when the case does not name the partner. */
  somebody: message,
  /** Stands for a customer that the registration does not name. */
  unnamed: message,
  /** Added when the partner's own language is not available. */
  fallback: message,
});
export type MessageCatalogue = z.infer<typeof messageCatalogue>;

/** `policy/messages/<lifecycle>/<language>.yaml`: the texts of a lifecycle, by the kinds of its notices. */
export const lifecycleCatalogue = (notices: LifecycleNotices) =>
  z.strictObject({
    notices: z.strictObject(
      Object.fromEntries(
        Object.keys(notices).map((kind) => [kind, z.strictObject({ subject: message, text: message })]),
      ),
    ),
  });

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}/, 'is not an ISO date');
const instant = z.iso.datetime({ offset: true });

/** Values of a notice as a workflow hands them over. */
export const noticeValues = z
  .object({
    customer: z.string().nullable().exactOptional(),
    partner: z.string().exactOptional(),
    reference: z.string().exactOptional(),
    time_zone: z.string().exactOptional(),
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
    earlier: z.string().exactOptional(),
  })
  .catchall(z.union([z.string(), z.number()])) satisfies z.ZodType<NoticeValues>;
