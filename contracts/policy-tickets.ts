import { z } from 'zod';

const hours = z
  .number()
  .min(0)
  .max(24 * 365);

/** policy/tickets.yaml: what gets a ticket by itself. Null: only when somebody asks for one (quarterdeck tickets open). */
export const ticketPolicySchema = z.strictObject({
  schemaVersion: z.literal(1),
  effect_in_doubt: z
    .strictObject({
      /** Since the write was asked for. */
      afterHours: hours,
      /** Writes that get none, by their ledger names: a notice in doubt can be settled by nobody. */
      leaveOut: z.array(z.string().regex(/^[a-z]+\.[A-Za-z]+$/, 'is a write: notify.send')).default([]),
    })
    .nullable(),
  dead_letter: z.strictObject({ afterHours: hours }).nullable(),
});
export type TicketPolicy = z.output<typeof ticketPolicySchema>;
