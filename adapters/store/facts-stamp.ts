import type { AuditProblem } from '../../domain/audit.ts';
import type { Tx } from './pool.ts';
import { raw, send, sql } from './sql.ts';
import type { Vault } from './vault.ts';

/** All that a claim `f` is compared by, as Postgres spells it. How its lines stand changes later; the trail tells of that. */
const FACTS = raw(`jsonb_build_array(to_jsonb(f) - array['stamp', 'before_stamps'],
  (select jsonb_agg(to_jsonb(l) - 'standing' order by line) from claim_fact_lines l where l.case_id = f.case_id),
  (select jsonb_agg(to_jsonb(k) order by key, line) from claim_fact_keys k where k.case_id = f.case_id),
  (select jsonb_agg(to_jsonb(i) order by to_jsonb(i)) from claim_fact_images i where i.case_id = f.case_id))::text`);

/** Stamps what was just kept of a claim with a key that is not in the database: our own role there could change what claims are compared by. */
export async function stampFacts(tx: Tx, vault: Pick<Vault, 'stampOf'>, caseId: string): Promise<void> {
  const { rows } = await send<{ text: string }>(
    tx,
    sql`select ${FACTS} as text from claim_facts f where case_id = ${caseId}`,
  );
  const stamp = stampOf(vault, rows[0]?.text ?? '');
  await send(tx, sql`update claim_facts set stamp = ${stamp} where case_id = ${caseId}`);
}

const stampOf = (vault: Pick<Vault, 'stampOf'>, text: string) => vault.stampOf(`claim facts ${text}`);

const PAGE = 200;

/** Claims whose facts are not what one of our processes has kept. @param only of this case */
export async function forgedFacts(
  tx: Tx,
  vault: Pick<Vault, 'stampOf'>,
  only?: string,
): Promise<AuditProblem[]> {
  const problems: AuditProblem[] = [];
  for (let after = ''; ; ) {
    const { rows } = await send<{ case: string; text: string; stamp: string | null; before: boolean }>(
      tx,
      sql`select case_id as "case", stamp, before_stamps as before, ${FACTS} as text from claim_facts f
        where case_id > ${after} and (${only ?? null}::text is null or case_id = ${only ?? null}) order by case_id limit ${PAGE}`,
    );
    const last = rows.at(-1);
    if (!last) return problems;
    for (const { case: id, text, stamp, before } of rows)
      if (!before && stamp !== stampOf(vault, text))
        problems.push(forged(id, 'what the claim is compared by is not what a worker has kept'));
    after = last.case;
  }
}

/**
 * Lines of claims that stand otherwise than the trail says that they were decided: a line that was paid and is called released hides a duplicate.
 * What is being taken back is left out.
 */
export async function forgedStandings(tx: Tx, only?: string): Promise<AuditProblem[]> {
  const { rows } = await tx.query<{ case: string; line: string }>(
    `with closed as (
        select distinct on (a.case_id) a.case_id, a.body::jsonb -> 'granted' as granted
          from claim_facts f join audit a using (case_id)
          where a.body::jsonb ->> 'action' = 'case.closed' and ($1::text is null or a.case_id = $1)
          order by a.case_id, a.seq desc)
      select l.case_id as "case", l.line from closed join claim_fact_lines l using (case_id)
        where jsonb_typeof(granted) = 'array'
          and l.standing <> case when granted ? l.line then 'granted' else 'released' end
          and not exists (select from audit b where b.case_id = 'reversal:' || l.case_id)
          and not exists (select from audit b where b.case_id = l.case_id and b.body::jsonb ->> 'action' = 'decision.accepted'
            and b.body::jsonb ->> 'decision' = 'rollback')
        order by 1, 2`,
    [only ?? null],
  );
  return rows.map(({ case: id, line }) =>
    forged(id, `line ${line} of the claim stands otherwise than it was decided`),
  );
}

const forged = (id: string, message: string): AuditProblem => ({
  case: id,
  kind: 'claim_facts_forged',
  message,
});
