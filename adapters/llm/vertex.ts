import type { ClientOptions } from '@anthropic-ai/vertex-sdk';
import { z } from 'zod';
import { vendorConfig } from '../config.ts';
import type { LlmPort } from '../ports/llm.ts';
import { messagesPort } from './messages.ts';
import { clientOptions, modelIsAllowed, modelSettings } from './settings.ts';

const vertexSettings = modelSettings
  .extend({
    region: z.string().min(1),
    projectId: z.string().min(1),
    /** A token that a gateway accepts; absent: Google's Application Default Credentials. */
    accessToken: z.string().min(1).optional(),
  })
  .superRefine(modelIsAllowed);

/** Claude on Google Vertex AI; needs `aiplatform.endpoints.predict`. @throws Error naming the wrong setting */
export function vertexLlm(given: unknown): LlmPort {
  const settings = vendorConfig('vertex', vertexSettings, given);
  const { region, projectId, accessToken } = settings;
  return messagesPort('vertex', settings, async () => {
    const { AnthropicVertex } = await import('@anthropic-ai/vertex-sdk');
    return new AnthropicVertex({
      ...clientOptions(settings),
      region,
      projectId,
      ...(settings.baseUrl ? { baseURL: settings.baseUrl } : {}),
      ...(accessToken ? { authClient: fixedToken(accessToken, projectId) } : {}),
    });
  });
}

/** The SDK asks a Google client for headers and nothing else; with a fixed token there is no login to make. */
function fixedToken(token: string, projectId: string): NonNullable<ClientOptions['authClient']> {
  const client = {
    projectId,
    getRequestHeaders: async () => new Headers({ authorization: `Bearer ${token}` }),
  };
  return client as unknown as NonNullable<ClientOptions['authClient']>;
}
