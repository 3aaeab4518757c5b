import type { JsonObject } from '../../../domain/json.ts';
import { createOnce } from '../../create-once.ts';
import { leftMerged } from '../../merged.ts';
import { ownId } from '../../own-id.ts';
import type { Call } from '../../ports/call.ts';
import type { Write } from '../../ports/write.ts';
import { undoCreation } from '../undo-creation.ts';
import { filterLiteral, type ImpartnerClient } from './client.ts';
import { heldIn } from './records.ts';

/** What one kind of record holds when it is made. */
export interface NewRecord {
  object: string;
  /** The field that holds the id made from our key. */
  key: string;
  body(payload: JsonObject): JsonObject;
  /** What becomes of a record that the key may not delete; answers what to say about it. */
  keep(id: string, call: Call): Promise<string>;
  /** What `keep` leaves in it. */
  kept?: JsonObject;
}

/** The creation of one record. Impartner has neither an idempotency key nor an upsert. */
export function creation(client: ImpartnerClient, searchLagMs: number, record: NewRecord): Write {
  const { object } = record;
  const bodyOf = (payload: JsonObject, id: string) => ({ ...record.body(payload), [record.key]: id });
  return {
    ...createOnce({
      searchLagMs,
      async create(payload, id, call) {
        return { id: await client.create(object, bodyOf(payload, id), call) };
      },
      carrying: (id, call) => carrying(client, { object, key: record.key }, id, call),
    }),
    undo: ({ payload, landed: { id }, key }, call) =>
      undoCreation({
        ...{ vendor: 'impartner', name: `${object} ${id}`, fields: bodyOf(payload, ownId(key)) },
        ...(record.kept ? { withdrawn: record.kept } : {}),
        async now(names) {
          const now = await client.get(object, id, ['Id', ...names], call);
          if (!now) return { gone: {} };
          if (now.id !== id)
            return { gone: leftMerged({ vendor: 'impartner', name: `${object} ${id}`, into: now.id }) };
          return Object.fromEntries(names.map((name) => [name, heldIn(now, name)]));
        },
        remove: () => client.remove(object, id, call),
        withdraw: () => record.keep(id, call),
      }),
  };
}

/** The records that carry an id made from a key of ours, at most two. */
export async function carrying(
  client: ImpartnerClient,
  { object, key }: Pick<NewRecord, 'object' | 'key'>,
  id: string,
  call: Call,
): Promise<{ id: string }[]> {
  const filter = `${key} = ${filterLiteral(id)}`;
  const found = await client.search(object, { fields: ['Id'], filter, take: 2 }, call);
  return found.map(({ id }) => ({ id }));
}
