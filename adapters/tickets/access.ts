import { oauthToken } from '../../contracts/vendors/oauth-token.ts';
import { askForToken, type OAuthClient, signInFault } from '../client-credentials.ts';
import type { Exchange } from '../http.ts';
import { type Call, VendorFault } from '../ports/call.ts';

/** How we prove who we are. */
export interface TicketAccess {
  /** The Authorization header. */
  header(call: Call): Promise<string>;
  /** Forgets a token that was refused, unless it was replaced already. Answers whether another attempt may help. */
  drop(header: string): boolean;
}

/** Sends a request with our proof. A 401 did nothing, so the same request may follow once with a new token. */
export async function askedWith(
  access: TicketAccess,
  once: (authorization: string) => Promise<Exchange>,
  call: Call,
): Promise<Exchange> {
  const header = await access.header(call);
  const answer = await once(header);
  return answer.status === 401 && access.drop(header) ? once(await access.header(call)) : answer;
}

/** A user with a password or an API token. */
export function basicAccess(user: string, secret: string): TicketAccess {
  const header = `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;
  return { header: async () => header, drop: () => false };
}

/** OAuth 2.0 client credentials; one token for all callers until it ends. */
export function clientAccess(account: OAuthClient, now: () => number = Date.now): TicketAccess {
  let current: { header: string; until: number } | undefined;
  let pending: Promise<{ header: string; until: number }> | undefined;
  return {
    async header(call) {
      if (current && now() < current.until) return current.header;
      pending ??= signIn(account, now, call).finally(() => {
        pending = undefined;
      });
      current = await pending;
      return current.header;
    },
    drop(header) {
      if (current?.header === header) current = undefined;
      return true;
    },
  };
}

/** Asked for anew so long before its end. */
const EARLY_MS = 60_000;

async function signIn(account: OAuthClient, now: () => number, call: Call) {
  const answer = await askForToken(account, call);
  const token = oauthToken.safeParse(answer.json);
  if (answer.status === 200 && token.success) {
    const { access_token, expires_in = 3_600 } = token.data;
    return { header: `Bearer ${access_token}`, until: now() + expires_in * 1_000 - EARLY_MS };
  }
  throw new VendorFault({
    vendor: account.vendor,
    kind: signInFault(answer.status),
    status: answer.status,
    message: `HTTP ${answer.status} at sign-in; check clientId, clientSecret and the address of the sign-in`,
    certainlyNotLanded: true,
  });
}
