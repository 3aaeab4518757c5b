import type { Store } from '../../adapters/store/pool.ts';
import { statement } from '../../adapters/store/statement.ts';
import { requestLog } from './request-log.ts';

/** What the vendors say about our writes. */
export interface Recount {
  /** Accepted writes beyond the first of the same effect, by the request log. */
  doubled: number;
  /** Which those are, and the records. */
  doubledNames: string[];
  /** Records beyond the first with the same external id, by the exports. */
  doubledRecords: number;
  /** Writes that an ended case needed and that our ledger does not hold as done. A mail is at most once: it may be missing. */
  unfinished: number;
  /** Writes that our ledger holds as done and whose record the vendor does not have. */
  missing: number;
}

type Rows = Record<string, Record<string, unknown>[]>;
/** What tells two records of one object apart, by our mapping files. */
const EXTERNAL_IDS = ['External_Id__cf', 'QD_Account_Id__c', 'QD_Contact_Id__c', 'PRM_Deal_Id__c'];

export async function recount(store: Store, environment: Record<string, string>): Promise<Recount> {
  const ports = JSON.parse(environment.QUARTERDECK_SANDBOX_PORTS as string) as Record<string, number>;
  const headers = { authorization: `Bearer ${environment.QUARTERDECK_SANDBOX_KEY}` };
  const exported = await Promise.all(
    ['impartner', 'salesforce'].map(
      async (vendor) =>
        (await (await fetch(`http://127.0.0.1:${ports[vendor]}/__sim/export`, { headers })).json()) as Rows,
    ),
  );
  const records = exported.flatMap((objects) => Object.values(objects).flat());
  const writes = requestLog(environment).writes();
  const externalIds = records.flatMap((record) =>
    EXTERNAL_IDS.flatMap((name) => (record[name] === undefined ? [] : [`${name} ${record[name]}`])),
  );
  const landed = new Set(records.map((record) => String(record.Id)));
  const mails = new Set(writes.filter(({ vendor }) => vendor === 'smtp').map(({ effect }) => effect));
  const { rows } = await statement(store).query<{ operation: string; status: string; id: string | null }>(
    `select e.operation, e.status, e.landed ->> 'id' as id from effects e join cases c using (case_id)
      where c.status = 'completed' and e.undoes is null`,
  );
  const done = rows.filter(({ status }) => status === 'done');
  const booked = await statement(store).query<{ event: string }>('select event from program_events');
  const events = new Set(booked.rows.map(({ event }) => event));
  const isThere = ({ operation, id }: { operation: string; id: string | null }) => {
    if (operation === 'notify.send') return mails.has(`smtp POST ${id}`);
    return operation.startsWith('accounts.') ? events.has(String(id)) : landed.has(String(id));
  };
  const twice = {
    writes: beyondFirst(writes.map(({ effect }) => effect)),
    records: beyondFirst(externalIds),
  };
  return {
    doubled: twice.writes.length,
    doubledNames: [...twice.writes, ...twice.records],
    doubledRecords: twice.records.length,
    unfinished: rows.filter(({ operation, status }) => operation !== 'notify.send' && status !== 'done')
      .length,
    missing: done.filter((row) => !isThere(row)).length,
  };
}

function beyondFirst(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.filter((name) => seen.has(name) || !seen.add(name));
}
