import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '../domain/json.ts';
import { markOf } from './own-id.ts';
import { VendorFault } from './ports/call.ts';
import type { Write } from './ports/write.ts';

/**
 * A write that leaves one JSON file for somebody to load into their system. Its name comes from the key, so a repeat replaces it
 * with the same content, and the undo removes exactly it.
 */
export function fileWrite(
  vendor: string,
  folder: string,
  operation: string,
  shape: { parse(payload: unknown): unknown },
): Write {
  const idOf = (key: string) => `${operation}-${markOf(key)}`;
  const fileOf = (key: string) => join(folder, `${idOf(key)}.json`);
  const textOf = (payload: JsonObject, key: string) =>
    `${JSON.stringify({ operation, key, payload: shape.parse(payload) }, null, 2)}\n`;

  return {
    repeat: 'upsert',
    searchLagMs: 0,
    movesMoney: false,
    // A key has one file, so before its first send there is nothing to put back.
    before: async () => null,
    async send(payload, key) {
      const text = textOf(payload, key);
      return await guarded(vendor, folder, async () => {
        await mkdir(folder, { recursive: true });
        // A reader sees the whole file or none: written beside it, then renamed.
        const draft = join(folder, `.${idOf(key)}.${process.pid}.tmp`);
        await writeFile(draft, text, { flush: true });
        await rename(draft, fileOf(key));
        return { id: idOf(key), created: true };
      });
    },
    async lookup(payload, key) {
      const text = await guarded(vendor, folder, () =>
        readFile(fileOf(key), 'utf8').catch((error: NodeJS.ErrnoException) => {
          if (error.code === 'ENOENT') return undefined;
          throw error;
        }),
      );
      return text === textOf(payload, key) ? { id: idOf(key), created: true } : 'absent';
    },
    async undo({ key }) {
      await guarded(vendor, folder, () => rm(fileOf(key), { force: true }));
      return {};
    },
  };
}

/** Does something in a folder. @throws VendorFault that names the folder, when the file system says no */
export async function guarded<T>(vendor: string, folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    const denied = code === 'EACCES' || code === 'EPERM' || code === 'EROFS';
    throw new VendorFault({
      vendor,
      kind: denied ? 'auth' : 'unavailable',
      code,
      message: `${code} in ${folder}; make it a folder that this process may write`,
      certainlyNotLanded: denied,
    });
  }
}
