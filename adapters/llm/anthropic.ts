import { z } from 'zod';
import { vendorConfig } from '../config.ts';
import type { LlmPort } from '../ports/llm.ts';
import { messagesPort } from './messages.ts';
import { clientOptions, modelIsAllowed, modelSettings } from './settings.ts';

const anthropicSettings = modelSettings
  .extend({
    /** A key of a workspace that may only call the Messages API. */
    apiKey: z.string().min(1),
    /** The SDK sends the key as a bearer token; some gateways read `x-api-key` only. */
    keyHeader: z.enum(['authorization', 'x-api-key']).default('authorization'),
  })
  .superRefine(modelIsAllowed);

/** The Messages API at Anthropic or at a gateway that speaks it. @throws Error naming the wrong setting */
export function anthropicLlm(given: unknown): LlmPort {
  const settings = vendorConfig('anthropic', anthropicSettings, given);
  const { apiKey, keyHeader } = settings;
  const options = clientOptions(settings);
  return messagesPort('anthropic', settings, async () => {
    const { Anthropic } = await import('@anthropic-ai/sdk');
    return new Anthropic({
      ...options,
      baseURL: settings.baseUrl ?? 'https://api.anthropic.com',
      apiKey,
      authToken: null,
      ...(keyHeader === 'x-api-key'
        ? { defaultHeaders: { ...options.defaultHeaders, 'x-api-key': apiKey, authorization: null } }
        : {}),
    });
  });
}
