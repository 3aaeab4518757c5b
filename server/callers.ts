import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { type Fault, problemOf } from '../contracts/problem.ts';
import type { ServerConfiguration } from '../contracts/server-configuration.ts';
import { digest } from './webhook-signature.ts';

/**
 * Who calls, by the API key that a request carries as a bearer token.
 * @returns a function that answers the key's name; null without a valid one, and always where no keys are set up
 */
export function callers({
  QUARTERDECK_API_KEYS,
}: Pick<ServerConfiguration, 'QUARTERDECK_API_KEYS'>): (request: FastifyRequest) => string | null {
  const keys = Object.entries(QUARTERDECK_API_KEYS).map(([name, key]) => ({ name, digest: digest(key) }));
  return ({ headers }) => {
    const given = digest(/^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? '');
    return keys.filter((key) => timingSafeEqual(key.digest, given)).map((key) => key.name)[0] ?? null;
  };
}

const noKey: Fault = {
  code: 'no_api_key',
  title: 'The request carries no valid API key.',
  field: 'authorization',
  fix: 'Send `Authorization: Bearer <key>` with a key of QUARTERDECK_API_KEYS.',
};

/** What who has no key is answered, with `WWW-Authenticate: Bearer`. */
export const unknownCaller = problemOf(401, [noKey]);
