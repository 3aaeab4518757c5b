import { beforeAll, expect, test } from '@jest/globals';
import { linesOfClaim } from '../../../adapters/store/accounts/booked-lines.ts';
import { auditOf } from '../../../adapters/store/audit.ts';
import { claimOf } from '../../../adapters/store/claim/claims.ts';
import { decisionOf } from '../../../adapters/store/rerun.ts';
import { statement } from '../../../adapters/store/statement.ts';
import type { CaseView } from '../../../workflows/messages.ts';
import { runCli } from '../../cli/run-cli.ts';
import { describeInstallation } from '../../environment/describe-installation.ts';
import { eventually, SHADOW } from '../deal/cases.ts';
import { historyText } from '../history-text.ts';
import { fileOf, invoiced, newClaim, offer, submitClaim, toldOf, withInvoice } from './cases.ts';
import { invoiceXml } from './invoice.ts';
import { describeServer } from './server.ts';

/** Claims that nobody decides, and what nobody may see of those that a person decides blind. */

let drawn = 0.5;
const here = describeInstallation({ draw: () => drawn });
const server = describeServer(here);
beforeAll(() => offer(here).then(() => undefined));

const db = () => statement(here.store);
const handle = (id: string) => here.env.client.workflow.getHandle(id);
const completed = (id: string) => here.until(id, ({ status }) => status === 'completed');
const booked = async (id: string) => (await linesOfClaim(db(), id)).map(({ amount }) => amount.amount);
const writesOf = async (id: string) => {
  const { rows } = await db().query<{ operation: string }>(
    'select distinct operation from effects where case_id = $1 order by operation',
    [id],
  );
  return rows.map(({ operation }) => operation);
};

/** A product that the program does not pay for. */
const OTHER = { sku: 'ARC-STD', quantity: '3', amount: { amount: '900.00', currency: 'EUR' } };

test('what a rule rejects is closed without a person: its partner hears the rule and the remedy, nothing is booked, and it may be claimed anew', async () => {
  drawn = 0.5;
  const right = newClaim(here);
  const wrong = { ...right, lines: right.lines.map((line) => ({ ...line, sku: OTHER.sku })) };
  const id = await submitClaim(here, withInvoice(wrong));
  expect(await completed(id)).toMatchObject({ outcome: 'Rejected', mode: 'automated', gate: null });
  expect(await claimOf(db(), id)).toMatchObject({ status: 'Rejected', validation: 'Rejected' });
  const told = toldOf(here, wrong);
  expect(told).toMatchObject([{ subject: 'Antrag nicht bewilligt: Endpoint Pro launch SPIFF' }]);
  expect(told[0]?.text).toContain('ARC-STD: Das Programm zahlt für dieses Produkt nicht.');
  expect(told[0]?.text).toContain('reichen Sie den Antrag mit dessen Nummer erneut ein.');
  expect(await writesOf(id)).toEqual(['notify.send']);
  expect(await booked(id)).toEqual([]);

  const again = await submitClaim(here, withInvoice(right));
  expect(again).toBe(`${id}~2`);
  expect(await completed(again)).toMatchObject({ outcome: 'Approved' });
  expect(await booked(again)).toEqual(['50.00']);
});

test('in shadow a claim is decided, and nothing is written or told', async () => {
  drawn = 0.5;
  const open = { tiers: [], regions: [], skus: [], certifications: [], deal: false, conditions: [] };
  const program = await offer(here, { program: 'open-to-all', eligibility: open });
  const own = newClaim(here, program);
  const { deal_id: _, ...claim } = { ...own, source_partner_id: SHADOW, country: 'JP' };
  const invoice = invoiceXml({ ...invoiced(own), seller: 'Sakura Integration KK' });
  const vendors = JSON.stringify(await here.exported());
  const mails = here.smtp.mails.length;
  const id = await submitClaim(here, { ...claim, documents: [fileOf(invoice)] });
  await completed(id);
  expect((await decisionOf(db(), id))?.decision.reasons).toEqual([]);
  expect(await here.row(id)).toMatchObject({ outcome: 'shadow: Auto-Approved', mode: 'shadow' });
  expect(await claimOf(db(), id)).toMatchObject({ status: null, validation: 'Auto-Approved' });
  expect(await writesOf(id)).toEqual([]);
  expect(await booked(id)).toEqual([]);
  expect(here.smtp.mails).toHaveLength(mails);
  expect(JSON.stringify(await here.exported())).toBe(vendors);
});

const shell = () => ({ ...here.environment, TEMPORAL_ADDRESS: process.env.QD_TEST_TEMPORAL ?? '' });
async function cli(...args: string[]): Promise<string> {
  const { stdout, stderr } = await runCli([...args, '--as', 'ana'], shell());
  return `${args.join(' ')}\n${stdout}${stderr}`;
}

/** Everything on which somebody could read of a claim. */
async function surfaces(id: string): Promise<string[]> {
  const { typedSearchAttributes, memo } = await handle(id).describe();
  const { externalId } = await here.row(id);
  const pages: string[] = [];
  for (const command of ['reviews show', 'cases show', 'cases why', 'cases rerun'])
    for (const form of [[], ['--json']]) pages.push(await cli(...command.split(' '), id, ...form));
  const lists = [];
  for (const command of ['reviews list --all --json', 'cases list --json']) {
    const text = await cli(...command.split(' '));
    const all = JSON.parse(text.slice(text.indexOf('\n'))) as object[];
    // Other claims stand there, too, and show what the machine made of them.
    lists.push(
      ...all.map((one) => JSON.stringify(one)).filter((one) => one.includes(id) || one.includes(externalId)),
    );
  }
  expect(lists).toHaveLength(2);
  return [
    ...pages,
    ...lists,
    await cli('audit', 'export', '--case', id),
    await server.api(`/api/cases/${id}`),
    await server.api(`/api/cases/${id}/claim`),
    JSON.stringify(await here.row(id)),
    JSON.stringify(await handle(id).query<CaseView>('status')),
    JSON.stringify(await handle(id).query('__temporal_workflow_metadata')),
    JSON.stringify([typedSearchAttributes, memo]),
    await historyText(handle(id)),
    JSON.stringify((await auditOf(db(), id)).map(({ entry }) => entry)),
    JSON.stringify(here.smtp.mails.filter((mail) => JSON.stringify(mail).includes(id))),
  ];
}

test('of a blind claim its partner is asked for what it lacks, whatever a rule says of it', async () => {
  const bare = newClaim(here);
  drawn = 0.01;
  const id = await submitClaim(here, {
    ...bare,
    lines: bare.lines.map((line) => ({ ...line, sku: OTHER.sku })),
  });
  const row = await here.until(id, ({ status }) => status === 'waiting_for_partner');
  expect(row).toMatchObject({ blind: 'control', mode: 'automated' });
  drawn = 0.5;
});

test('of a claim that is decided blind nobody sees what the machine makes of it, or what it would pay, until a person has decided', async () => {
  const whole = withInvoice(newClaim(here));
  const claim = { ...whole, lines: [...whole.lines, OTHER] };
  drawn = 0.01;
  const id = await submitClaim(here, claim);
  const row = await here.until(id, ({ gate }) => gate !== null);
  drawn = 0.5;
  await eventually(() => toldOf(here, claim).length === 1);
  expect(row).toMatchObject({ mode: 'automated', blind: 'control', summary: { rules: ['rollout.blind'] } });
  expect(row.summary).toMatchObject({ validation: null, confidence: null, pays: null, rationale: null });
  const { decision } = (await decisionOf(db(), id)) ?? {};
  expect(decision).toMatchObject({
    fields: { validation: 'Requires Review', earned: { amount: '50.00', currency: 'EUR' } },
  });
  const verdict = [
    ...['Requires Review', 'Auto-Approved', '"verdict"', '"earns"'],
    ...['"amount":"50.00"', '"amount": "50.00"', 'EUR 50.00', '50.00 EUR', '50,00 EUR'],
    ...(decision?.reasons ?? []).flatMap(({ rule, text }) => [rule, text]),
  ];
  expect(verdict).toContain('claim.sku');
  for (const shown of await surfaces(id)) for (const word of verdict) expect(shown).not.toContain(word);
  expect(await server.api(`/api/cases/${id}/claim`)).toContain('decided_blind');
  // The partner heard that it came, and nobody wrote anything else.
  expect(await writesOf(id)).toEqual(['notify.send']);
  expect(toldOf(here, claim).map(({ subject }) => subject)).toEqual([
    'Antrag eingegangen: Endpoint Pro launch SPIFF',
  ]);

  await here.decide(id, row.assignee ?? 'p-ana', { action: 'approve' });
  expect(await completed(id)).toMatchObject({ blind: null, outcome: 'Partially Approved' });
  expect(await booked(id)).toEqual(['50.00']);
  // Now it is no secret any more, and the search above would find it.
  for (const word of ['"amount":"50.00"', 'claim.sku']) expect(await historyText(handle(id))).toContain(word);
  expect(await server.api(`/api/cases/${id}/claim`)).toContain('Requires Review');
});
