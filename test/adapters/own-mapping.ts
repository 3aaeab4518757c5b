import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A mapping file of one's own: the one that is shipped for a vendor, changed.
 * @param open gets what removes it again
 */
export async function ownMapping(
  open: (() => Promise<unknown>)[],
  vendor: string,
  change: (shipped: string) => string,
): Promise<{ mapping: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'mapping-'));
  open.push(() => rm(folder, { recursive: true }));
  const shipped = await readFile(new URL(`../../policy/mappings/${vendor}.yaml`, import.meta.url), 'utf8');
  const mapping = join(folder, 'own.yaml');
  await writeFile(mapping, change(shipped));
  return { mapping };
}
