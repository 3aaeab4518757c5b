import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { VendorFault } from '../adapters/ports/call.ts';
import { type Fault, type Problem, problemOf } from '../contracts/problem.ts';
import { lookupTable } from '../domain/lookup-table.ts';
import { BodyRefused } from './body.ts';

/** Whoever could not be served just now is told when to come back. */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.status === 503 && !reply.hasHeader('retry-after')) reply.header('retry-after', '5');
  return reply.code(problem.status).type('application/problem+json').send(problem);
}

/** Every error leaves as a problem document; what went wrong inside is logged without the message, which may quote input. */
export function answerProblems(app: FastifyInstance): void {
  const methods = methodsByAddress(app);
  app.setNotFoundHandler((request, reply) => {
    const allowed = methods(request.url.split('?', 1)[0] ?? '');
    if (allowed.length === 0) return sendProblem(reply, notFound('There is nothing at this address.'));
    return sendProblem(reply.header('allow', allowed.join(', ')), problemOf(405, [otherMethod]));
  });
  app.server.on('checkExpectation', (_request, response: ServerResponse) => {
    response.writeHead(417, { 'content-type': 'application/problem+json', connection: 'close' });
    response.end(JSON.stringify(badRequest(417)));
  });
  app.setErrorHandler((error: Error & { code?: string; statusCode?: number }, request, reply) => {
    if (error instanceof BodyRefused) return sendProblem(reply, error.problem);
    if (error.statusCode !== undefined && error.statusCode < 500)
      return sendProblem(reply, badRequest(error.statusCode));
    const away = error instanceof VendorFault;
    request.log.error({ error: error.name, code: error.code, at: placeOf(error) }, 'request failed');
    return sendProblem(reply, !away ? internal : error.code === 'late' ? late : unavailable);
  });
}

/** What the methods of an address are; none where there is no such address. */
function methodsByAddress(app: FastifyInstance): (path: string) => string[] {
  const routes: { address: RegExp; methods: string[] }[] = [];
  app.addHook('onRoute', ({ url, method }) => {
    routes.push({
      address: new RegExp(`^${url.replaceAll('.', '\\.').replace(/:\w+/g, '[^/]+')}$`),
      methods: [method].flat(),
    });
  });
  return (path) => routes.flatMap(({ address, methods }) => (address.test(path) ? methods : []));
}

/** What is no HTTP, has too long a header or comes too slowly never reaches a route. */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable) return void socket.destroy();
  const status = BROKEN[error.code ?? ''] ?? 400;
  const body = JSON.stringify(badRequest(status));
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

const BROKEN = lookupTable<number>({ HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 });

export function notFound(title: string): Problem {
  return problemOf(404, [{ code: 'not_found', title, field: null, fix: 'Check the address.' }]);
}

export function badRequest(status: number): Problem {
  return problemOf(status, [
    {
      code: 'bad_request',
      title: 'The request cannot be read.',
      field: null,
      fix: 'Check the length and type of the body.',
    },
  ]);
}

const unavailable = problemOf(503, [
  {
    code: 'unavailable',
    title: 'What was sent could not be kept just now.',
    field: null,
    fix: 'Send it again after a few seconds; a repeat does no harm.',
  },
]);

const late = problemOf(503, [
  {
    code: 'late',
    title: 'The database did not answer in time.',
    field: null,
    fix: 'Ask again after a few seconds.',
  },
]);

const otherMethod: Fault = {
  code: 'other_method',
  title: 'This address does not take that method.',
  field: null,
  fix: 'Use a method of the Allow header.',
};

const internal = problemOf(500, [
  {
    code: 'internal',
    title: 'Something went wrong on our side.',
    field: null,
    fix: 'Send it again; if it keeps failing, tell the operator the time.',
  },
]);

/** The first frame of our own code. */
function placeOf(error: Error): string | undefined {
  return error.stack
    ?.split('\n')
    .find((line) => line.trimStart().startsWith('at ') && !line.includes('node_modules'))
    ?.trim();
}
