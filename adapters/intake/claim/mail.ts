import type { Fault } from '../../../contracts/problem.ts';
import type { ClaimProblem } from '../../../domain/claim/received-claim.ts';
import { mailboxOf } from '../mail/address.ts';
import { automaticKind } from '../mail/automatic.ts';
import { automaticMail } from '../mail/automatic-fault.ts';
import { type MailFile, nameOfOutlook, openedMail, outlookMail } from '../mail/opened.ts';
import type { Sent } from '../mail/owner.ts';
import { isSenderProved } from '../mail/sender-proof.ts';
import { type MailAnswer, mailAnswer } from '../mail-answers.ts';
import { nameOfMail } from '../message-id.ts';
import { OUTLOOK, RECEIVED_MAIL } from '../parse.ts';
import type { Bundle, BundleFile } from './bundle.ts';
import { claimOfWords } from './words.ts';

/** What came around a mail's claims. Plain JSON. */
export interface ClaimMail extends Sent {
  sender: string;
  proved: boolean;
  /** Its Message-ID, or the hash of its bytes. */
  name: string;
  /** SHA-256 of what its sender wrote, hex. */
  digest: string;
  /** What it may answer. */
  answers: MailAnswer | null;
  problems: ClaimProblem[];
}

/** `aside`: it wants no answer, and is only kept to be looked up. */
export type MailBundle = { mail: ClaimMail; bundle: Bundle } | { fault: Fault; aside?: true };

const MOST_FILES = 50;

/**
 * The words and files of a mail. Files within the text are its documents, too, where they are larger than a logo: phones put photographs there.
 * @param servers see isSenderProved; only a received mail can say what they wrote
 */
export async function bundleOfMail(
  form: 'message/rfc822' | typeof RECEIVED_MAIL | typeof OUTLOOK,
  body: Uint8Array,
  servers: readonly string[],
): Promise<MailBundle> {
  const bytes = Buffer.from(body);
  const opened = form === OUTLOOK ? await outlookMail(bytes) : await openedMail(bytes);
  const sender = opened && mailboxOf(opened.mail.from);
  if (!opened || sender === null) return { fault: UNREADABLE };
  const { mail, text, ownText, mails, encoding } = opened;
  const subject = mail.subject?.slice(0, 500) ?? null;
  // What somebody forwards states a claim only where they state none themselves: receipts have labels, too.
  const words = claimOfWords(ownText, subject) === null ? text : ownText;
  const files = [...opened.files.filter(isDocument), ...mails.map(({ file }) => file)];
  const automatic = automaticKind(mail);
  const isAside =
    automatic === 'unclear'
      ? claimOfWords(words, subject) === null && files.length === 0
      : automatic !== null;
  if (automatic !== null && isAside) return { fault: automaticMail(automatic, IF_A_CLAIM), aside: true };
  const named = form === OUTLOOK ? nameOfOutlook(opened, bytes) : nameOfMail(bytes);
  const proved = form === RECEIVED_MAIL && isSenderProved(mail, servers);
  const answers = mailAnswer(mail, text, proved) ?? null;
  return {
    mail: {
      ...{ source: 'email', sender, proved, partnerId: null },
      name: named.messageId ?? named.digest,
      digest: named.digest,
      answers,
      problems: [
        ...(opened.leftOut || files.length > MOST_FILES ? [LEFT_OUT] : []),
        ...(encoding === 'declared' ? [] : [GUESSED]),
      ],
    },
    bundle: {
      ...{ words, subject, body },
      files: files.slice(0, MOST_FILES).map(bundleFile),
      mayAnswer: answers !== null && (answers.words !== '' || files.length > 0),
    },
  };
}

/** A logo below a signature; a photograph of a receipt is larger. */
const MOST_LOGO = 50_000;
const PICTURE = /^image\//;

function isDocument({ type, bytes, aside, name }: MailFile): boolean {
  const isPicture = PICTURE.test(type) || /\.(?:png|jpe?g|gif|webp|bmp|svg|ico)$/i.test(name ?? '');
  return isPicture ? bytes.length > MOST_LOGO || (!aside && name !== null) : !aside;
}

function bundleFile({ name, type, bytes }: MailFile, at: number): BundleFile {
  return { name: name ?? `file-${at + 1}`, type, bytes };
}

const UNREADABLE: Fault = {
  code: 'malformed_mail',
  title: 'The message is no readable e-mail with a sender.',
  field: null,
  fix: 'Send the original message as .eml with its From line.',
};

const IF_A_CLAIM =
  'If it claims something all the same, save its text and files in a ZIP, and send that in: quarterdeck cases submit FILE.zip --lifecycle claim';

const LEFT_OUT: ClaimProblem = {
  code: 'documents_left_out',
  field: 'documents',
  title: `Only the first ${MOST_FILES} files of the mail were taken`,
};

const GUESSED: ClaimProblem = {
  code: 'encoding_guessed',
  field: null,
  title: 'The mail is not in the encoding that it names, and its letters were read in the one that fits',
};
