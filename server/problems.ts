import type { FastifyInstance, FastifyReply } from 'fastify';
import { VendorFault } from '../adapters/ports/call.ts';
import { type Problem, problemOf } from '../contracts/problem.ts';
import { tooLarge } from './body.ts';

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply.code(problem.status).type('application/problem+json').send(problem);
}

/** Every error leaves as a problem document; what went wrong inside is logged without the message, which may quote input. */
export function answerProblems(app: FastifyInstance): void {
  app.setNotFoundHandler((_request, reply) =>
    sendProblem(reply, notFound('There is nothing at this address.')),
  );
  app.setErrorHandler((error: Error & { code?: string; statusCode?: number }, request, reply) => {
    if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return sendProblem(reply, tooLarge);
    if (error.statusCode !== undefined && error.statusCode < 500)
      return sendProblem(reply, badRequest(error.statusCode));
    const away = error instanceof VendorFault;
    request.log.error({ error: error.name, code: error.code, at: placeOf(error) }, 'request failed');
    if (away) reply.header('retry-after', '5');
    return sendProblem(reply, away ? unavailable : internal);
  });
}

export function notFound(title: string): Problem {
  return problemOf(404, [{ code: 'not_found', title, field: null, fix: 'Check the address.' }]);
}

function badRequest(status: number): Problem {
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
    title: 'The registration could not be kept just now.',
    field: null,
    fix: 'Send it again after a few seconds; a repeat does no harm.',
  },
]);

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
