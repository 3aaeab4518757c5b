import { salesforceToken, salesforceTokenError } from '../../../contracts/vendors/salesforce.ts';
import { askForToken, signInFault } from '../../client-credentials.ts';
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
  const { loginUrl, clientId, clientSecret } = account;
  const tokenUrl = `${loginUrl}/services/oauth2/token`;
  const answer = await askForToken({ vendor: 'salesforce', tokenUrl, clientId, clientSecret }, call);
  const token = salesforceToken.safeParse(answer.json);
  if (answer.status === 200 && token.success)
    return {
      token: token.data.access_token,
      instance: token.data.instance_url.replace(/(?<!\/)\/+$/, ''),
      userId: (token.data.id.split('/').at(-1) ?? '').slice(0, 15),
    };
  const code = plainCode(salesforceTokenError.safeParse(answer.json).data?.error);
  throw new VendorFault({
    vendor: 'salesforce',
    kind: signInFault(answer.status),
    status: answer.status,
    message: `HTTP ${answer.status}${code ? `, ${code}` : ''} at sign-in; check loginUrl (My Domain), clientId, clientSecret and the run-as user`,
    certainlyNotLanded: true,
    ...(code === undefined ? {} : { code }),
  });
}
