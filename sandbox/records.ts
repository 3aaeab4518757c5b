import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, rmSync, truncateSync } from 'node:fs';

export type Row = Record<string, unknown> & { Id: string };

/** The records of a simulated vendor, by object and id. */
export interface Records {
  all(object: string): Row[];
  get(object: string, id: string): Row | undefined;
  put(object: string, row: Row): void;
  remove(object: string, id: string): void;
  clear(): void;
  /** How many records were ever made from this text; makes ids that do not depend on the order of requests. */
  next(object: string, text: string): { digest: Buffer };
}

/**
 * @param file journal, one JSON line a change, written before the answer: a killed simulator comes back with what it had
 * answered, as a real vendor would. Absent: kept in memory only.
 */
export function createRecords(file?: string): Records {
  const objects = new Map<string, Map<string, Row>>();
  const made = new Map<string, number>();
  const of = (object: string) => {
    const rows = objects.get(object) ?? new Map<string, Row>();
    objects.set(object, rows);
    return rows;
  };
  const apply = ({ object, id, row, text }: Change) => {
    if (text !== undefined) made.set(`${object} ${text}`, (made.get(`${object} ${text}`) ?? 0) + 1);
    else if (row) of(object).set(id, row);
    else of(object).delete(id);
  };
  const write = (change: Change) => {
    if (file) appendFileSync(file, `${JSON.stringify(change)}\n`);
    apply(change);
  };
  if (file && existsSync(file)) {
    const text = readFileSync(file, 'utf8');
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    // The last line of a killed process may be torn; its request was never answered.
    if (whole !== text) truncateSync(file, Buffer.byteLength(whole));
    for (const line of whole.split('\n').slice(0, -1)) apply(JSON.parse(line) as Change);
  }
  return {
    all: (object) => [...of(object).values()],
    get: (object, id) => of(object).get(id),
    put: (object, row) => write({ object, id: row.Id, row }),
    remove: (object, id) => write({ object, id }),
    clear() {
      objects.clear();
      made.clear();
      if (file) rmSync(file, { force: true });
    },
    next(object, text) {
      write({ object, id: '', text });
      const count = made.get(`${object} ${text}`);
      return { digest: createHash('sha256').update(`${object} ${text} ${count}`).digest() };
    },
  };
}

interface Change {
  object: string;
  id: string;
  row?: Row;
  text?: string;
}
