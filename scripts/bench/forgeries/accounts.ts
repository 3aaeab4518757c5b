import { contentHash } from '../../../adapters/store/hash.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { Forgery } from './forgery.ts';
import type { Planting } from './planting.ts';

/** Money that nobody has earned. Something has to be booked already. */
export const ACCOUNT_FORGERIES: readonly Forgery[] = [
  {
    name: 'an entry of another amount beside the one that was booked',
    by: 'app',
    plant: async (db) => {
      await db.query(
        `insert into account_entries select 'forged', program, number, 1 + (select max(position) from account_entries), kind, event, claim, line,
            partner_id, creditor_id, person, period, legal_entity, booked_on, held_until, currency, 100000, trace
          from account_entries where entry = $1`,
        [await anEntry(db)],
      );
      await post(db, 'forged', { expense: 100_000, payable: -100_000 });
    },
  },
  {
    name: 'an entry said to be paid already, in balance',
    by: 'app',
    plant: async (db) => {
      await db.query(
        `insert into account_postings select entry, account, 'CHF', minor from (values ('paid', -700), ('exchange_difference', 700)) as p (account, minor),
            (select $1::text as entry) as e`,
        [await anEntry(db)],
      );
    },
  },
  {
    name: 'an event with the signature of another one',
    by: 'app',
    plant: (db) => copiedEvent(db, (body) => body.replaceAll(/"amount":"\d/g, '"amount":"9')),
  },
  {
    name: 'an event of a claim that was booked already, under another name',
    by: 'app',
    plant: (db) => copiedEvent(db, (body) => body),
  },
  {
    name: 'an event said to stand otherwise',
    by: 'app',
    plant: async (db) =>
      void (await db.query(
        `insert into program_standings select program, max(number), 'forged', 'nothing', 'forged' from program_events group by program limit 1`,
      )),
  },
  {
    name: 'a version of a program that pays more',
    by: 'app',
    plant: async (db) => void (await addVersion(db)),
  },
  {
    name: 'a version of a program that pays more, under the signature of another one',
    by: 'app',
    plant: async (db) => {
      const { lifecycle, version, effective_from: from, signature } = await addVersion(db);
      await db.query(
        'insert into policy_signatures (lifecycle, version, effective_from, signature) values ($1, $2, $3, $4)',
        [lifecycle, version, from, signature],
      );
    },
  },
  ...['update account_entries set minor = minor * 10', 'delete from account_postings'].map((text) => ({
    name: `what was booked changed: ${text}`,
    by: 'app' as const,
    plant: async ({ query }: Planting) => void (await query(text)),
  })),
  owned(
    'an amount that was booked changed',
    'account_entries',
    'update account_entries set minor = minor + 1',
  ),
  owned('a posting taken out', 'account_postings', "delete from account_postings where account = 'payable'"),
  owned(
    'the content of an event changed',
    'program_events',
    `update program_events set body = replace(body, '"kind":"claim"', '"kind":"claim" ')`,
  ),
  {
    name: 'the facts of a claim that nobody has made, which stand in the way of others',
    by: 'app',
    plant: async ({ query, other }) =>
      void (await query(
        "insert into claim_facts (case_id, claim, partner, submitted_on, customer, sellers) values ($1, $1, '7001', now(), '[]', '{}')",
        [other.case],
      )),
  },
];

async function anEntry({ query }: Planting): Promise<string> {
  const [row] = await query('select entry from account_entries order by booked_on desc, entry limit 1');
  if (!row) throw new Error('something has to be booked to forge more from');
  return String(row.entry);
}

/** @returns its row, with the signature of the version that it is made from */
async function addVersion({ query }: Planting): Promise<Record<string, unknown>> {
  const [row] = await query(
    `select p.lifecycle, p.body, p.effective_from, s.signature from policies p join policy_signatures s using (lifecycle, version)
      where lifecycle like 'incentive:%' limit 1`,
  );
  const body = { ...(row?.body as JsonObject), title: 'Forged' };
  const version = contentHash(body);
  await query('insert into policies (lifecycle, version, effective_from, body) values ($1, $2, $3, $4)', [
    row?.lifecycle,
    version,
    row?.effective_from,
    JSON.stringify(body),
  ]);
  return { ...row, version };
}

async function post(
  { query }: Planting,
  entry: string,
  postings: Readonly<Record<string, number>>,
): Promise<void> {
  for (const [account, minor] of Object.entries(postings))
    await query("insert into account_postings (entry, account, currency, minor) values ($1, $2, 'EUR', $3)", [
      entry,
      account,
      minor,
    ]);
}

async function copiedEvent({ query }: Planting, changed: (body: string) => string): Promise<void> {
  const [row] = await query('select * from program_events order by at limit 1');
  const { program, body, versions, case_id, effect, at, previous, signature } = row as Record<
    string,
    unknown
  >;
  await query(
    `insert into program_events (program, number, event, body, versions, case_id, effect, at, previous, signature)
      select $1, max(number) + 1, 'forged', $2, $3, $4, $5, $6, $7, $8 from program_events where program = $1`,
    [program, changed(String(body)), versions, case_id, effect, at, previous, signature],
  );
}

/** Who owns the database lifts the trigger that keeps what was booked. */
function owned(name: string, table: string, text: string): Forgery {
  return {
    name: `${name}, by lifting the trigger`,
    by: 'owner',
    plant: async ({ query }) => {
      await query(`alter table ${table} disable trigger books_stay`);
      await query(text);
    },
  };
}
