import type { Json } from '../../domain/json.ts';
import type { Tx } from './pool.ts';

/** A fact about this installation by name (`state`, `sample`, `reconciled` …); undefined when never set. */
export async function getInstallation(tx: Tx, name: string): Promise<Json | undefined> {
  const { rows } = await tx.query<{ value: Json }>('select value from installation where name = $1', [name]);
  return rows[0]?.value;
}

export async function setInstallation(tx: Tx, name: string, value: Json): Promise<void> {
  await tx.query(
    `insert into installation (name, value) values ($1, $2::jsonb)
      on conflict (name) do update set value = excluded.value`,
    [name, JSON.stringify(value)],
  );
}
