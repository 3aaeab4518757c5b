import type { Fault } from '../../../contracts/problem.ts';
import { extractDeal } from '../../../domain/deal/extract-deal.ts';
import type { TextContext } from '../../../domain/reading/finding.ts';
import type { SourceFormat } from '../../../domain/reading/source-format.ts';
import { createDocuments } from '../../documents/index.ts';
import { addressesIn } from '../../store/addresses.ts';
import type { RowsForm } from '../quick.ts';
import { parseDealTable } from './any-table.ts';
import { type DocumentType, readDocument } from './document.ts';
import { type FreeText, fieldsOf, type ReadFields } from './free-text.ts';
import { parseDealJson } from './json.ts';
import { readMail } from './mail.ts';
import type { DealPart } from './part.ts';

/**
 * The work of reading that a hostile input can make long or large. A thread runs it (reading-thread.ts), so arguments and answers are
 * what structured clone carries.
 */
export const JOBS = {
  /** E-mail addresses in raw bytes. */
  async addresses({ body }: { body: Uint8Array }): Promise<string[]> {
    return addressesIn(Buffer.from(body));
  },

  /** Null: nothing that wants an answer, such as a holiday reply. */
  async text(input: {
    form: 'message/rfc822' | DocumentType;
    body: Uint8Array;
    now: Date;
  }): Promise<FreeText | { fault: Fault } | null> {
    const { form, body, now } = input;
    const documents = createDocuments();
    return form === 'message/rfc822' ? readMail(body, now, documents) : readDocument(body, form, documents);
  },

  async fields({ free, context }: { free: FreeText; context: TextContext }): Promise<ReadFields> {
    return fieldsOf(free, context, extractDeal);
  },

  async rows(input: {
    form: RowsForm;
    body: Uint8Array;
    now: Date;
    format: SourceFormat;
  }): Promise<DealPart[]> {
    const { form, body, now, format } = input;
    if (form === 'application/json')
      return [parseDealJson(body, now, format)].filter((part) => part !== null);
    return parseDealTable(body, now, format);
  },
};

export type Jobs = typeof JOBS;
