import { appendFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { anchorText } from '../../domain/anchors.ts';
import type { Witness } from './witness.ts';

/** Appends each checkpoint as a line to a file, readable by its owner only. */
export function fileWitness(path: string): Witness {
  return {
    name: 'file',
    async note(checkpoint) {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const line = { at: checkpoint.at, checkpoint: anchorText(checkpoint) };
      await appendFile(path, `${JSON.stringify(line)}\n`, { mode: 0o600 });
    },
  };
}
