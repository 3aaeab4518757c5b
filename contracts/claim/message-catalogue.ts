import { z } from 'zod';
import { ASKED_FOR } from '../../domain/claim/missing.ts';
import { type ClaimNoticeValues, TOLD_RULES } from '../../domain/claim/notices.ts';
import { TRACE_STEPS } from '../../domain/incentives/trace.ts';
import { commonValues, message } from '../message-catalogue.ts';

/** Steps of a calculation that a partner is shown. */
export const SHOWN_STEPS = ['exchange', 'rate', 'bonus', 'accelerator', 'rounding', 'cap', 'bundle'] as const;

const words = {
  /** What each step of a calculation does. */
  steps: z.record(z.enum(SHOWN_STEPS), message),
  /** Why a line is not paid, and what the partner can do about it. */
  refusals: z.record(z.enum(TOLD_RULES), message),
  remedies: z.record(z.enum(TOLD_RULES), message),
  /** What is asked for, by its name. */
  asked: z.record(z.enum(ASKED_FOR), message),
  /** Stands for a program that the claim does not name. */
  unnamed: message,
};

/** What `policy/messages/claim/<language>.yaml` holds beside the notices. */
export const claimWords = z.object(words);
export type ClaimWords = z.infer<typeof claimWords>;

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}/, 'is not an ISO date');
const money = z.object({ amount: z.string(), currency: z.string().length(3) });
/** Steps that are not shown may come too. */
const step = z.object({
  does: z.enum(TRACE_STEPS),
  arithmetic: z.string(),
  result: z.string(),
});

/** Values of a claim's notice as a workflow hands them over. */
export const claimNoticeValues = commonValues
  .extend({
    program: z.string().nullable().exactOptional(),
    questions: z.array(z.string()).min(1).exactOptional(),
    answer_by: day.exactOptional(),
    total: money.exactOptional(),
    calculation: z
      .array(z.object({ sku: z.string(), quantity: z.string(), amount: money, steps: z.array(step) }))
      .exactOptional(),
    refused: z.array(z.object({ sku: z.string(), rules: z.array(z.string()) })).exactOptional(),
    reopen_until: day.exactOptional(),
  })
  .catchall(z.union([z.string(), z.number()])) satisfies z.ZodType<ClaimNoticeValues>;
