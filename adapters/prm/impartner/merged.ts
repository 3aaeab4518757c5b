import type { Call } from '../../ports/call.ts';
import type { ImpartnerClient } from './client.ts';

/** Most ids of one filter. */
const BATCH = 100;

/**
 * Those of these records that went into another one of their kind. No search finds one any more, and only its own id tells where it went. A tenant
 * that answers such an id like a deleted one says nothing of it.
 */
export async function mergedAmong(
  client: ImpartnerClient,
  object: string,
  ids: readonly string[],
  call: Call,
): Promise<string[]> {
  const numbers = ids.filter((id) => /^\d{1,20}$/.test(id));
  const merged: string[] = [];
  for (let from = 0; from < numbers.length; from += BATCH) {
    const batch = numbers.slice(from, from + BATCH);
    const filter = batch.map((id) => `Id = ${id}`).join(' or ');
    const found = await client.search(object, { fields: ['Id'], filter, take: BATCH }, call);
    const there = new Set(found.map(({ id }) => id));
    for (const id of batch) {
      const record = there.has(id) ? null : await client.get(object, id, ['Id'], call);
      if (record && record.id !== id) merged.push(id);
    }
  }
  return merged;
}
