import { type Problem, problemOf } from '../../contracts/problem.ts';
import {
  type CrmPort,
  type DocumentsPort,
  type PrmPort,
  type Registrar,
  VendorFault,
} from '../ports/index.ts';
import { answerCase } from './answer.ts';
import { bodyHash, keepLetter } from './dead-letter.ts';
import { parseDealCsv } from './deal-csv.ts';
import { parseDealDocument } from './deal-document.ts';
import { parseDealJson } from './deal-json.ts';
import { parseDealMail } from './deal-mail.ts';
import type { TextTools } from './free-text.ts';
import { type IntakeForm, type Parsed, RECORD_HINT } from './parse.ts';
import { partnerOfAddress } from './partner-of.ts';
import { NO_PARTNER } from './read-deal.ts';
import { readRecord } from './record-hint.ts';
import type { Submitted } from './record-submission.ts';
import { type Submitting, submitDeal } from './submit.ts';

/** Everything that intake needs; server, watched folder and CLI make one each. */
export interface Intake extends Submitting {
  prm: PrmPort;
  /** Where it takes registrations too; what its own webhook reports is read from it. */
  crm?: Pick<CrmPort, 'vendor' | 'registrations'>;
  extract: TextTools['extract'];
  documents: DocumentsPort;
  model?: NonNullable<TextTools['model']>;
}

/** What became of one part of an input (a CSV has a part per row). */
export type Received =
  | ({ kind: 'submitted' } & Submitted)
  | { kind: 'refused'; problem: Problem; deadLetter: string }
  /** The PRM was away: kept, and read again by `retryParked`. */
  | { kind: 'parked'; deadLetter: string }
  /** An event that is not about deals, a draft, or an automatic reply. */
  | { kind: 'ignored' };

export interface Input {
  source: string;
  form: IntakeForm;
  body: Uint8Array;
  sample?: boolean;
  /** The partner that the submitter names, where the document itself names none. */
  partnerId?: string;
  /** Person id of a colleague who enters it; such a person never decides it. */
  by?: string;
  /** The delivery's own id, so that a repeat leaves no second dead letter; `content`: the bytes are their own id. */
  eventId?: string;
}

/**
 * Takes in one document: reads it and submits each registration in it. What cannot be read is kept as a dead letter, so
 * nothing is lost whatever the answer.
 * @throws VendorFault `unavailable` (vendor `postgres`) when nothing could be kept: the sender must try again.
 */
export async function receive(intake: Intake, input: Input): Promise<Received[]> {
  const parts = await partsOf(intake, input);
  if (parts === 'unreachable') return [{ kind: 'parked', deadLetter: await park(intake, input) }];
  const received: Received[] = [];
  for (const part of parts) received.push(await receivePart(intake, input, part));
  return received.length > 0 ? received : [{ kind: 'ignored' }];
}

/** The parts of an input, read anew; writes nothing. `unreachable`: the PRM must be asked and is away. */
export async function partsOf(
  intake: Intake,
  { source, form, body, partnerId }: Input,
): Promise<Parsed[] | 'unreachable'> {
  const now = intake.now();
  switch (form) {
    case 'application/json':
      return [parseDealJson(body, now)].filter((part) => part !== null).map((part) => from(part, partnerId));
    case 'text/csv':
      return parseDealCsv(body, now).map((part) => from(part, partnerId));
    case 'message/rfc822':
      return [await parseDealMail(body, now, textTools(intake, partnerId))].filter((part) => part !== null);
    case 'text/plain':
    case 'application/pdf':
      return [await parseDealDocument(body, form, now, textTools(intake, partnerId))];
    case RECORD_HINT:
      return readRecord(registrarOf(intake, source), body, now);
  }
}

/** The partner that the submitter names stands in where the record names none. */
function from(part: Parsed, partnerId: string | undefined): Parsed {
  if (!part.ok || partnerId === undefined) return part;
  const { deal } = part.parsed;
  if (deal.submission.source_partner_id !== NO_PARTNER) return part;
  const submission = { ...deal.submission, source_partner_id: partnerId };
  const problems = deal.problems.filter(({ code }) => code !== 'partner_missing');
  return { ...part, parsed: { ...part.parsed, deal: { ...deal, submission, problems } } };
}

function textTools(
  { extract, documents, model, vault, store, prm }: Intake,
  partnerId: string | undefined,
): TextTools {
  return {
    ...{ extract, documents },
    ...(model === undefined ? {} : { model }),
    token: vault.tokenOf,
    partnerOf: (address) => partnerOfAddress(store, address),
    async partner(id) {
      try {
        return await prm.partner(id, { timeoutMs: 5_000, mayWait: true });
      } catch (error) {
        // Its language only settles which number of a date is the month; without it such a date is left to the reviewer.
        if (error instanceof VendorFault) return null;
        throw error;
      }
    },
    ...(partnerId === undefined ? {} : { partnerId }),
  };
}

function registrarOf({ prm, crm }: Intake, source: string): Registrar {
  return (crm?.vendor === source ? crm.registrations : null) ?? prm;
}

/** Reads as a problem: 400 for what cannot be parsed, 422 for what can and is wrong. */
export function refusalOf(faults: Extract<Parsed, { ok: false }>['faults']): Problem {
  return problemOf(faults[0].code.startsWith('malformed_') ? 400 : 422, faults);
}

async function receivePart(intake: Intake, input: Input, part: Parsed): Promise<Received> {
  const { source, form } = input;
  if (part.ok) {
    const submitted = await answerCase(intake, part.parsed);
    return { kind: 'submitted', ...(submitted ?? (await submitDeal(intake, source, part.parsed, input))) };
  }
  const eventId = input.eventId === 'content' ? bodyHash(part.body) : input.eventId;
  const deadLetter = await keepLetter(intake, {
    source,
    form,
    body: part.body,
    fault: part.faults[0],
    ...(eventId === undefined ? {} : { eventId }),
  });
  return { kind: 'refused', problem: refusalOf(part.faults), deadLetter };
}

/** Code of a letter that only waits for the PRM to come back. */
export const PARKED = 'source_unreachable';

/** Keeps a word of a record until `retryParked` has read it. @returns the letter's id */
export function park(intake: Intake, { source, form, body, eventId }: Input): Promise<string> {
  const fault = {
    code: PARKED,
    title: 'The record could not be read when it was reported.',
    field: null,
    fix: 'Nothing: it is read again every minute.',
  };
  // Bytes that are their own id may come again later and mean another change.
  const once = eventId === undefined || eventId === 'content' ? {} : { eventId };
  return keepLetter(intake, { source, form, body, fault, ...once });
}
