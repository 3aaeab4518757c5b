import { z } from 'zod';

/**
 * What the HTTP call of a workflow in the PRM (Impartner's, for one) tells us: only which record changed. Its body is set up by
 * each company, so nothing else in it is believed; the record is read again through the PRM's API.
 */
export const recordHint = z.object({
  /** The record's id; a JSON number arrives as its source text. */
  id: z.string().min(1).max(200),
});
