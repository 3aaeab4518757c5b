import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { WorkflowFailedError } from '@temporalio/client';
import pg from 'pg';
import { transact } from '../../adapters/store/pool.ts';
import { statement } from '../../adapters/store/statement.ts';
import { eraseSubject } from '../../adapters/store/subjects.ts';
import { protectionId } from '../../domain/identity.ts';
import { describeInstallation } from '../environment/describe-installation.ts';
import { makeWindowDue, startDueWindows } from './deal/cases.ts';
import { historyText } from './history-text.ts';

/** Personal data of a whole case: nowhere readable, and gone when the person is erased. */

const here = describeInstallation();

const closeDate = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);

/** Two registrations that name one contact; the CRM has the address in capitals before the second is written. */
async function twoOfOneContact() {
  const word = `werft${randomUUID().slice(0, 8)}`;
  const address = `einkauf@${word}.example`;
  const deal = (change: object) => ({
    deal_id: randomUUID(),
    source_partner_id: '7003',
    customer_name: `${word} GmbH`,
    opportunity_name: `Renewal for ${word}`,
    competitor: `Rival of ${word}`,
    estimated_value: { amount: '22500.00', currency: 'USD' },
    expected_close_date: closeDate,
    partner_notes: `Write to ${address} only.`,
    ...change,
  });
  const first = await here.submit(deal({ primary_contact_email: address.toUpperCase() }));
  await waiting(first);
  await here.decide(first, 'p-ana', { action: 'approve' });
  await completed(first);
  const second = await here.submit(deal({ primary_contact_email: address }));
  await waiting(second);
  const before = await here.exported();
  await here.decide(second, 'p-ana', { action: 'approve' });
  await completed(second);
  return { address, first, second, before };
}
const waiting = (id: string) => here.until(id, (row) => row.status === 'waiting_for_decision');
const completed = (id: string) => here.until(id, (row) => row.status === 'completed');

/** Every row of every table as text. */
async function dump(): Promise<string> {
  const client = new pg.Client({ connectionString: here.database.adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ table_name: string }>(
      "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
    );
    const texts: string[] = [];
    for (const { table_name } of rows) {
      const table = await client.query(`select t::text as row from ${client.escapeIdentifier(table_name)} t`);
      texts.push(...table.rows.map(({ row }) => `${table_name}: ${row}`));
    }
    return texts.join('\n');
  } finally {
    await client.end();
  }
}

const history = (id: string) => historyText(here.env.client.workflow.getHandle(id));

/** The names of a case, of its customer and its partner, as its evidence keeps them. */
async function namesOf(id: string): Promise<string[]> {
  const { rows } = await statement(here.store).query<{ body: string }>(
    "select body from evidence where case_id = $1 and kind = 'names'",
    [id],
  );
  return rows.flatMap(({ body }) =>
    Object.values(JSON.parse(body)).filter((one) => one !== null),
  ) as string[];
}

/** What the CRM holds of the contact. */
const heldBy = async (address: string) =>
  JSON.stringify(await here.exported()).match(new RegExp(address, 'gi')) ?? [];

describe('a contact whose address the CRM held before', () => {
  test('stands readable in no table and no history, names in no history, and the rollback restores the CRM byte for byte', async () => {
    const { address, first, second, before } = await twoOfOneContact();
    const everything = await dump();
    for (const [id, text] of [
      [second, everything],
      [first, await history(first)],
      [second, await history(second)],
    ] as const) {
      expect(text).toContain(id);
      expect(text.toLowerCase()).not.toContain(address);
      // The partner's own, to which the notices went.
      expect(text).not.toContain('ventas@meseta-cloud.example');
    }
    for (const id of [first, second]) {
      const names = await namesOf(id);
      expect(names).toHaveLength(6);
      await makeWindowDue(here, id);
      await startDueWindows(here);
      for (const workflow of [id, protectionId(id)]) {
        const said = (await history(workflow)).toLowerCase();
        for (const name of names) expect(said).not.toContain(name.toLowerCase());
      }
    }
    const { rows } = await statement(here.store).query(
      "select before from effects where case_id = $1 and operation = 'crm.upsertContact'",
      [second],
    );
    expect(rows).toEqual([{ before: { $sealed: expect.anything() } }]);

    expect(await heldBy(address)).toContain(address);
    // What was only referred to reached the CRM as text.
    for (const name of (await namesOf(second)).filter((one) => one.includes('werft')))
      expect(JSON.stringify(await here.exported())).toContain(name);
    await here.reverse(second, 'p-olga');
    for (const name of await namesOf(second)) expect(await history(`reversal:${second}`)).not.toContain(name);
    const after = await here.exported();
    expect(businessOf(after)).toEqual(businessOf(before));
    expect(await heldBy(address)).toContain(address.toUpperCase());
  }, 60_000);

  test('once erased, the undo of that contact stays open and says why; the rest is undone', async () => {
    const { address, second } = await twoOfOneContact();
    const at = new Date().toISOString();
    const { erased, cases } = await transact(here.store, (tx) =>
      eraseSubject(tx, here.vault, { address, by: 'p-sam', at }),
    );
    expect(erased).toBe(true);
    expect(cases).toContain(second);
    await expect(here.reverse(second, 'p-olga')).rejects.toThrow(WorkflowFailedError);
    const row = await here.row(second);
    expect(row).toMatchObject({ status: 'rollback_incomplete', openProblem: 'rollback_incomplete' });
    const standing = await statement(here.store).query(
      `select operation from effects e where case_id = $1 and undoes is null and status = 'done' and operation <> 'rollback'
        and not exists (select from effects u where u.undoes = e.key and u.status = 'done')`,
      [second],
    );
    expect(standing.rows).toContainEqual({ operation: 'crm.upsertContact' });
    expect(standing.rows).not.toContainEqual({ operation: 'crm.upsertOpportunity' });
    expect(await history(`reversal:${second}`)).toMatch(/crm.upsertContact.*was erased/);
  }, 60_000);
});

/** Without the fields that a system writes at each change. */
function businessOf(exported: unknown): unknown {
  return JSON.parse(
    JSON.stringify(exported, (name, value) => (SYSTEM_FIELDS.includes(name) ? undefined : value)),
  );
}
const SYSTEM_FIELDS = ['LastModifiedDate', 'SystemModstamp', 'LastModifiedById', 'UpdatedDate', 'Updated'];
