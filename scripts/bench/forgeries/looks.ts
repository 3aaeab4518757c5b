import { contentHash } from '../../../adapters/store/hash.ts';
import type { AuditEntry } from '../../../domain/audit.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { Forgery } from './forgery.ts';
import type { Planting } from './planting.ts';

/** What machine and people are said to have made of a case. */
export const LOOK_FORGERIES: readonly Forgery[] = [
  {
    name: 'a look with submission, evidence, decision, comparison and trail that agree with one another',
    by: 'app',
    plant: (db) => plantLook(db, {}),
  },
  {
    name: 'the same with the signature of a true look',
    by: 'app',
    plant: async (db) => {
      const { signature = null } = (await trueLook(db)).entry;
      await plantLook(db, { signature });
    },
  },
  {
    name: 'the row of a true look once more, on another case',
    by: 'app',
    plant: async (db) => {
      const { entry } = await trueLook(db);
      await db.append(db.other.case, entry);
    },
  },
  {
    name: 'comparisons of cases that never were, all of which agree',
    by: 'app',
    plant: (db) =>
      compare(
        db,
        `select 'deal:files:forged' || n, 1, 'deal', 'Gold/EMEA/standard', 'approve', 'approve', true, 'blind', 0.1, 1,
          null, null, null::timestamptz from generate_series(1, 200) n`,
      ),
  },
  {
    name: 'a comparison that carries the signature of a true one',
    by: 'app',
    plant: (db) =>
      compare(
        db,
        `select 'deal:files:forged', 1, lifecycle, segment, machine, 'approve', true, kind, draw, share, kid, signature, signed_at
          from agreements where signature is not null order by at desc limit 1`,
      ),
  },
  {
    name: 'what people decided entered into a true comparison',
    by: 'app',
    plant: async ({ query }) =>
      void (await query(
        `update agreements set human = 'approve', agreed = true
          where (case_id, revision) = (select case_id, revision from agreements where human is null order by at desc limit 1)`,
      )),
  },
  {
    name: 'what people decided taken out of comparisons',
    by: 'app',
    plant: async ({ query }) =>
      void (await query('update agreements set human = null, agreed = null where human is not null')),
  },
  {
    name: 'a comparison said to be from before they were signed',
    by: 'app',
    plant: async ({ query }) =>
      void (await query(
        `insert into agreements (case_id, revision, lifecycle, segment, machine, before_signing)
          values ('deal:files:forged', 1, 'deal', 'Gold/EMEA/standard', 'approve', true)`,
      )),
  },
  {
    name: 'a comparison deleted',
    by: 'owner',
    plant: async ({ query }) => void (await query('delete from agreements where signature is not null')),
  },
  {
    name: 'what a true look answered, changed',
    by: 'owner',
    plant: async ({ query }) =>
      void (await query(
        `update steps set answer = jsonb_set(answer, '{partner}', '{"id": "7001", "manager": "p-forger"}') where step like '%/triage/1'`,
      )),
  },
];

async function trueLook({ query }: Planting): Promise<{ case: string; entry: AuditEntry }> {
  const [row] = await query(
    `select case_id as "case", body from audit where body::jsonb ->> 'action' = 'decision.computed' order by at desc, seq desc limit 1`,
  );
  return { case: String(row?.case), entry: JSON.parse(String(row?.body)) as AuditEntry };
}

/** A revision that no case has yet. */
const REVISION = 78;

/** Everything that one look leaves, each part made to fit the others. */
async function plantLook(db: Planting, more: JsonObject): Promise<void> {
  const { case: id, entry } = db.other;
  const submission = { customer_name: 'Forged AG', stated_value: { amount: '9000.00', currency: 'USD' } };
  const evidence = await db.keep(id, 'gathered', {
    submission: { ...submission, estimated_value: '9000.00' },
  });
  const found = { mode: 'assisted', segment: 'Gold/EMEA/standard', outcome: 'automatic' };
  const answer = {
    ...found,
    reasons: [],
    amountUsd: '9000.00',
    evidenceHash: evidence,
    partner: { id: '7001' },
  };
  const decided = { decider: 'deal@2', outcome: 'automatic', reasons: [], amounts: [], fields: {} };
  const decision = await db.keep(id, 'decision', {
    ...{ evidenceHash: evidence, policyVersion: 'deal@1', decision: decided },
  });
  await db.query(
    'insert into submissions (case_id, revision, update_id, canonical, content_hash) values ($1, $2, $3, $4, $5)',
    [id, REVISION, `${id}/forged`, JSON.stringify({ submission }), contentHash({ submission })],
  );
  await db.query('insert into steps (step, case_id, answer) values ($1, $2, $3)', [
    ...[`${id}/triage/${REVISION}`, id, JSON.stringify(answer)],
  ]);
  const told = { revision: REVISION, evidence, decision, ...found, answer: contentHash(answer) };
  await db.append(id, { at: entry.at, actor: 'system', action: 'decision.computed', ...told, ...more });
  await compare(
    db,
    `values ($1, ${REVISION}, 'deal', 'Gold/EMEA/standard', 'approve', 'approve', true, 'blind', 0.1, 1, null, null, null::timestamptz)`,
    [id],
  );
}

async function compare({ query }: Planting, rows: string, values: unknown[] = []): Promise<void> {
  await query(
    `insert into agreements (case_id, revision, lifecycle, segment, machine, human, agreed, kind, draw, share, kid, signature, signed_at)
      ${rows}`,
    values,
  );
}
