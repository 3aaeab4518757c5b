import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { linesOfStatement } from '../adapters/store/accounts/booked-lines.ts';
import { rollForward } from '../adapters/store/accounts/roll.ts';
import type { Tx } from '../adapters/store/pool.ts';
import { type Fault, problemOf } from '../contracts/problem.ts';
import { showRoll } from '../domain/accounts/show-roll.ts';
import { sendProblem } from './problems.ts';
import type { Guarded } from './program-routes.ts';

const day = z.iso.date();
const name = z.string().regex(/^\P{C}{1,200}$/u);
const filter = z
  .strictObject({ partner: name, program: name.optional(), from: day, to: day })
  .refine(({ from, to }) => from <= to, { path: ['to'] });

/**
 * `GET /api/v1/commission-accruals?partner=7001&from=2026-01-01&to=2026-03-31`: what a partner has earned, booked between two days, each line
 * with its trace, and what was owed before and after.
 */
export function accrualRoutes(app: FastifyInstance, guarded: Guarded, db: Tx): void {
  app.get('/api/v1/commission-accruals', (request, reply) =>
    guarded(request, reply, async () => {
      const query = filter.safeParse(request.query);
      if (!query.success) return sendProblem(reply, problemOf(400, [wrongFilter(query.error)]));
      const [rows, lines] = await Promise.all([
        rollForward(db, query.data),
        linesOfStatement(db, query.data),
      ]);
      return reply.send({ ...query.data, balances: rows.map(showRoll), lines });
    }),
  );
}

function wrongFilter(error: z.ZodError): Fault {
  const [issue] = error.issues;
  return {
    code: 'wrong_filter',
    title: 'The filter does not say whose accruals of which days.',
    field:
      issue?.path.map(String).join('.') || (issue?.code === 'unrecognized_keys' && issue.keys[0]) || null,
    fix: 'Use partner, from and to (days such as 2026-01-31, the first not after the last), and program if you like.',
  };
}
