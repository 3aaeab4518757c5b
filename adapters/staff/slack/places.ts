import { z } from 'zod';
import { type Call, VendorFault } from '../../ports/call.ts';
import type { Place, SlackClient } from './client.ts';

/** A message's name for the ledger. */
export const idOf = ({ channel, ts }: Place): string => `${channel}/${ts}`;

/** @param id as idOf made it @throws VendorFault `rejected` when it names no message */
export function placeOf(id: string): Place {
  const [, channel, ts] = /^([A-Z0-9]{2,40})\/(\d{1,20}\.\d{1,10})$/.exec(id) ?? [];
  if (channel !== undefined && ts !== undefined) return { channel, ts };
  throw refused('NO_SLACK_MESSAGE', 'what is to be replaced is no message of Slack');
}

/**
 * The conversation with a person.
 * @param to their member id, or the e-mail address under which the workspace knows them
 * @throws VendorFault `not_found` when the workspace knows nobody there, `rejected` when it is neither
 */
export async function conversationWith(slack: SlackClient, to: string, call: Call): Promise<string> {
  if (/^[UW][A-Z0-9]{2,20}$/.test(to)) return slack.conversationWith(to, call);
  if (z.email().safeParse(to).success) return slack.conversationWith(await slack.userByEmail(to, call), call);
  throw refused(
    'NO_SLACK_ADDRESS',
    'this is neither a member id (U…) nor an e-mail address; correct reach in policy/people.yaml',
  );
}

const refused = (code: string, message: string) =>
  new VendorFault({ vendor: 'slack', kind: 'rejected', code, message, certainlyNotLanded: true });
