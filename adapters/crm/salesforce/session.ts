import {
  salesforceErrors,
  salesforceToken,
  salesforceTokenError,
} from '../../../contracts/vendors/salesforce.ts';
import { type Access, type Credentials, signedInAccess } from '../../access.ts';
import { askForToken, signInFault } from '../../client-credentials.ts';
import { type Call, VendorFault } from '../../ports/call.ts';
import { plainCode } from '../../vendor-words.ts';
import { faultOf, LIMIT_EXCEEDED } from './faults.ts';

/** A session asks the instance that the sign-in names. */
export interface Session extends Credentials {
  /** First 15 characters of the id of the user we run as: the part that 15 and 18 character ids share. */
  userId: string;
}

interface Account {
  loginUrl: string;
  clientId: string;
  clientSecret: string;
}

/** OAuth 2.0 client credentials. A token lives until the org ends it. */
export const salesforceSessions = (account: Account): Access<Session> =>
  signedInAccess(async (call) => ({ proof: await signIn(account, call) }));

async function signIn({ loginUrl, clientId, clientSecret }: Account, call: Call): Promise<Session> {
  const tokenUrl = `${loginUrl}/services/oauth2/token`;
  const answer = await askForToken({ vendor: 'salesforce', tokenUrl, clientId, clientSecret }, call);
  const token = salesforceToken.safeParse(answer.json);
  if (answer.status === 200 && token.success)
    return {
      base: token.data.instance_url.replace(/(?<!\/)\/+$/, ''),
      headers: { authorization: `Bearer ${token.data.access_token}` },
      userId: (token.data.id.split('/').at(-1) ?? '').slice(0, 15),
    };
  // The org's limit of calls, which says nothing of the credentials.
  if (salesforceErrors.safeParse(answer.json).data?.[0]?.errorCode === LIMIT_EXCEEDED)
    throw faultOf(answer, 'the sign-in');
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
