import { z } from 'zod';

const id = z.string().regex(/^\P{C}{1,50}$/u);

/** A request as it is sent. */
export const toyRequestSchema = z.object({ id, partner: id, seats: z.number().int().min(1).max(1_000) });
