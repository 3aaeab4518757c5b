import { z } from 'zod';
import type { DecisionRequest } from '../domain/decision.ts';
import { DECISION_ACTIONS, LONGEST_TEXT, MOST_QUESTIONS } from '../domain/gate/decision-shape.ts';
import type { JsonObject } from '../domain/json.ts';

const text = z
  .string()
  .max(LONGEST_TEXT)
  .refine((value) => value.trim() !== '', { error: 'must not be empty' });

const filledObject = z.record(z.string(), z.json()).refine((value) => Object.keys(value).length > 0, {
  error: 'needs at least one field',
}) as z.ZodType<JsonObject>;

/** A decision as it arrives over HTTP or in a file. The same rules as domain/gate/decision-shape.ts, with paths for messages. */
export const decisionRequestSchema = z
  .object({
    action: z.enum(DECISION_ACTIONS),
    by: text,
    reason: text,
    round: z.int().min(0),
    edits: filledObject.exactOptional(),
    to: text.exactOptional(),
    questions: z.array(text).min(1).max(MOST_QUESTIONS).exactOptional(),
    token: z.string().exactOptional(),
  })
  .superRefine((request, context) => {
    const belongs = { edits: 'override', to: 'reassign', questions: 'request_information' } as const;
    for (const [field, action] of Object.entries(belongs) as Array<[keyof typeof belongs, string]>) {
      if ((request[field] !== undefined) !== (request.action === action)) {
        context.addIssue({ code: 'custom', path: [field], message: `belongs to ${action}, and only there` });
      }
    }
  }) satisfies z.ZodType<DecisionRequest>;
