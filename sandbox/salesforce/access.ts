import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { SALESFORCE_OBJECTS } from './objects.ts';
import { SalesforceRefusal } from './rows.ts';

export interface SalesforceApp {
  clientId: string;
  clientSecret: string;
  /** `Account:read`, `Account:write`, `Account:delete` …; `*` for everything. */
  scopes: string[];
}

const SCOPES = Object.keys(SALESFORCE_OBJECTS).flatMap((name) => [
  `${name}:read`,
  `${name}:write`,
  `${name}:delete`,
]);

export const SALESFORCE_APPS: SalesforceApp[] = [
  { clientId: 'sandbox-crm', clientSecret: 'sandbox-secret', scopes: SCOPES },
  {
    clientId: 'sandbox-crm-read-only',
    clientSecret: 'sandbox-secret',
    scopes: SCOPES.filter((scope) => scope.endsWith(':read')),
  },
];

/** The user of the n-th app. */
const userOf = (app: number) => `005qd00000000${String(app).padStart(2, '0')}AAA`;

/** Sign-in, sessions, the daily limit and permissions. Sessions do not survive a restart: an org may end them at any time. */
export function createAccess(app: FastifyInstance, apps: SalesforceApp[], limit: number) {
  const sessions = new Map<string, number>();
  let used = 0;

  app.post('/services/oauth2/token', async (request, reply) => {
    const form = new URLSearchParams(String(request.body));
    const index = apps.findIndex((each) => each.clientId === form.get('client_id'));
    if (form.get('grant_type') !== 'client_credentials')
      return reply
        .code(400)
        .send({ error: 'unsupported_grant_type', error_description: 'grant type not supported' });
    if (index < 0 || apps[index]?.clientSecret !== form.get('client_secret'))
      return reply
        .code(400)
        .send({ error: 'invalid_client', error_description: 'invalid client credentials' });
    const token = `00Dqd0000000001!${randomBytes(24).toString('hex')}`;
    sessions.set(token, index);
    const instance = `http://${request.headers.host}`;
    return {
      access_token: token,
      instance_url: instance,
      token_type: 'Bearer',
      id: `${instance}/id/00Dqd0000000001AAA/${userOf(index)}`,
    };
  });

  /** Session, daily limit and permission, in the order in which the org looks at them. Answers the user. */
  function allow(
    request: FastifyRequest,
    reply: FastifyReply,
    object: string,
    verb: 'read' | 'write' | 'delete',
  ): string {
    const index = sessions.get(/^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '');
    if (index === undefined)
      throw new SalesforceRefusal(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
    used += 1;
    reply.header('sforce-limit-info', `api-usage=${Math.min(used, limit)}/${limit}`);
    // No 429 and no Retry-After: the limit is a rolling day.
    if (used > limit)
      throw new SalesforceRefusal(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
    if (!apps[index]?.scopes.some((scope) => scope === '*' || scope === `${object}:${verb}`))
      throw new SalesforceRefusal(
        403,
        'INSUFFICIENT_ACCESS_OR_READONLY',
        'insufficient access rights on object',
      );
    return userOf(index);
  }

  return {
    allow,
    reset() {
      sessions.clear();
      used = 0;
    },
  };
}
