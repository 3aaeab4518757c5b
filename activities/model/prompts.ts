import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { promptHeader } from '../../contracts/model.ts';

export interface Prompt {
  /** `deal-rationale@1` */
  name: string;
  system: string;
  maxTokens: number;
  /** SHA-256 of the whole file, hex: kept with every text that the prompt has led to. */
  hash: string;
}

/** The prompts that ship with Quarterdeck. */
const SHIPPED = new URL('../../prompts/', import.meta.url);

/** Reads `prompts/<name>.md`. @throws Error when its front matter is wrong or names another prompt. */
export function readPrompt(name: string, folder: URL = SHIPPED): Prompt {
  const file = readFileSync(new URL(`${name}.md`, folder), 'utf8');
  const [, head = '', system = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(file) ?? [];
  const header = promptHeader.parse(parse(head));
  if (`${header.prompt}@${header.version}` !== name)
    throw new Error(`prompts/${name}.md says it is ${header.prompt}@${header.version}: rename one of them`);
  return {
    name,
    system: system.trim(),
    maxTokens: header.max_tokens,
    hash: createHash('sha256').update(file).digest('hex'),
  };
}
