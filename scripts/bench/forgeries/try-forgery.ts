import type pg from 'pg';
import { type AuditReport, verifyAudit } from '../../../adapters/store/audit-verify.ts';
import type { Tx } from '../../../adapters/store/pool.ts';
import type { Forgery, Outside } from './forgery.ts';
import { planting } from './planting.ts';

/** `impossible`: Postgres refuses it. `found`: the verification names it. `unnoticed`: neither. */
export interface Tried {
  name: string;
  by: Forgery['by'];
  outcome: 'impossible' | 'found' | 'unnoticed';
  /** What Postgres or the verification said. */
  said: string;
}

/**
 * Plants a forgery, verifies, and takes it back: all in one transaction that is never committed, so it may be done on a database in
 * use. It needs decisions that are signed, a promotion and a revoked key to begin with.
 * @param owner a connection of the schema's owner
 * @throws Error when the verification finds something before anything was planted
 */
export async function tryForgery(owner: pg.Client, forgery: Forgery, outside: Outside): Promise<Tried> {
  const { name, by } = forgery;
  await owner.query('begin isolation level repeatable read');
  try {
    const before = await verified(owner, outside);
    if (before.problems.length > 0)
      throw new Error(`nothing is planted yet, and there is: ${before.problems[0]?.message}`);
    try {
      if (by === 'app') await owner.query('set local role quarterdeck_app');
      await forgery.plant(await planting(owner, outside));
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      // insufficient_privilege: a grant, a policy or a trigger
      if (code === '42501') return { name, by, outcome: 'impossible', said: message };
      throw error;
    }
    await owner.query('reset role');
    const after = await verified(owner, outside);
    const known = new Set(before.doubtful.map(({ message }) => message));
    const found = [...after.problems, ...after.doubtful.filter(({ message }) => !known.has(message))];
    return { name, by, outcome: found.length > 0 ? 'found' : 'unnoticed', said: found[0]?.message ?? '' };
  } finally {
    await owner.query('rollback');
  }
}

/** The verification, inside a transaction that has begun already. */
function verified(owner: pg.Client, outside: Outside): Promise<AuditReport> {
  const tx: Tx = {
    query: async (text, values) =>
      text.startsWith('set transaction')
        ? ({ rows: [], rowCount: 0 } as never)
        : owner.query(text, values as unknown[]),
  };
  return verifyAudit(tx, outside);
}

/** Plants a forgery, looks at what the product makes of it, and takes it back. @throws Error of Postgres, where it refuses it */
export async function whilePlanted<T>(
  owner: pg.Client,
  forgery: Forgery,
  outside: Outside,
  look: (tx: Tx) => Promise<T>,
): Promise<T> {
  await owner.query('begin');
  try {
    if (forgery.by === 'app') await owner.query('set local role quarterdeck_app');
    await forgery.plant(await planting(owner, outside));
    return await look({ query: (text, values) => owner.query(text, values as unknown[]) });
  } finally {
    await owner.query('rollback');
  }
}
