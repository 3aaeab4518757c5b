import type { AuditEntry } from '../../../domain/audit.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { Forgery } from './forgery.ts';

const promotionRow = (more: JsonObject, at: string): AuditEntry => ({
  at,
  actor: 'p-sam',
  action: 'rollout.changed',
  signedWith: null,
  proofHash: null,
  from: 'shadow',
  to: 'automated',
  reason: 'measured',
  bootstrap: false,
  ...more,
});

/** Segments that would act by themselves. */
export const PROMOTION_FORGERIES: readonly Forgery[] = [
  {
    name: 'a segment promoted in its table',
    by: 'app',
    plant: async ({ query }) =>
      void (await query(
        `insert into rollout (lifecycle, segment, mode, reason, changed_by) values ('deal', 'Silver/APAC/forged', 'automated', 'x', 'p-sam')`,
      )),
  },
  {
    name: 'a segment promoted in its table and in its trail, unsigned',
    by: 'app',
    plant: async (db) => {
      await db.append('rollout:deal:Silver/APAC/forged', promotionRow({}, db.decision.entry.at));
      await db.query(
        `insert into rollout (lifecycle, segment, mode, reason, changed_by) values ('deal', 'Silver/APAC/forged', 'automated', 'x', 'p-sam')`,
      );
    },
  },
  {
    name: 'a promotion with the token of an earlier one',
    by: 'app',
    plant: async (db) => {
      const [row] = await db.query(
        `select case_id, body from audit where body::json ->> 'action' = 'rollout.changed' and body::json ->> 'proofHash' is not null limit 1`,
      );
      const { case_id: id, body } = row as { case_id: string; body: string };
      const entry = JSON.parse(body) as AuditEntry;
      await db.append(id, {
        at: entry.at,
        actor: 'system',
        action: 'rollout.demoted',
        from: entry.to ?? null,
        to: 'shadow',
      });
      await db.append(id, entry);
    },
  },
  {
    name: 'a demotion that lets a segment do more',
    by: 'app',
    plant: async (db) =>
      void (await db.append('rollout:deal:Silver/APAC/forged', {
        at: db.decision.entry.at,
        actor: 'system',
        action: 'rollout.demoted',
        from: 'automated',
        to: 'assisted',
      })),
  },
];
