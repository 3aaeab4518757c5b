import { z } from 'zod';
import { type Call, VendorFault } from '../../ports/call.ts';
import type { MessagePlace, SlackClient } from './client.ts';

/** A message's name for the ledger. */
export const idOf = ({ channel, ts }: MessagePlace): string => `${channel}/${ts}`;

/** @param id as idOf made it @throws VendorFault `rejected` when it names no message */
export function messagePlaceOf(id: string): MessagePlace {
  const [, channel, ts] = /^([A-Z0-9]{2,40})\/(\d{1,20}\.\d{1,10})$/.exec(id) ?? [];
  if (channel !== undefined && ts !== undefined) return { channel, ts };
  throw refused('NO_SLACK_MESSAGE', 'what is to be replaced is no message of Slack');
}

/**
 * The member whom an address means. Slack takes a member in the place of the conversation with them to write to, not to read from.
 * @param to a member id, or the e-mail address under which the workspace knows the person
 * @throws VendorFault `not_found` when the workspace knows nobody there, `rejected` when it is neither
 */
export async function memberAt(slack: SlackClient, to: string, call: Call): Promise<string> {
  if (/^[UW][A-Z0-9]{2,20}$/.test(to)) return to;
  if (z.email().safeParse(to).success) return slack.userByEmail(to, call);
  throw refused(
    'NO_SLACK_ADDRESS',
    'this is neither a member id (U…) nor an e-mail address; correct reach in policy/people.yaml',
  );
}

const refused = (code: string, message: string) =>
  new VendorFault({ vendor: 'slack', kind: 'rejected', code, message, certainlyNotLanded: true });
