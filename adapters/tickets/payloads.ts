import { z } from 'zod';

/** What the writes of TicketsPort are given; the same for every vendor. */

/** A new ticket. Texts are plain; they hold references and never personal data. */
export const ticketOpening = z.strictObject({
  title: z.string().min(1).max(200),
  text: z.string(),
  facts: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  /** What it is about, for people's filters: `effect-in-doubt`. */
  labels: z.array(z.string().regex(/^[a-z0-9-]{1,60}$/)),
  /** Id of the case or dead letter. */
  about: z.string().min(1),
});
export type TicketOpening = z.infer<typeof ticketOpening>;

export const ticketComment = z.strictObject({ id: z.string().min(1), text: z.string().min(1) });

export const ticketClosing = z.strictObject({ id: z.string().min(1) });
