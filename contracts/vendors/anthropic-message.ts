import { z } from 'zod';

/**
 * The part of an answer of the Messages API that is used; a gateway in between may answer something else with status 200.
 * Source: `Message` of @anthropic-ai/sdk 1.11.0, resources/messages.
 */
export const anthropicMessage = z.object({
  model: z.string(),
  stop_reason: z.string().nullable(),
  content: z.array(z.object({ type: z.string(), text: z.string().optional() })),
  usage: z.object({
    input_tokens: z.number().int().nonnegative(),
    output_tokens: z.number().int().nonnegative(),
    cache_creation_input_tokens: z.number().int().nonnegative().nullish(),
    cache_read_input_tokens: z.number().int().nonnegative().nullish(),
  }),
});
export type AnthropicMessage = z.infer<typeof anthropicMessage>;
