import { SlackRefusal } from './workspace.ts';

export interface SlackToken {
  token: string;
  scopes: string[];
}

export const SLACK_TOKENS: SlackToken[] = [
  {
    token: 'xoxb-sandbox',
    scopes: ['chat:write', 'im:write', 'im:history', 'users:read', 'users:read.email'],
  },
  { token: 'xoxb-sandbox-post-only', scopes: ['chat:write'] },
];

/** What each method needs; all conversations are direct ones. */
const NEEDED: Record<string, string> = {
  'conversations.history': 'im:history',
  'chat.postMessage': 'chat:write',
  'chat.update': 'chat:write',
  'conversations.open': 'im:write',
  'users.lookupByEmail': 'users:read.email',
};
/** The scopes of who calls. @throws SlackRefusal, as the method answers it */
export function scopesOf(tokens: SlackToken[], authorization: string | undefined): string[] {
  if (authorization === undefined) throw new SlackRefusal('not_authed');
  const found = tokens.find(({ token }) => authorization === `Bearer ${token}`);
  if (!found) throw new SlackRefusal('invalid_auth');
  return found.scopes;
}

/** Scope that a call needs and the token lacks; null when it may. */
export function lacking(scopes: string[], method: string): string | null {
  const needed = NEEDED[method];
  return needed === undefined || scopes.includes(needed) ? null : needed;
}
