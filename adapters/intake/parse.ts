import type { Fault } from '../../contracts/problem.ts';
import type { MailAnswer } from './mail-answers.ts';

/** The forms in which submissions arrive; a dead letter keeps it so that it can be read again. */
export type IntakeForm =
  | 'application/json'
  | 'text/csv'
  | typeof WORKBOOK
  | typeof NDJSON
  | typeof STATED_FILE
  | 'message/rfc822'
  | typeof RECEIVED_MAIL
  | 'text/plain'
  | 'application/pdf'
  | 'text/html'
  | typeof WORD
  | typeof OUTLOOK
  | typeof ZIP
  | typeof RECORD_HINT;

/** A workbook with a table in it, whether XLSX or ODS: its bytes tell. */
export const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** Word's and Outlook's own formats, by their registered names. */
export const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
export const OUTLOOK = 'application/vnd.ms-outlook';

/** An archive whose files are one submission, for a lifecycle that takes documents. */
export const ZIP = 'application/zip';

/**
 * A mail as the mail server that received it hands it over. What that server wrote into it is believed; of the same mail from anywhere else
 * it is not, since whoever has a file of it can write that.
 */
export const RECEIVED_MAIL = 'application/vnd.quarterdeck.received-mail';

/** JSON with a line for each record. */
export const NDJSON = 'application/x-ndjson';

/** A file with what its submitter states of it in front (stated-file.ts). */
export const STATED_FILE = 'application/vnd.quarterdeck.stated-file';

/** Not the submission but a word that a record of another system changed. */
export const RECORD_HINT = 'application/vnd.quarterdeck.record-hint+json';

/** One submission read from an input, ready to be submitted. `S`: what it states, by its lifecycle. */
export interface Submission<S> {
  externalId: string;
  /** The source's version; null when it has none, then the content is its own version. */
  version: string | null;
  stated: S;
  /** Read from the system of record because it changed there, perhaps by our own write-back. */
  reread?: boolean;
  /** It is for the case of this record only while that is open: otherwise it is nothing. */
  openOnly?: boolean;
  /** Names of fields that hold something and are not read. */
  unread?: string[];
  /** How its file was read, in words; the first submission of a file says it. */
  notes?: string[];
  /** What an e-mail names: it may answer what we asked. */
  answers?: MailAnswer;
  /** Read from words, whose bytes are the version: the same may be read otherwise the next time, which changes nothing. */
  fromWords?: true;
}

/** Where in its file a part stands. */
export interface PartPlace {
  /** The file that it is in, where that came within another one. */
  file?: string;
  /** Name of a workbook's sheet. */
  sheet: string | null;
  /** Row of a table, as a spreadsheet program counts. */
  row: number | null;
  /** Of a list, 1 for the first. */
  item: number | null;
  /** Whom it names as the customer; personal data. */
  customer?: string | null;
}

/**
 * One part of an input: a submission, or why it is none together with the bytes to keep and read again, in the form in which they can be
 * read alone. `aside`: nobody has to do anything about it; it is kept to be looked up.
 */
export type Parsed<S = unknown> =
  | { ok: true; parsed: Submission<S>; place?: PartPlace }
  | {
      ok: false;
      faults: [Fault, ...Fault[]];
      body: Uint8Array;
      place?: PartPlace;
      form?: IntakeForm;
      aside?: true;
    };
