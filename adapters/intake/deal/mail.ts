import type { Email } from 'postal-mime';
import type { Fault } from '../../../contracts/problem.ts';
import type { DealProblem } from '../../../domain/deal/canonical-deal.ts';
import type { DocumentsPort } from '../../ports/documents.ts';
import { mailboxOf, recipientsOf } from '../mail/address.ts';
import { automaticKind } from '../mail/automatic.ts';
import { automaticMail } from '../mail/automatic-fault.ts';
import { forwarded, nameOfOutlook, type OpenedMail, openedMail, outlookMail } from '../mail/opened.ts';
import { isSenderProved } from '../mail/sender-proof.ts';
import { mailAnswer } from '../mail-answers.ts';
import { nameOfMail } from '../message-id.ts';
import { type Attached, attached } from './attached.ts';
import { type FreeText, partnerIn } from './free-text.ts';
import { IF_A_REGISTRATION, nothingRead } from './mail-faults.ts';
import type { DealPart } from './part.ts';
import { parseFreeText, type TextTools } from './text-tools.ts';

const MOST_ATTACHMENTS = 50;

/**
 * What reading a mail gives: its words and the tables attached to it, or why there are none. `aside`: it wants no answer, and is only kept
 * to be looked up.
 */
export type MailRead = (MailWords & { several?: Several }) | { fault: Fault; aside?: true };

interface MailWords {
  free: FreeText;
  tables: Attached['tables'];
}

/** A mail to which several mails are attached: each of these may be a registration of its own. */
export interface Several {
  /** What the mail itself says. */
  own: FreeText;
  mails: FreeText[];
}

/**
 * A registration from an e-mail (RFC 5322). Its fields are read from free text, so it only ever reaches a reviewer; the
 * sender's address is noted as unproved.
 */
export async function parseDealMail(body: Uint8Array, now: Date, tools: TextTools): Promise<DealPart> {
  const mail = await readMail(body, now, tools.documents);
  if (!('fault' in mail)) return parseFreeText(mail.free, body, now, tools);
  return { ok: false, faults: [mail.fault], body, ...(mail.aside && { aside: true }) };
}

/**
 * What an e-mail says, with the words of what is attached to it; nothing is run. It may take long and much memory: a process that does
 * anything else runs it in a thread.
 * @param servers see isSenderProved
 */
export async function readMail(
  body: Uint8Array,
  now: Date,
  port: DocumentsPort,
  servers: readonly string[] = [],
): Promise<MailRead> {
  const bytes = Buffer.from(body);
  const opened = await openedMail(bytes);
  if (opened === null) return { fault: UNREADABLE };
  return readOpened(opened, nameOfMail(bytes), now, port, isSenderProved(opened.mail, servers));
}

/** The same of a mail that Outlook saved: what it says of its way here anybody could have written. */
export async function readOutlookMail(body: Uint8Array, now: Date, port: DocumentsPort): Promise<MailRead> {
  const bytes = Buffer.from(body);
  const opened = await outlookMail(bytes);
  if (opened === null) return { fault: NO_OUTLOOK_MAIL };
  return readOpened(opened, nameOfOutlook(opened, bytes), now, port, false);
}

async function readOpened(
  opened: OpenedMail,
  named: Named,
  now: Date,
  port: DocumentsPort,
  proved: boolean,
): Promise<MailRead> {
  const read = await readWords(opened, named, now, port, proved);
  if ('fault' in read || opened.mails.length < 2) return read;
  const { sender, recipients } = read.free;
  const mails: FreeText[] = [];
  for (const one of opened.mails) {
    // A draft that was saved names no sender; whoever sends it on does.
    const mail =
      mailboxOf(one.mail.from) === null
        ? { ...one.mail, ...(opened.mail.from && { from: opened.mail.from }) }
        : one.mail;
    const words = await readWords({ ...one, mail }, one, now, port, false);
    if ('fault' in words) continue;
    const text = forwarded(one.mail, one.text);
    // Named for whoever sends it on: nobody changes somebody else's registration by attaching its mail.
    const name = `${sender}\n${one.digest}`;
    mails.push({ ...words.free, name, text, sender, recipients, answers: null });
  }
  return { ...read, several: { own: { ...read.free, text: opened.ownText }, mails } };
}

interface Named {
  messageId: string | null;
  digest: string;
}

async function readWords(
  { mail, text, files, leftOut, encoding }: OpenedMail,
  named: Named,
  now: Date,
  port: DocumentsPort,
  proved: boolean,
): Promise<MailWords | { fault: Fault; aside?: true }> {
  const automatic = automaticKind(mail);
  if (automatic !== null && automatic !== 'unclear')
    return { fault: automaticMail(automatic, IF_A_REGISTRATION), aside: true };
  const sender = mailboxOf(mail.from);
  if (sender === null) return { fault: UNREADABLE };
  const found = await attached(files.slice(0, MOST_ATTACHMENTS), port);
  const { described, documents, forms, tables } = found;
  const nothing = nothingRead(text, found);
  const free: FreeText = {
    source: 'email',
    name: named.messageId ?? named.digest,
    ...{ sha256: named.digest, text, sender },
    subject: mail.subject?.slice(0, 500) ?? null,
    writtenOn: writtenOn(mail, now),
    recipients: recipientsOf(mail),
    partnerId: partnerIn(text),
    attachments: described,
    ...{ documents, forms, proved },
    problems: problemsOf(found, leftOut || files.length > MOST_ATTACHMENTS, encoding),
    answers: mailAnswer(mail, text, proved) ?? null,
    ...(nothing && { nothing }),
    ...(automatic && { automatic }),
  };
  return { free, tables };
}

const NO_OUTLOOK_MAIL: Fault = {
  code: 'malformed_mail',
  title: 'The file is no mail that Outlook has saved, or a damaged one.',
  field: null,
  fix: 'Save the message again, as .eml or as text.',
};

const UNREADABLE: Fault = {
  code: 'malformed_mail',
  title: 'The message is no readable e-mail with a sender.',
  field: null,
  fix: 'Send the original message as .eml with its From line.',
};

function problemsOf(
  { problems }: Attached,
  leftOut: boolean,
  encoding: OpenedMail['encoding'],
): DealProblem[] {
  return [...problems, ...(leftOut ? [LEFT_OUT] : []), ...ENCODING[encoding]];
}

const ENCODING: Readonly<Record<OpenedMail['encoding'], readonly DealProblem[]>> = {
  declared: [],
  guessed: [
    {
      code: 'encoding_guessed',
      field: null,
      title: 'The encoding of the mail is not the one that it names; it was found from its characters.',
    },
  ],
  open: [
    {
      code: 'encoding_open',
      field: null,
      title: 'The mail is not in the encoding that it names, and its letters can be read in several ways.',
    },
  ],
};

const LEFT_OUT: DealProblem = {
  code: 'attachments_left_out',
  field: null,
  title: `Only the first ${MOST_ATTACHMENTS} files are listed.`,
};

/** The day of the Date line where its sender was, unless it lies in the future: it anchors `next month`. */
function writtenOn({ headers }: Email, now: Date): string | null {
  const date = headers.find(({ key }) => key === 'date')?.value.slice(0, LONGEST_DATE) ?? '';
  const at = Date.parse(date);
  if (Number.isNaN(at) || at > now.getTime() + 86_400_000) return null;
  const [, sign, hours = '0', minutes = '0'] = /([+-])(\d\d)(\d\d)(?!\d)/.exec(date) ?? [];
  const ahead = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60_000 : 60_000);
  return new Date(at + ahead).toISOString().slice(0, 10);
}

/** RFC 5322, 3.3, with a zone's name behind it. */
const LONGEST_DATE = 80;
