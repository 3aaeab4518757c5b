import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { parse } from 'yaml';
import type { z } from 'zod';
import { cached } from './cached.ts';
import { cacheFolder } from './state.mjs';

const require = createRequire(import.meta.url);

/** What was read last of each file, and when that was written. */
const read = new Map<string, { written: string; schema: z.ZodType; data: unknown }>();

/**
 * One policy file, checked. Asked for again it is read again only when it was written meanwhile.
 * @throws Error naming the file, the place in it and the reason
 */
export function policyFile<T extends z.ZodType>(folder: string, name: string, schema: T): z.output<T> {
  const file = join(folder, name);
  const { ino, size, mtimeNs, ctimeNs } = statSync(file, { bigint: true });
  const written = [ino, size, mtimeNs, ctimeNs].join(' ');
  const known = read.get(file);
  if (known?.written === written && known.schema === schema) return known.data as z.output<T>;
  const result = schema.safeParse(readYaml(file));
  if (result.success) {
    read.set(file, { written, schema, data: result.data });
    return result.data;
  }
  const lines = result.error.issues.map((issue) => {
    // What is wrong with a key is said one level deeper.
    const [message] = issue.code === 'invalid_key' ? issue.issues.map((one) => one.message) : [issue.message];
    return `  ${issue.path.join('.') || 'file'}: ${message ?? issue.message}`;
  });
  throw new Error(`${file} is wrong:\n${lines.join('\n')}`);
}

/** The YAML parser takes as long to load as a quarter of a command: what a text says is kept under the text's hash. */
function readYaml(file: string): unknown {
  const text = readFileSync(file, 'utf8');
  const { version } = JSON.parse(readFileSync(require.resolve('yaml/package.json'), 'utf8'));
  const hash = createHash('sha256').update(text).digest('hex');
  return cached(cacheFolder('yaml', version), hash, () =>
    (require('yaml') as { parse: typeof parse }).parse(text),
  );
}
