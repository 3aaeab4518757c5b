import { salesforceToken, salesforceTokenError } from '../../../contracts/vendors/salesforce.ts';
import { exchange, faultKind } from '../../http.ts';
import { type Call, VendorFault } from '../../ports/call.ts';
import { plainCode } from '../../vendor-words.ts';

export interface Session {
  token: string;
  instance: string;
  /** First 15 characters of the id of the user we run as: the part that 15 and 18 character ids share. */
  userId: string;
}

export interface Sessions {
  current(call: Call): Promise<Session>;
  /** Forgets a session that was refused, unless it was replaced already. */
  drop(refused: Session): void;
}

/** OAuth 2.0 client credentials; one token for all callers until the API refuses it. */
export function salesforceSessions(account: {
  loginUrl: string;
  clientId: string;
  clientSecret: string;
}): Sessions {
  let session: Session | undefined;
  let pending: Promise<Session> | undefined;
  return {
    async current(call) {
      if (session) return session;
      pending ??= signIn(account, call).finally(() => {
        pending = undefined;
      });
      session = await pending;
      return session;
    },
    drop(refused) {
      if (session === refused) session = undefined;
    },
  };
}

async function signIn(
  account: { loginUrl: string; clientId: string; clientSecret: string },
  call: Call,
): Promise<Session> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: account.clientId,
    client_secret: account.clientSecret,
  });
  const answer = await exchange(
    {
      vendor: 'salesforce',
      method: 'POST',
      url: `${account.loginUrl}/services/oauth2/token`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: form.toString(),
    },
    call,
  ).catch((error: unknown) => {
    if (!(error instanceof VendorFault)) throw error;
    throw new VendorFault({
      vendor: 'salesforce',
      kind: error.kind,
      message: 'no answer to the sign-in',
      ...(error.code === undefined ? {} : { code: error.code }),
      // Whatever became of the sign-in, the request it was for was never sent.
      certainlyNotLanded: true,
    });
  });
  const token = salesforceToken.safeParse(answer.json);
  if (answer.status === 200 && token.success)
    return {
      token: token.data.access_token,
      instance: token.data.instance_url.replace(/(?<!\/)\/+$/, ''),
      userId: (token.data.id.split('/').at(-1) ?? '').slice(0, 15),
    };
  const code = plainCode(salesforceTokenError.safeParse(answer.json).data?.error);
  // A refused client is answered with 400; anything below 500 is a matter of credentials or of the host.
  const kind = answer.status === 429 || answer.status >= 500 ? faultKind(answer.status) : 'auth';
  throw new VendorFault({
    vendor: 'salesforce',
    kind,
    status: answer.status,
    message: `HTTP ${answer.status}${code ? `, ${code}` : ''} at sign-in; check loginUrl (My Domain), clientId, clientSecret and the run-as user`,
    certainlyNotLanded: true,
    ...(code === undefined ? {} : { code }),
  });
}
