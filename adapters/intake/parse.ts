import type { Fault } from '../../contracts/problem.ts';
import type { MailAnswer } from './mail-answers.ts';

/** The forms in which submissions arrive; a dead letter keeps it so that it can be read again. */
export type IntakeForm =
  | 'application/json'
  | 'text/csv'
  | 'message/rfc822'
  | 'text/plain'
  | 'application/pdf'
  | typeof RECORD_HINT;

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
  /** Names of fields that hold something and are not read. */
  unread?: string[];
  /** What an e-mail names: it may answer what we asked. */
  answers?: MailAnswer;
}

/** One part of an input: a submission, or why it is none together with the bytes to keep and read again. */
export type Parsed<S = unknown> =
  | { ok: true; parsed: Submission<S> }
  | { ok: false; faults: [Fault, ...Fault[]]; body: Uint8Array };
