import { z } from 'zod';
import { boundedFetch } from './bounded-fetch.ts';

/** What every way to a model has in common; a vendor's settings add how to reach it and how to log in. */
export const modelSettings = z.strictObject({
  /** Model id as this way of access spells it; never a default in code, models reach their end of life. */
  model: z.string().min(1),
  /** Models that the company has approved: a typing error or a silent change of `model` stops the start. */
  allowedModels: z.array(z.string().min(1)).min(1),
  /** Sends every call through a company's own gateway; the vendor's own address when absent. */
  baseUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** Overrides the API version that the SDK sends. */
  anthropicVersion: z.string().min(1).optional(),
  effort: z.enum(['low', 'medium', 'high', 'xhigh', 'max']).optional(),
});
export type ModelSettings = z.infer<typeof modelSettings>;

/** For `.superRefine`: the model must be one of the allowed ones. */
export function modelIsAllowed(settings: ModelSettings, context: z.core.$RefinementCtx): void {
  if (settings.allowedModels.includes(settings.model)) return;
  context.addIssue({
    code: 'custom',
    path: ['model'],
    message: `is not in allowedModels: use one of ${settings.allowedModels.join(', ')}, or add it there`,
  });
}

/**
 * Options that every client gets. Retries are Temporal's; the SDK's log and traces are off, since both can carry the content of
 * a call.
 */
export function clientOptions(settings: ModelSettings) {
  return {
    maxRetries: 0,
    logLevel: 'off' as const,
    openTelemetry: false as const,
    // A redirect would carry the call past the company's gateway.
    fetchOptions: { redirect: 'error' as const },
    fetch: boundedFetch,
    defaultHeaders: settings.anthropicVersion ? { 'anthropic-version': settings.anthropicVersion } : {},
  };
}
