import type { JsonObject } from '../../domain/json.ts';
import type { Landed } from '../ports/write.ts';
import { holdsOurs, leftAlone, restoration } from '../restore.ts';

/** A record that we wrote, for the undo of what we wrote. Names are the vendor's. */
export interface Undoable {
  vendor: string;
  /** The kind and id by which a message calls it. */
  name: string;
  landed: Landed;
  /** What stood there before; null: the write created it. */
  before: JsonObject | null;
  /** What the write set; `onCreate` only when it created the record. */
  fields: JsonObject;
  onCreate: JsonObject;
  /** What these fields hold now; or, for a record that is not there any more, what is to be said of it. */
  now(ours: JsonObject): Promise<{ values: JsonObject } | { gone: UndoneRecord }>;
  restore(back: JsonObject): Promise<void>;
  remove(): Promise<void>;
  /** Why a record that we created must stay, if it must. */
  keep?(): Promise<string | undefined>;
}

export interface UndoneRecord {
  corrected?: string;
  inUse?: boolean;
}

/** Gives back what is still ours. What somebody changed after us, or hangs on the record, stays, and that is said. */
export async function undoRecord(record: Undoable): Promise<UndoneRecord> {
  const { vendor, before, fields } = record;
  if (!before) return await undoCreation(record);
  const found = await record.now(fields);
  if ('gone' in found) return found.gone;
  const { back, left } = restoration(before, fields, found.values);
  if (Object.keys(back).length > 0) await record.restore(back);
  return leftAlone(vendor, left);
}

async function undoCreation(record: Undoable): Promise<UndoneRecord> {
  const { landed } = record;
  const name = `${record.vendor}: ${record.name}`;
  // It was there under another name, and nothing was written.
  if (landed.detail?.untouched) return {};
  if (!landed.created)
    return { corrected: `${name} appeared between our read and our write and was left as it is` };
  const ours = { ...record.fields, ...record.onCreate };
  const found = await record.now(ours);
  if ('gone' in found) return found.gone;
  if (!holdsOurs(found.values, ours))
    return { corrected: `${name} was changed after our write and was kept` };
  const reason = await record.keep?.();
  if (reason) return { corrected: `${name} ${reason} and was kept`, inUse: true };
  await record.remove();
  return {};
}
