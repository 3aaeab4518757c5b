import { z } from 'zod';

/** Names that an answer gives are shown, logged and searched by, so whatever is no name is no message of the API. */
const name = z.string().regex(/^[\w.:@/-]{1,128}$/);

/**
 * The part of an answer of the Messages API that is used; a gateway in between may answer something else with status 200.
 * Source: `Message` of @anthropic-ai/sdk 1.11.0, resources/messages.
 */
export const anthropicMessage = z.object({
  model: name,
  stop_reason: name.nullable(),
  content: z.array(z.object({ type: z.string(), text: z.string().optional() })),
  usage: z.object({
    input_tokens: z.number().int().nonnegative(),
    output_tokens: z.number().int().nonnegative(),
    cache_creation_input_tokens: z.number().int().nonnegative().nullish(),
    cache_read_input_tokens: z.number().int().nonnegative().nullish(),
  }),
});
export type AnthropicMessage = z.infer<typeof anthropicMessage>;
