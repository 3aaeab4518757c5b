import type { Fault } from '../../../contracts/problem.ts';
import { extractDeal } from '../../../domain/deal/extract-deal.ts';
import type { TextContext } from '../../../domain/reading/finding.ts';
import type { SourceFormat } from '../../../domain/reading/source-format.ts';
import { createDocuments } from '../../documents/index.ts';
import { addressesIn } from '../../store/addresses.ts';
import { NDJSON, OUTLOOK, STATED_FILE } from '../parse.ts';
import type { RowsForm } from '../quick.ts';
import { statedIn } from '../stated-file.ts';
import { type ZipEntry, zipEntries } from '../zip-entries.ts';
import { parseDealTable } from './any-table.ts';
import { type DocumentType, readDocument } from './document.ts';
import { type FreeText, fieldsOf, type ReadFields } from './free-text.ts';
import { parseDealsJson } from './json.ts';
import { parseDealLines } from './lines.ts';
import { readMail, readOutlookMail } from './mail.ts';
import { rowsOf } from './mail-rows.ts';
import type { DealPart } from './part.ts';

/** Forms of words, which are read in steps. */
export type TextForm = 'message/rfc822' | typeof OUTLOOK | DocumentType;

/** `aside`: see Parsed. */
export type TextRead = { free: FreeText; rows: DealPart[] } | { fault: Fault; aside?: true };

async function partsOfRows({ form, body, now, format }: RowsInput): Promise<DealPart[]> {
  if (form === 'application/json') return parseDealsJson(body, now, format);
  if (form === NDJSON) return parseDealLines(body, now, format);
  if (form !== STATED_FILE) return parseDealTable(body, now, format);
  const stated = statedIn(body, format);
  if (stated === null) throw new Error('a stated file lost what was stated of it');
  return partsOfRows({ ...stated, now });
}

interface RowsInput {
  form: RowsForm;
  body: Uint8Array;
  now: Date;
  format: SourceFormat;
}

/**
 * The work of reading that a hostile input can make long or large. A thread runs it (reading-thread.ts), so arguments and answers are
 * what structured clone carries.
 */
export const JOBS = {
  /** E-mail addresses in raw bytes. */
  async addresses({ body }: { body: Uint8Array }): Promise<string[]> {
    return addressesIn(Buffer.from(body));
  },

  /** The words of a mail or a document, and the rows of tables that are attached to it. */
  async text(input: {
    form: TextForm;
    body: Uint8Array;
    now: Date;
    format: SourceFormat;
    servers: readonly string[];
  }): Promise<TextRead> {
    const { form, body, now, format, servers } = input;
    const documents = createDocuments();
    if (form !== 'message/rfc822' && form !== OUTLOOK) {
      const read = await readDocument(body, form, documents);
      return 'fault' in read ? read : { free: read, rows: [] };
    }
    const read =
      form === OUTLOOK
        ? await readOutlookMail(body, now, documents)
        : await readMail(body, now, documents, servers);
    if ('fault' in read) return read;
    return { free: read.free, rows: await rowsOf(read.tables, now, format) };
  },

  /** The files of an archive. */
  async unpack({ body }: { body: Uint8Array }): Promise<{ entries: ZipEntry[] } | { problem: string }> {
    const entries = zipEntries(Buffer.from(body));
    return Array.isArray(entries) ? { entries } : entries;
  },

  async fields({ free, context }: { free: FreeText; context: TextContext }): Promise<ReadFields> {
    return fieldsOf(free, context, extractDeal);
  },

  async rows(input: RowsInput): Promise<DealPart[]> {
    return partsOfRows(input);
  },
};

export type Jobs = typeof JOBS;
