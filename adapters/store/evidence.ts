import { canonicalText, subjectsIn, wellFormed } from '../../domain/evidence.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import { evidenceIn, withKept } from '../../domain/kept.ts';
import { sha256 } from './hash.ts';
import type { Tx } from './pool.ts';
import { send, sql } from './sql.ts';

/**
 * Freezes what a decision used and returns its content address. Personal values must already be sealed (seal.ts).
 * Putting the same again changes nothing.
 * @param kind what it is: `gathered`, `model`, `decision`, `document` …
 */
export async function putEvidence(tx: Tx, caseId: string, kind: string, body: JsonObject): Promise<string> {
  const text = storedText(body);
  const hash = sha256(text);
  await send(
    tx,
    sql`insert into evidence (hash, case_id, kind, body, subjects)
      values (${hash}, ${caseId}, ${kind}, ${text}, ${subjectsIn(body)}) on conflict do nothing`,
  );
  return hash;
}

/** The content address under which evidence is kept: SHA-256 of the text that is stored. */
export function evidenceAddress(body: JsonObject): string {
  return sha256(storedText(body));
}

/** Records of vendors come as they are, and Postgres refuses a row whose text it cannot read as JSON. */
const storedText = (body: JsonObject) => canonicalText(wellFormed(body));

/**
 * Evidence by its address, sealed values still sealed; undefined when there is none.
 * @throws Error when the stored text no longer has this hash.
 */
export async function getEvidence(tx: Tx, hash: string): Promise<JsonObject | undefined> {
  const { rows } = await tx.query<{ body: string }>('select body from evidence where hash = $1 limit 1', [
    hash,
  ]);
  const row = rows[0];
  return row && checked(hash, row.body);
}

/**
 * Evidence by address, each once; what is gone is left out. One round trip, none without addresses.
 * @throws Error as getEvidence
 */
export async function evidenceAt(
  tx: Tx,
  addresses: readonly string[],
): Promise<ReadonlyMap<string, JsonObject>> {
  if (addresses.length === 0) return new Map();
  const { rows } = await send<{ hash: string; body: string }>(
    tx,
    sql`select distinct on (hash) hash, body from evidence where hash = any(${addresses}) order by hash`,
  );
  return new Map(rows.map(({ hash, body }) => [hash, checked(hash, body)]));
}

/**
 * The same JSON with each reference to a text in evidence (domain/kept.ts) replaced by that text; one round trip, none without references.
 * @throws Error as getEvidence, and when it is gone
 */
export async function readKept<T extends Json>(tx: Tx, value: T): Promise<T> {
  return withKept(value, await evidenceAt(tx, evidenceIn(value)));
}

/** Everything a case has frozen, oldest first, of one kind if named. @throws Error as getEvidence. */
export async function evidenceOf(
  tx: Tx,
  caseId: string,
  kind?: string,
): Promise<{ hash: string; kind: string; body: JsonObject }[]> {
  const { rows } = await tx.query<{ hash: string; kind: string; body: string }>(
    `select hash, kind, body from evidence
      where case_id = $1 and ($2::text is null or kind = $2) order by seq`,
    [caseId, kind ?? null],
  );
  return rows.map((row) => ({
    hash: row.hash,
    kind: row.kind,
    body: checked(row.hash, row.body),
  }));
}

function checked(hash: string, text: string): JsonObject {
  if (sha256(text) !== hash)
    throw new Error(`evidence ${hash} was changed in the database; run: quarterdeck audit verify`);
  return JSON.parse(text);
}
