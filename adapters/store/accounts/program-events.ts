import { canonicalText } from '../../../domain/evidence.ts';
import type { TrustRoot } from '../../../domain/gate/authority-log.ts';
import type { ClaimEvent } from '../../../domain/incentives/claim.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { SigningKey } from '../../keys/keys.ts';
import { signText, verifyText } from '../../keys/sign.ts';
import { sha256 } from '../hash.ts';
import type { Tx } from '../pool.ts';

/** What happened to the claims of a program, as it is kept. */
export interface StoredEvent {
  program: string;
  /** 1, 2, 3 … */
  number: number;
  /** People stand in it as tokens. */
  body: ClaimEvent;
  /** Hashes of the versions that were in force. */
  versions: string[];
  case: string | null;
  /** Key of the write that has booked it. */
  effect: string;
  /** UTC instant. */
  at: string;
  /** Signature of the event before it; empty for the first. */
  previous: string;
  signature: string;
}

/** What is known of the last event: the next one follows it. */
export type LastEvent = Pick<StoredEvent, 'number' | 'signature'>;
export const NO_EVENT: LastEvent = { number: 0, signature: '' };

/** Holds the books of a program until the transaction ends: one event at a time. */
export async function lockProgram(tx: Tx, program: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`accounts:${program}`]);
}

const COLUMNS = `program, number, body, versions, case_id as "case", effect,
  to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, previous, signature`;
type Row = Omit<StoredEvent, 'body'> & { body: string };

/** Every row of a program after an event, in order, proved or not. */
async function eventRows(tx: Tx, program: string, { number }: LastEvent): Promise<Row[]> {
  const { rows } = await tx.query<Row>(
    `select ${COLUMNS} from program_events where program = $1 and number > $2 order by number`,
    [program, number],
  );
  return rows;
}

/**
 * The events of a program that the installation has signed, each after the one before. A row that nobody has signed is passed over:
 * nothing is booked by it, and `audit verify` names it.
 */
export async function provedEvents(
  tx: Tx,
  root: TrustRoot,
  program: string,
  after: LastEvent,
): Promise<StoredEvent[]> {
  let { signature } = after;
  const proved: StoredEvent[] = [];
  for (const row of await eventRows(tx, program, after)) {
    if (row.previous !== signature || !isSigned(root, row)) continue;
    proved.push({ ...row, body: JSON.parse(row.body) as ClaimEvent });
    signature = row.signature;
  }
  return proved;
}

/** The event of a name, whatever its program; undefined when there is none. @throws Error when nobody has signed it */
export async function eventNamed(tx: Tx, root: TrustRoot, event: string): Promise<StoredEvent | undefined> {
  const { rows } = await tx.query<Row>(`select ${COLUMNS} from program_events where event = $1`, [event]);
  const [row] = rows;
  if (!row) return undefined;
  if (!isSigned(root, row))
    throw new Error(`event ${event} was put there by nobody who may: quarterdeck audit verify`);
  return { ...row, body: JSON.parse(row.body) as ClaimEvent };
}

/** Number of the last row of a program, proved or not; 0 where there is none. */
export async function newestEvent(tx: Tx, program: string): Promise<number> {
  const { rows } = await tx.query<{ last: number | null }>(
    'select max(number) as last from program_events where program = $1',
    [program],
  );
  return rows[0]?.last ?? 0;
}

export interface NewEvent extends Omit<StoredEvent, 'number' | 'previous' | 'signature'> {
  /** The people of its tokens, sealed. */
  people: JsonObject;
  subjects: string[];
}

/** Adds the next event of a program, signed. @param last the last one that is proved */
export async function addEvent(
  tx: Tx,
  key: SigningKey,
  last: LastEvent,
  { people, subjects, body, ...event }: NewEvent,
): Promise<LastEvent> {
  // A forged row keeps its number: it holds nobody up.
  const number = (await newestEvent(tx, event.program)) + 1;
  const row = { ...event, number, body: canonicalText(body), previous: last.signature };
  const signature = signText(key.privateKey, 'program_event', signedText(row));
  await tx.query(
    `insert into program_events
        (program, number, event, body, people, subjects, versions, case_id, effect, at, previous, signature)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      ...[row.program, number, body.event, row.body, JSON.stringify(people), subjects],
      ...[row.versions, row.case, row.effect, row.at, row.previous, signature],
    ],
  );
  return { number, signature };
}

const isSigned = (root: TrustRoot, row: Row): boolean =>
  verifyText(root.publicKey, 'program_event', signedText(row), row.signature);

function signedText(row: Omit<Row, 'signature'>): string {
  const { program, number, body, versions, case: of, effect, at, previous } = row;
  return canonicalText({ program, number, body: sha256(body), versions, case: of, effect, at, previous });
}
