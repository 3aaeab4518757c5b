import { z } from 'zod';
import type { ClosureReason } from '../domain/deal.ts';
import { NOTICE_KINDS, SHOWN_FIELDS } from '../domain/notices.ts';

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
  notices: z.record(z.enum(NOTICE_KINDS), z.strictObject({ subject: message, text: message })),
  /** Why a registration was closed, and what the partner can do about it. */
  reasons: z.record(z.enum(CLOSURES), message),
  steps: z.record(z.enum(CLOSURES), message),
  fields: z.record(z.enum(SHOWN_FIELDS), message),
  /** Stands for a customer that the registration does not name. */
  unnamed: message,
  /** Stands for a list without entries. */
  nothing: message,
  /** Added when the partner's own language is not available. */
  fallback: message,
});
export type MessageCatalogue = z.infer<typeof messageCatalogue>;
