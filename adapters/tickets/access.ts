import { oauthToken } from '../../contracts/vendors/oauth-token.ts';
import { exchange, faultKind } from '../http.ts';
import { type Call, VendorFault } from '../ports/call.ts';

/** How we prove who we are. */
export interface TicketAccess {
  /** The Authorization header. */
  header(call: Call): Promise<string>;
  /** Forgets a token that was refused, unless it was replaced already. Answers whether another attempt may help. */
  drop(header: string): boolean;
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

export interface OAuthClient {
  vendor: string;
  clientId: string;
  clientSecret: string;
  tokenUrl: string;
}

/** Asked for anew so long before its end. */
const EARLY_MS = 60_000;

async function signIn(
  { vendor, clientId, clientSecret, tokenUrl }: OAuthClient,
  now: () => number,
  call: Call,
) {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
  });
  const answer = await exchange(
    {
      vendor,
      method: 'POST',
      url: tokenUrl,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: form.toString(),
    },
    call,
  ).catch((error: unknown) => {
    if (!(error instanceof VendorFault)) throw error;
    // Whatever became of the sign-in, the request it was for was never sent.
    throw new VendorFault({
      vendor,
      kind: error.kind,
      message: 'no answer to the sign-in',
      certainlyNotLanded: true,
    });
  });
  const token = oauthToken.safeParse(answer.json);
  if (answer.status === 200 && token.success) {
    const { access_token, expires_in = 3_600 } = token.data;
    return { header: `Bearer ${access_token}`, until: now() + expires_in * 1_000 - EARLY_MS };
  }
  const kind = answer.status === 429 || answer.status >= 500 ? faultKind(answer.status) : 'auth';
  throw new VendorFault({
    vendor,
    kind,
    status: answer.status,
    message: `HTTP ${answer.status} at sign-in; check clientId, clientSecret and the address of the sign-in`,
    certainlyNotLanded: true,
  });
}
