import type { LlmPort } from '../ports/llm.ts';
import { anthropicLlm } from './anthropic.ts';
import { bedrockLlm } from './bedrock.ts';
import { vertexLlm } from './vertex.ts';

/** Every way to a model by its name in the configuration; each checks its own settings (zod). */
export const models: Record<string, (settings: unknown) => LlmPort> = {
  anthropic: anthropicLlm,
  bedrock: bedrockLlm,
  vertex: vertexLlm,
};

/**
 * `none`: no model; the template writer and the rule-based extractor do the model steps, and say so.
 * @throws RangeError for an unknown name; Error naming a wrong setting.
 */
export function createLlm(name: string, settings: unknown): LlmPort | null {
  if (name === 'none') return null;
  const factory = models[name];
  if (!factory)
    throw new RangeError(`no model access "${name}": use none, ${Object.keys(models).join(', ')}`);
  return factory(settings);
}
