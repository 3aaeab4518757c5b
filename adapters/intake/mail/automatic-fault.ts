import type { Fault } from '../../../contracts/problem.ts';
import type { AutomaticKind } from './automatic.ts';

const TITLES: Readonly<Record<AutomaticKind, string>> = {
  absence: 'The mail is an absence note.',
  automatic_reply: 'The mail is an automatic answer.',
  calendar_answer: 'The mail answers or cancels an appointment.',
  delivery_report: 'The mail reports on the delivery of another one.',
  read_receipt: 'The mail confirms that another one was read.',
  unclear: 'A program sent the mail, and its text states nothing that is taken in.',
};

/** Why a mail is set aside. */
export function automaticMail(kind: AutomaticKind, fix: string): Fault {
  return { code: `automatic_mail_${kind}`, title: TITLES[kind], field: null, fix };
}
