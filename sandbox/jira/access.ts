import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';

export interface JiraAccount {
  accountId: string;
  displayName: string;
  email: string;
  apiToken: string;
  /** Of a service account, which signs in with these and is known on the gateway only. */
  clientId?: string;
  clientSecret?: string;
  /** Of `read` and `write`. */
  may: string[];
}

export const JIRA_ACCOUNTS: JiraAccount[] = [
  {
    accountId: '5b10a2844c20165700ede21g',
    displayName: 'Quarterdeck',
    email: 'quarterdeck@acme.example',
    apiToken: 'sandbox-jira-token',
    clientId: 'sandbox-jira',
    clientSecret: 'sandbox-jira-secret',
    may: ['read', 'write'],
  },
  {
    accountId: '5b10a2844c20165700ede22h',
    displayName: 'Reader',
    email: 'reader@acme.example',
    apiToken: 'sandbox-jira-read-only',
    may: ['read'],
  },
];

/** Who asks: Basic everywhere, a token of a sign-in on the gateway only. */
export function createAccess(app: FastifyInstance, accounts: readonly JiraAccount[]) {
  const tokens = new Map<string, JiraAccount>();
  app.post('/oauth/token', async (request, reply) => {
    const form = new URLSearchParams(String(request.body));
    const account = accounts.find(
      ({ clientId }) => clientId !== undefined && clientId === form.get('client_id'),
    );
    if (
      form.get('grant_type') !== 'client_credentials' ||
      account?.clientSecret !== form.get('client_secret')
    )
      return reply.code(401).send({ error: 'access_denied', error_description: 'Unauthorized' });
    const token = randomBytes(24).toString('hex');
    tokens.set(token, account as JiraAccount);
    return { access_token: token, expires_in: 3_600, token_type: 'Bearer' };
  });

  return {
    /** Undefined: 401. */
    of({ headers, url }: FastifyRequest): JiraAccount | undefined {
      const [kind, value = ''] = (headers.authorization ?? '').split(' ');
      if (kind === 'Bearer') return url.startsWith('/ex/jira/') ? tokens.get(value) : undefined;
      const [email, apiToken] = Buffer.from(value, 'base64').toString().split(':');
      return accounts.find((each) => each.email === email && each.apiToken === apiToken);
    },
    reset: () => tokens.clear(),
  };
}
