import { z } from 'zod';

/**
 * What an Impartner workflow's HTTP call tells us: only which record changed. Its body is set up by each tenant and not
 * signed, so nothing else in it is believed; the record is read again through the PRM's API.
 */
export const impartnerWebhook = z.object({
  /** The record's id; a JSON number arrives as its source text. */
  id: z.string().min(1).max(200),
});
export type ImpartnerWebhook = z.infer<typeof impartnerWebhook>;
