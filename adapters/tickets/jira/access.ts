import { jiraToken } from '../../../contracts/vendors/jira.ts';
import { exchange, faultKind } from '../../http.ts';
import { type Call, VendorFault } from '../../ports/call.ts';

/** How we prove who we are. */
export interface JiraAccess {
  /** The Authorization header. */
  header(call: Call): Promise<string>;
  /** Forgets a token that was refused, unless it was replaced already. Answers whether another attempt may help. */
  drop(header: string): boolean;
}

/** An API token of an account: Basic, on the site's own address or on the gateway. */
export function basicAccess({ email, apiToken }: { email: string; apiToken: string }): JiraAccess {
  const header = `Basic ${Buffer.from(`${email}:${apiToken}`).toString('base64')}`;
  return { header: async () => header, drop: () => false };
}

/** A service account with OAuth 2.0 client credentials; one token for all callers until it ends. */
export function clientAccess(
  account: { clientId: string; clientSecret: string; tokenUrl: string },
  now: () => number = Date.now,
): JiraAccess {
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

async function signIn(
  { clientId, clientSecret, tokenUrl }: { clientId: string; clientSecret: string; tokenUrl: string },
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
      vendor: 'jira',
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
      vendor: 'jira',
      kind: error.kind,
      message: 'no answer to the sign-in',
      certainlyNotLanded: true,
    });
  });
  const token = jiraToken.safeParse(answer.json);
  if (answer.status === 200 && token.success) {
    const { access_token, expires_in = 3_600 } = token.data;
    return { header: `Bearer ${access_token}`, until: now() + expires_in * 1_000 - EARLY_MS };
  }
  const kind = answer.status === 429 || answer.status >= 500 ? faultKind(answer.status) : 'auth';
  throw new VendorFault({
    vendor: 'jira',
    kind,
    status: answer.status,
    message: `HTTP ${answer.status} at sign-in; check clientId, clientSecret and tokenUrl`,
    certainlyNotLanded: true,
  });
}
