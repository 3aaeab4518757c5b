import type { Fault } from '../../../contracts/problem.ts';
import type { TextContext } from '../../../domain/reading/finding.ts';
import type { SourceFormat } from '../../../domain/reading/source-format.ts';
import { createDocuments } from '../../documents/index.ts';
import { NDJSON, OUTLOOK, RECEIVED_MAIL, STATED_FILE } from '../parse.ts';
import type { RowsForm } from '../quick.ts';
import { keptWithStated, statedIn } from '../stated-file.ts';
import { parseDealTable } from './any-table.ts';
import { type DocumentType, readDocument } from './document.ts';
import type { FreeText } from './free-text.ts';
import { parseDealsJson } from './json.ts';
import { parseDealLines } from './lines.ts';
import { readMail, readOutlookMail, type Several } from './mail.ts';
import { rowsOf } from './mail-rows.ts';
import type { DealPart } from './part.ts';
import { type ReadTexts, readTexts } from './several-mails.ts';

/** Forms of words, which are read in steps. */
export type TextForm = 'message/rfc822' | typeof RECEIVED_MAIL | typeof OUTLOOK | DocumentType;

/** `aside`: see Parsed. */
export type TextRead =
  | { free: FreeText; rows: DealPart[]; several?: Several }
  | { fault: Fault; aside?: true };

async function partsOfRows({ form, body, now, format }: RowsInput): Promise<DealPart[]> {
  if (form === 'application/json') return parseDealsJson(body, now, format);
  if (form === NDJSON) return parseDealLines(body, now, format);
  if (form !== STATED_FILE) return parseDealTable(body, now, format);
  const stated = statedIn(body, format);
  if (stated === null) throw new Error('a stated file lost what was stated of it');
  const parts = await partsOfRows({ ...stated, now });
  return parts.map((part) => (part.ok ? part : { ...part, ...keptWithStated(part, body) }));
}

interface RowsInput {
  form: RowsForm;
  body: Uint8Array;
  now: Date;
  format: SourceFormat;
}

/** The work of reading registrations (adapters/intake/reading-jobs.ts). */
export const DEAL_JOBS = {
  /**
   * The words of a mail or a document, and the rows of tables that are attached to it.
   * @param input.servers see isSenderProved; only a received mail can say what they wrote
   */
  async text(input: {
    form: TextForm;
    body: Uint8Array;
    now: Date;
    format: SourceFormat;
    servers: readonly string[];
  }): Promise<TextRead> {
    const { form, body, now, format, servers } = input;
    const documents = createDocuments();
    if (form !== 'message/rfc822' && form !== RECEIVED_MAIL && form !== OUTLOOK) {
      const read = await readDocument(body, form, documents);
      return 'fault' in read ? read : { free: read, rows: [] };
    }
    const read =
      form === OUTLOOK
        ? await readOutlookMail(body, now, documents)
        : await readMail(body, now, documents, form === RECEIVED_MAIL ? servers : []);
    if ('fault' in read) return read;
    const { free, tables, several } = read;
    return { free, rows: await rowsOf(tables, now, format), ...(several && { several }) };
  },

  /** The fields of a text, or of each that is a registration of its own. */
  async fields(input: { free: FreeText; several?: Several; context: TextContext }): Promise<ReadTexts> {
    return readTexts(input.free, input.several, input.context);
  },

  async rows(input: RowsInput): Promise<DealPart[]> {
    return partsOfRows(input);
  },
};
