import { z } from 'zod';
import { vendorConfig } from '../config.ts';
import type { LlmPort } from '../ports/llm.ts';
import { messagesPort } from './messages.ts';
import { clientOptions, modelIsAllowed, modelSettings } from './settings.ts';

const bedrockSettings = modelSettings
  .extend({
    region: z.string().min(1),
    /** A Bedrock API key (sent as a bearer token); or the pair below (SigV4); or neither: AWS's own credential chain. */
    apiKey: z.string().min(1).optional(),
    accessKeyId: z.string().min(1).optional(),
    secretAccessKey: z.string().min(1).optional(),
    sessionToken: z.string().min(1).optional(),
  })
  .refine((settings) => (settings.accessKeyId === undefined) === (settings.secretAccessKey === undefined), {
    error: 'accessKeyId and secretAccessKey go together',
  })
  .superRefine(modelIsAllowed);

/** Claude on Amazon Bedrock (InvokeModel); needs `bedrock:InvokeModel` on that one model. @throws Error naming the wrong setting */
export function bedrockLlm(given: unknown): LlmPort {
  const settings = vendorConfig('bedrock', bedrockSettings, given);
  const { region, apiKey, accessKeyId, secretAccessKey, sessionToken } = settings;
  return messagesPort('bedrock', settings, async () => {
    const { AnthropicBedrock } = await import('@anthropic-ai/bedrock-sdk');
    const shared = {
      ...clientOptions(settings),
      baseURL: settings.baseUrl ?? `https://bedrock-runtime.${region}.amazonaws.com`,
      awsRegion: region,
      // null, not absent: a key lying about in the environment must not replace what is configured.
      apiKey: apiKey ?? null,
    };
    return accessKeyId !== undefined && secretAccessKey !== undefined
      ? new AnthropicBedrock({
          ...shared,
          awsAccessKey: accessKeyId,
          awsSecretKey: secretAccessKey,
          awsSessionToken: sessionToken ?? null,
        })
      : new AnthropicBedrock(shared);
  });
}
