import { z } from 'zod';
import type { JsonObject } from '../../domain/json.ts';
import type { StaffMessage } from '../../domain/staff-message.ts';
import { readPayload } from '../payload.ts';

/** What StaffPort's two writes are given; the same for every channel. */

const text = z.string().min(1);
const message = z.object({
  title: text.regex(/^[^\r\n]*$/, { error: 'is one line' }),
  lines: z.array(text),
  facts: z.array(z.object({ label: text, value: z.string() })),
  next: z.object({ page: z.url({ protocol: /^https?$/ }).nullable(), command: text }),
}) satisfies z.ZodType<StaffMessage>;

const tellPayload = z.object({ to: text, message });
const updatePayload = tellPayload.extend({ told: text });

/** @throws VendorFault `rejected`, naming the field but never its content */
export const readTell = (vendor: string, payload: JsonObject) =>
  readPayload(vendor, 'staff message', tellPayload, payload);

/** @throws VendorFault `rejected`, naming the field but never its content */
export const readUpdate = (vendor: string, payload: JsonObject) =>
  readPayload(vendor, 'staff message', updatePayload, payload);
