import type { FastifyReply } from 'fastify';
import type { Received } from '../adapters/intake/received.ts';
import { sendProblem } from './problems.ts';

/**
 * The answer to one document over HTTP: 202 with its case, or with the intake that reads it first; or why not. A list is taken item by item,
 * and each is told.
 */
export function sendReceived(reply: FastifyReply, received: readonly Received[]): FastifyReply {
  if (received.length > 1) return reply.code(202).send({ items: received.map(toldOf) });
  const [first] = received;
  if (first?.kind === 'refused') return sendProblem(reply, first.problem);
  return reply.code(202).send(first ? toldOf(first) : IGNORED);
}

/** The answer to a batch of events: taken whole, so that its sender does not send it again for the sake of one. */
export function sendEvents(reply: FastifyReply, received: readonly Received[]): FastifyReply {
  return reply.code(202).send({ events: received.map(toldOf) });
}

/** What is told of one part. */
export function toldOf(received: Received): object {
  switch (received.kind) {
    case 'submitted':
      return {
        ...{ case: received.case, revision: received.revision, state: received.state },
        ...(received.unread && { unread: received.unread }),
        ...(received.notes && { notes: received.notes }),
      };
    case 'refused':
      return { case: null, state: received.kind, deadLetter: received.deadLetter };
    case 'reading':
      return { case: null, state: received.kind, intake: received.intake };
    case 'ignored':
      return received.aside ? { ...IGNORED, deadLetter: received.aside.deadLetter } : IGNORED;
  }
}

const IGNORED = { case: null, state: 'ignored' };
