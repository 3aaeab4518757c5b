import type { Json, JsonObject } from '../../domain/json.ts';
import { type Call, VendorFault } from '../ports/call.ts';
import type { Landed, Write } from '../ports/write.ts';
import { holdsOurs } from '../restore.ts';
import { existence } from './existence.ts';
import { type UndoneRecord, undoRecord } from './undo.ts';

/** One kind of a CRM's records, and how it is written. Names of fields are the vendor's. @template R a record as the vendor answers it */
export interface RecordKind<R> {
  vendor: string;
  /** What a message calls it, before its id. */
  name: string;
  repeat: 'upsert' | 'lookup';
  /** How long `find` may miss what was just written. */
  searchLagMs: number;
  /** See Write.onlyOne. */
  onlyOne?(payload: JsonObject): string;
  /** Written each time, put back by the undo. */
  fields(payload: JsonObject): JsonObject;
  /** Written only when the record is created, so that what a seller made of it later stays. */
  onCreate(payload: JsonObject): JsonObject;
  /** The records that a payload means, with these fields; of several nobody can tell which. */
  find(payload: JsonObject, fields: string[], call: Call): Promise<R[]>;
  idOf(record: R): string;
  value(record: R, field: string): Json;
  /** Fields that the vendor gives back in a spelling of its own: whether it means the same as ours. */
  same?: Same;
  /** Whether the write with this key created it. */
  isOurs(record: R, key: string, call: Call): boolean | Promise<boolean>;
  create(payload: JsonObject, fields: JsonObject, key: string, call: Call): Promise<Landed>;
  /** `created`: there was no such record after all. */
  change(
    record: R,
    fields: JsonObject,
    of: { payload: JsonObject; key: string },
    call: Call,
  ): Promise<{ id: string; created?: boolean }>;
  /** By its own id; or what is to be said of one that is not there any more. */
  read(id: string, fields: string[], call: Call): Promise<R | { gone: UndoneRecord }>;
  /** Puts back what stood there. @param record as `read` answered it */
  restore(record: R, back: JsonObject, call: Call): Promise<void>;
  remove(id: string, call: Call): Promise<void>;
  /** Why a record that we created must stay, if it must; undefined lets the undo remove it. */
  keep?(id: string, call: Call): Promise<string | undefined>;
  /** Told which record our external id means now; null: none any more. */
  landed?(payload: JsonObject, id: string | null): void;
  /** The field whose value no two records may have, for a message. */
  unique?(payload: JsonObject): string;
  /** Whether the record that holds a value of ours is the one that is meant. */
  isMeant?(holder: string, payload: JsonObject, call: Call): Promise<boolean>;
}

export type Same = Record<string, (theirs: string, ours: string) => boolean>;

/** The write of one kind of record: a record that is there is changed, else it is created. */
export function recordWrite<R>(kind: RecordKind<R>): Write {
  const existing = existence<R | null>();
  const { vendor, repeat, searchLagMs, onlyOne } = kind;
  const find = async (payload: JsonObject, ours: JsonObject, call: Call) =>
    await kind.find(payload, Object.keys(ours), call);

  /** What a record holds of our fields; what means the same, in our spelling. */
  function held(record: R, ours: JsonObject, same: Same = {}): JsonObject {
    const value = (field: string): Json => {
      const [now, wanted] = [kind.value(record, field), ours[field] ?? null];
      const both = typeof now === 'string' && typeof wanted === 'string';
      return both && same[field]?.(now, wanted) ? wanted : now;
    };
    return Object.fromEntries(Object.keys(ours).map((field) => [field, value(field)]));
  }

  /** After a refusal because of a value that another record holds. */
  async function taken(error: unknown, payload: JsonObject, existed: boolean, call: Call): Promise<Landed> {
    if (!(error instanceof VendorFault) || !error.taken) throw error;
    // Somebody made it between our read and our write: the repeat finds it.
    if (!existed && (await find(payload, {}, call)).length > 0) throw error;
    const { holder, field = kind.unique?.(payload) } = error.taken;
    if (holder !== null && (await kind.isMeant?.(holder, payload, call)))
      return { id: holder, created: false, detail: { untouched: true } };
    throw heldElsewhere(error, holder, field);
  }

  return {
    repeat,
    searchLagMs,
    movesMoney: false,
    ...(onlyOne ? { onlyOne } : {}),
    async before(payload, key, call) {
      const ours = kind.fields(payload);
      const [found = null] = await find(payload, ours, call);
      existing.note(key, found);
      return found && held(found, ours);
    },
    async send(payload, key, call) {
      const ours = kind.fields(payload);
      // Where a second record would be taken what `before` saw may be old.
      const seen = onlyOne ? undefined : existing.of(key);
      const found = seen === undefined ? ((await find(payload, ours, call))[0] ?? null) : seen;
      async function write(): Promise<Landed> {
        if (!found) return await kind.create(payload, ours, key, call);
        const { id, created = false } = await kind.change(found, ours, { payload, key }, call);
        // A repeat of our own send whose answer was lost finds the record that it created.
        return { id, created: created || (seen === undefined && (await kind.isOurs(found, key, call))) };
      }
      const landed = await write().catch((error) => taken(error, payload, found !== null, call));
      kind.landed?.(payload, landed.id);
      return landed;
    },
    async lookup(payload, key, call) {
      const ours = kind.fields(payload);
      const [found, second] = await find(payload, ours, call);
      // Two records that it may be: a person has to see that, no undo could pick the right one.
      if (second) return 'unknown';
      if (!found || !holdsOurs(held(found, ours, kind.same), ours)) return 'absent';
      return { id: kind.idOf(found), created: await kind.isOurs(found, key, call) };
    },
    undo({ payload, before, landed }, call) {
      const { id } = landed;
      let record: R;
      return undoRecord({
        ...{ vendor, name: `${kind.name} ${id}`, landed, before },
        fields: kind.fields(payload),
        onCreate: kind.onCreate(payload),
        async now(ours) {
          const read = await kind.read(id, Object.keys(ours), call);
          if (isGone(read)) return read;
          record = read;
          return { values: held(read, ours, kind.same) };
        },
        restore: (back) => kind.restore(record, back, call),
        async remove() {
          await kind.remove(id, call);
          kind.landed?.(payload, null);
        },
        keep: async () => kind.keep?.(id, call),
      });
    },
  };
}

const isGone = <R>(read: R | { gone: UndoneRecord }): read is { gone: UndoneRecord } =>
  typeof read === 'object' && read !== null && 'gone' in read;

/** A value is held by a record that is not the one meant: no repeat would help. */
function heldElsewhere(error: VendorFault, holder: string | null, field = 'value'): VendorFault {
  const { vendor, status, code } = error;
  const other = holder === null ? 'another record' : `another record (${holder})`;
  return new VendorFault({
    vendor,
    kind: 'rejected',
    message:
      `${error.message.slice(`${vendor}: `.length)}; ${other} holds this ${field}: ` +
      'merge the two, correct one, or delete it for good (also from the bin), and try again',
    certainlyNotLanded: true,
    ...(status === undefined ? {} : { status }),
    ...(code === undefined ? {} : { code }),
  });
}
