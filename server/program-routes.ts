import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { signedPrograms } from '../adapters/store/incentive-programs.ts';
import { trustedRoot } from '../adapters/store/installation.ts';
import type { Tx } from '../adapters/store/pool.ts';
import { type Fault, problemOf } from '../contracts/problem.ts';
import type { TrustRoot } from '../domain/gate/authority-log.ts';
import { PROGRAM_TYPES } from '../domain/incentives/program.ts';
import { PROGRAM_STATUSES, programStatus, programsAt } from '../domain/incentives/versions.ts';
import { sendProblem } from './problems.ts';

/** Answers callers who are known, and not too often. */
export type Guarded = (
  request: FastifyRequest,
  reply: FastifyReply,
  answer: (caller: string) => Promise<FastifyReply>,
) => Promise<FastifyReply>;

const filter = z.strictObject({
  status: z.enum(PROGRAM_STATUSES).optional(),
  type: z.enum(PROGRAM_TYPES).optional(),
});

/** `GET /api/v1/incentive-programs?status=active&type=spiff`: of each program the version in force now, else the first one to come. */
export function programRoutes(
  app: FastifyInstance,
  guarded: Guarded,
  { db, root, now }: { db: Tx; root: TrustRoot | undefined; now: () => Date },
): void {
  app.get('/api/v1/incentive-programs', (request, reply) =>
    guarded(request, reply, async () => {
      const query = filter.safeParse(request.query);
      if (!query.success) return sendProblem(reply, problemOf(400, [wrongFilter(query.error)]));
      const { status, type } = query.data;
      const at = now().toISOString();
      const trusted = await trustedRoot(db, root);
      const stored = trusted ? await signedPrograms(db, trusted) : [];
      const versions = stored.map(({ version, program }) => ({ ...program, version }));
      const programs = programsAt(versions, at)
        .map((program) => ({ ...program, status: programStatus(program, at) }))
        .filter((one) => (!status || one.status === status) && (!type || one.type === type));
      return reply.send(programs);
    }),
  );
}

function wrongFilter(error: z.ZodError): Fault {
  const [issue] = error.issues;
  return {
    code: 'wrong_filter',
    title: 'The filter is not one that programs know.',
    field:
      issue?.path.map(String).join('.') || (issue?.code === 'unrecognized_keys' && issue.keys[0]) || null,
    fix: `Use status (${PROGRAM_STATUSES.join(', ')}) and type (${PROGRAM_TYPES.join(', ')}).`,
  };
}
