import { CLAIM_NUMBERS_AS_TEXT } from '../../../contracts/claim/submission.ts';
import type { Fault } from '../../../contracts/problem.ts';
import type { ReceivedClaim } from '../../../domain/claim/received-claim.ts';
import type { SourceFormat } from '../../../domain/reading/source-format.ts';
import { readTable } from '../../tables/read-table.ts';
import { isEnvelope } from '../envelope.ts';
import { parseJson } from '../json.ts';
import type { Parsed } from '../parse.ts';
import { withStated } from '../stated-file.ts';
import { type RawClaim, UNNAMED } from './raw-claim.ts';
import { readClaim } from './read-claim.ts';
import { CLAIM_HEADINGS, claimsOfTable, isForm } from './table.ts';
import { claimOfWords } from './words.ts';

/** A file of those that came together. */
export interface BundleFile {
  name: string;
  type: string;
  bytes: Uint8Array;
}

/** What came together: a mail with its files, an archive, or one table. */
export interface Bundle {
  words: string | null;
  subject: string | null;
  files: readonly BundleFile[];
  /** The whole input: it is kept where a part of it is refused. */
  body: Uint8Array;
  /** It may answer a question of ours: then files or words alone are enough. */
  mayAnswer: boolean;
}

/**
 * The claims of a bundle. JSON, a table with a claim's own columns, or words state them; of none of these, a list of sales does. Everything else
 * is a document: of the one claim, or of the claims that name it. A claim without an id is called UNNAMED.
 */
export async function claimsOfBundle(
  bundle: Bundle,
  now: Date,
  format: SourceFormat,
): Promise<Parsed<ReceivedClaim>[]> {
  const whole = (fault: Fault): Parsed<ReceivedClaim>[] => [
    { ok: false, faults: [fault], body: bundle.body },
  ];
  const found = await statedIn(bundle, format);
  if ('fault' in found) return whole(found.fault);
  const { documents } = found;
  const claims = found.claims.length === 0 && bundle.mayAnswer ? [NOTHING_STATED] : found.claims;
  if (claims.length === 0) return whole(notStated(documents.length > 0));
  if (claims.length > 1 && claims.some(({ fields }) => fields.claim_id === undefined)) return whole(NO_ID);
  const assigned = withDocuments(claims, documents);
  if ('fault' in assigned) return whole(assigned.fault);
  const parts = assigned.claims.map((raw) => partOf(raw, bundle, now, format));
  // With documents beside them refused claims are not kept each: every one would hold all files.
  const refused = parts.find((part) => !part.ok);
  return refused && bundle.files.length > 1 ? [{ ...refused, body: bundle.body }] : parts;
}

interface Stated {
  claims: RawClaim[];
  documents: BundleFile[];
}

async function statedIn(
  { words, subject, files }: Bundle,
  format: SourceFormat,
): Promise<Stated | { fault: Fault }> {
  const said = words === null ? null : claimOfWords(words, subject);
  const claims: RawClaim[] = [];
  const documents: BundleFile[] = [];
  const sales: { file: BundleFile; claims: RawClaim[] }[] = [];
  for (const file of files) {
    if (/\.json$/i.test(file.name)) {
      const json = parseJson(file.bytes, CLAIM_NUMBERS_AS_TEXT);
      if ('fault' in json) return json;
      claims.push(...claimsOfJson(json.value));
    } else if (!TABLE.test(file.name)) documents.push(file);
    else {
      const read = await readTable(file.bytes, format, CLAIM_HEADINGS);
      if ('fault' in read) {
        if (files.length === 1 && said === null) return read;
        documents.push(file);
      } else if (read.broken.length > 0 && (files.length === 1 || isForm(read.table))) return { fault: TORN };
      else if (isForm(read.table)) claims.push(...claimsOfTable(read.table, format));
      else sales.push({ file, claims: claimsOfTable(read.table, format) });
    }
  }
  documents.push(...sales.map(({ file }) => file));
  const [only, another] = sales;
  if (claims.length > 1) return { claims, documents };
  if (claims.length === 1 && claims[0]) return { claims: [beside(claims[0], said)], documents };
  if (said?.fields.lines === undefined && only) {
    if (another) return { fault: TWO_LISTS };
    return { claims: only.claims.map((raw) => beside(raw, said)), documents };
  }
  return { claims: said ? [said] : [], documents };
}

const TABLE = /\.(?:csv|tsv|xlsx|xlsm|xlsb|xls|ods)$/i;

function claimsOfJson(value: unknown): RawClaim[] {
  const items = Array.isArray(value) ? value : [isEnvelope(value) ? value.data : value];
  return items.map((item: unknown, at): RawClaim => {
    const { documents, ...fields } = (typeof item === 'object' && item !== null ? item : {}) as Record<
      string,
      unknown
    >;
    const listed = Array.isArray(documents) ? (documents as unknown[]) : [];
    const named = listed.flatMap((one) => (isNamed(one) ? [one.name] : []));
    const held = listed.filter((one) => !isNamed(one));
    return {
      fields: { ...fields, ...(held.length > 0 && { documents: held }) },
      files: documents === undefined || documents === null ? null : named,
      faults: [],
      at: { sheet: null, row: null, item: Array.isArray(value) ? at + 1 : null },
    };
  });
}

/** A document whose bytes stand beside the JSON. */
function isNamed(one: unknown): one is { name: string } {
  const { name, content } = (one ?? {}) as { name?: unknown; content?: unknown };
  return typeof name === 'string' && (content === undefined || content === null);
}

/** A claim with what the words say of it beside the table. */
function beside(raw: RawClaim, said: RawClaim | null): RawClaim {
  if (said === null) return raw;
  return {
    ...raw,
    fields: { ...said.fields, ...raw.fields },
    files: raw.files ?? said.files,
    faults: [...raw.faults, ...said.faults],
  };
}

/** Each claim with its documents in it, or why it cannot be told whose they are. */
function withDocuments(
  claims: readonly RawClaim[],
  documents: readonly BundleFile[],
): { claims: RawClaim[] } | { fault: Fault } {
  const byName = new Map(documents.map((file) => [lastName(file.name), file]));
  const used = new Set<BundleFile>();
  const assigned: RawClaim[] = [];
  for (const raw of claims) {
    const names = raw.files ?? (claims.length === 1 ? [...byName.keys()] : []);
    const own = names.map((name) => byName.get(lastName(name)));
    if (own.some((file) => file === undefined)) return { fault: NOT_THERE };
    // Of one claim everything that came with it is a document, whichever files it names.
    const all = claims.length === 1 ? documents : (own as BundleFile[]);
    for (const file of all) used.add(file);
    const held = (raw.fields.documents ?? []) as unknown[];
    const listed = [...held, ...all.map(inlined)];
    assigned.push({ ...raw, fields: { ...raw.fields, ...(listed.length > 0 && { documents: listed }) } });
  }
  return documents.every((file) => used.has(file)) ? { claims: assigned } : { fault: UNASSIGNED };
}

function inlined({ name, type, bytes }: BundleFile) {
  return { name: name.slice(-255), type: type.slice(0, 100), content: Buffer.from(bytes).toString('base64') };
}

function lastName(name: string): string {
  return (name.split(/[\\/]/).at(-1) ?? '').trim().toLowerCase().normalize('NFC');
}

function partOf(
  { fields, faults, at, alone }: RawClaim,
  bundle: Bundle,
  now: Date,
  format: SourceFormat,
): Parsed<ReceivedClaim> {
  const place = at ? { place: at } : {};
  // Numbers of a table are in plain decimals by now.
  const plain = alone ? { ...format, number: { mark: '.' as const, places: MOST_PLACES } } : format;
  const kept =
    alone && bundle.files.length === 1
      ? withStated('text/csv', alone(), statedOf(format))
      : { body: bundle.body };
  const [first, ...more] = faults;
  if (first) return { ok: false, faults: [first, ...more], ...kept, ...place };
  const read = readClaim({ claim_id: UNNAMED, ...fields }, now, plain);
  if (!read.ok) return { ok: false, faults: read.faults, ...kept, ...place };
  const { externalId, version, claim } = read;
  return { ok: true, parsed: { externalId, version, stated: claim }, ...place };
}

const MOST_PLACES = 6;

function statedOf({ number, currency, dates }: SourceFormat) {
  return { ...(number && { number }), ...(currency !== null && { currency }), ...(dates && { dates }) };
}

const fault = (code: string, title: string, fix: string): Fault => ({ code, title, field: null, fix });

/** Why an input is no claim. */
export function notStated(hasDocuments: boolean): Fault {
  return fault(
    'claim_not_stated',
    hasDocuments ? 'It holds documents, and nothing that says what is claimed.' : 'It states no claim.',
    'Write what is claimed as lines such as "Program: …" and "4 x SKU, 9600.00 EUR" into the mail or a .txt file beside the documents, or add a table or JSON with it.',
  );
}

const NOTHING_STATED: RawClaim = { fields: {}, files: null, faults: [] };

const NO_ID = fault(
  'missing_id',
  'One of several claims has no id.',
  'Write the id that each claim has in your own system into claim_id, in each of its rows.',
);

const TWO_LISTS = fault(
  'several_tables',
  'It holds several lists of sales, and nothing says which of them is claimed.',
  'Send each list as a claim of its own, or state the claim in a table with a column claim_id or program.',
);

const TORN = fault(
  'malformed_csv',
  'A row of the table does not match its header line.',
  'Give every row one field per column and quote texts that hold the separator.',
);

const NOT_THERE = fault(
  'document_not_there',
  'A claim names a document that did not come with it.',
  'Send the file along, under the name that the claim gives it.',
);

const UNASSIGNED = fault(
  'document_of_nobody',
  'Several claims came with a document that none of them names.',
  'Name the files of each claim in its column documents, parted by semicolons, or send each claim with its files alone.',
);
