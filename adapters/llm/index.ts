import { chooseVendor } from '../ports/choose-vendor.ts';
import type { LlmPort } from '../ports/llm.ts';
import { anthropicLlm } from './anthropic.ts';
import { bedrockLlm } from './bedrock.ts';
import { vertexLlm } from './vertex.ts';

/** Every way to a model by its name in the configuration; each checks its own settings (zod). */
const MODELS: Record<string, (settings: unknown) => LlmPort | null> = {
  none: () => null,
  anthropic: anthropicLlm,
  bedrock: bedrockLlm,
  vertex: vertexLlm,
};

/**
 * `none`: no model; the template writer and the rule-based extractor do the model steps, and say so.
 * @throws Error for an unknown name, or naming a wrong setting.
 */
export function createLlm(name: string, settings: unknown): LlmPort | null {
  return chooseVendor('model access', MODELS, name)(settings);
}
