import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Fault, problemOf } from '../contracts/problem.ts';
import type { ServerConfiguration } from '../contracts/server-configuration.ts';
import { sendProblem } from './problems.ts';

/** Asked by machines under whatever name a container has; they say nothing but whether we run. */
export const PROBES: readonly string[] = ['/healthz', '/readyz'];

/** Names of this machine that no name server can point elsewhere. */
const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Refuses what a web page of somebody else can make a browser send: requests under another name than ours (DNS rebinding), requests
 * with another page's Origin, and bodies of the types that a form can send to the API without asking first (WHATWG Fetch, "CORS-safelisted
 * request-header"). Webhooks may have any type: they carry a proof that no page has.
 */
export function refuseForeign(
  app: FastifyInstance,
  {
    QUARTERDECK_URL,
    QUARTERDECK_TEMPORAL_UI,
  }: Pick<ServerConfiguration, 'QUARTERDECK_URL' | 'QUARTERDECK_TEMPORAL_UI'>,
): void {
  const own = new URL(QUARTERDECK_URL);
  const ui = QUARTERDECK_TEMPORAL_UI ? new URL(QUARTERDECK_TEMPORAL_UI).origin : null;
  const hosts = [...LOOPBACK, own.hostname];
  app.addHook('onRequest', async (request, reply) => {
    if (PROBES.includes(request.url)) return;
    const { host, origin } = request.headers;
    if (!saysOneHost(request) || !hosts.includes(nameIn(host)))
      return sendProblem(reply, problemOf(421, [otherHost]));
    const ours = [own.origin, `http://${host}`, ...(request.url.startsWith('/codec/') && ui ? [ui] : [])];
    if (origin !== undefined && !ours.includes(origin))
      return sendProblem(reply, problemOf(403, [otherOrigin]));
    if (takesJson(request) && !isJson(request.headers['content-type']))
      return sendProblem(reply, problemOf(415, [noJson]));
  });
}

/**
 * Whether a request names a host once, in its header: one with a second header, or with a whole address in place of the path, could be
 * taken for another here than by what stands before this server (RFC 9112, 3.2).
 */
function saysOneHost({ url, raw }: FastifyRequest): boolean {
  const names = raw.rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  return url.startsWith('/') && names.filter((name) => name === 'host').length === 1;
}

/**
 * The name of a Host header, without its port, in lower case; empty for what is no such header (RFC 9110, 7.2). It is taken as it was sent: a
 * parser of addresses would drop a user's name or a path, and read other spellings of a number as an address of this machine.
 */
function nameIn(host: string | undefined): string {
  return /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{0,5})?$/i.exec(host ?? '')?.[1]?.toLowerCase() ?? '';
}

function takesJson({ method, url }: FastifyRequest): boolean {
  return method === 'POST' && (url.startsWith('/api/') || url.startsWith('/codec/'));
}

function isJson(type: string | undefined): boolean {
  return /^application\/(?:[a-z0-9.+-]+\+)?json\s{0,9}(?:;|$)/i.test(type ?? '');
}

const otherHost: Fault = {
  code: 'other_host',
  title: 'This server is not reached under that name.',
  field: 'host',
  fix: 'Use the address in QUARTERDECK_URL, or set it to the address by which others reach this server.',
};

const otherOrigin: Fault = {
  code: 'other_origin',
  title: 'Pages of other sites may not ask this server.',
  field: 'origin',
  fix: 'Send the request from a program, or from a page under QUARTERDECK_URL.',
};

const noJson: Fault = {
  code: 'no_json',
  title: 'The body is not said to be JSON.',
  field: 'content-type',
  fix: 'Send `Content-Type: application/json`.',
};
