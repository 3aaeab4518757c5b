import { oauthToken } from '../contracts/vendors/oauth-token.ts';
import { askForToken, type OAuthClient, signInFault } from './client-credentials.ts';
import { type Call, VendorFault } from './ports/call.ts';

/** Where a vendor is asked, and what proves who we are. */
export interface Credentials {
  /** What a path is appended to. */
  base: string;
  headers: Record<string, string>;
}

/** How we come by a proof. */
export interface Access<P extends Credentials = Credentials> {
  current(call: Call): Promise<P>;
  /** Forgets a proof that was refused, unless it was replaced already. Answers whether another attempt may help. */
  drop(refused: P): boolean;
}

/** A key that does not change. */
export const fixedAccess = (base: string, headers: Record<string, string>): Access => ({
  current: async () => ({ base, headers }),
  drop: () => false,
});

/** A user with a password, or a pair of keys. */
export const basicAccess = (base: string, user: string, secret: string): Access =>
  fixedAccess(base, { authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}` });

/** A proof that a sign-in gives: one for all callers until it ends or is refused. @param signIn answers until when it is good */
export function signedInAccess<P extends Credentials>(
  signIn: (call: Call) => Promise<{ proof: P; until?: number }>,
  now: () => number = Date.now,
): Access<P> {
  type Held = { proof: P; until?: number };
  let held: Held | undefined;
  let pending: Promise<Held> | undefined;
  return {
    async current(call) {
      if (held && now() < (held.until ?? Number.POSITIVE_INFINITY)) return held.proof;
      pending ??= signIn(call).finally(() => {
        pending = undefined;
      });
      held = await pending;
      return held.proof;
    },
    drop(refused) {
      if (held?.proof === refused) held = undefined;
      return true;
    },
  };
}

/** OAuth 2.0 client credentials, with the token as a bearer. */
export const clientAccess = (base: string, client: OAuthClient, now: () => number = Date.now): Access =>
  signedInAccess((call) => signIn(base, client, now, call), now);

/** Asked for anew so long before its end. */
const EARLY_MS = 60_000;

async function signIn(base: string, client: OAuthClient, now: () => number, call: Call) {
  const answer = await askForToken(client, call);
  const token = oauthToken.safeParse(answer.json);
  if (answer.status === 200 && token.success) {
    const { access_token, expires_in = 3_600 } = token.data;
    const headers = { authorization: `Bearer ${access_token}` };
    return { proof: { base, headers }, until: now() + expires_in * 1_000 - EARLY_MS };
  }
  throw new VendorFault({
    vendor: client.vendor,
    kind: signInFault(answer.status),
    status: answer.status,
    message: `HTTP ${answer.status} at sign-in; check clientId, clientSecret and the address of the sign-in`,
    certainlyNotLanded: true,
  });
}
