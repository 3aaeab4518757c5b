import { z } from 'zod';
import type { LifecycleNotices, NoticeValues } from '../domain/notices.ts';

export const message = z.string().min(1);
export const subjectAndText = z.strictObject({ subject: message, text: message });
export type SubjectAndText = z.infer<typeof subjectAndText>;

/** `policy/messages/<language>.yaml`: what every text to a partner shares, in one language, in ICU MessageFormat. */
export const commonTexts = z.strictObject({
  /** BCP 47, the same as the file's name. */
  language: z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/),
  /** Greeted when the case does not name the partner. */
  somebody: message,
  /** Added when the partner's own language is not available. */
  fallback: message,
  /** Follows a message that no longer holds, where its lifecycle has no notice `correction` of its own. */
  correction: subjectAndText,
});
export type CommonTexts = z.infer<typeof commonTexts>;

/**
 * `policy/messages/<lifecycle>/<language>.yaml`: the texts of a lifecycle, by the kinds of its notices.
 * @param words what else the file holds
 */
export const lifecycleTexts = (notices: LifecycleNotices, words: z.ZodRawShape = {}) =>
  z.strictObject({
    notices: z.strictObject(Object.fromEntries(Object.keys(notices).map((kind) => [kind, subjectAndText]))),
    ...words,
  });

/** Names of values that are told as days or instants. */
export const TIMES = /_(?:at|by|until)$/;

/** Values that every notice may have, as a workflow hands them over. */
export const commonValues = z.object({
  partner: z.string().exactOptional(),
  reference: z.string().exactOptional(),
  time_zone: z.string().exactOptional(),
  earlier: z.string().exactOptional(),
});

/** Values of a notice whose lifecycle says nothing of their kinds. */
export const plainValues = commonValues
  .catchall(z.union([z.string(), z.number()]))
  .superRefine((values, { addIssue }) => {
    for (const [name, value] of Object.entries(values))
      if (TIMES.test(name) && Number.isNaN(Date.parse(String(value))))
        addIssue({ code: 'custom', path: [name], message: 'is not an ISO date' });
  }) satisfies z.ZodType<NoticeValues>;
