import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { openBatch } from '../activities/batch/open-batch.ts';
import { appealDeal } from '../activities/deal/appeal.ts';
import { extendProtection } from '../activities/deal/extension.ts';
import { gateDeps } from '../activities/index.ts';
import { tellBatches } from '../adapters/batch/tell-batches.ts';
import { eventReaders } from '../adapters/intake/events.ts';
import { RECORD_HINT } from '../adapters/intake/parse.ts';
import { type Input, type Intake, receive } from '../adapters/intake/receive.ts';
import { setBatchState } from '../adapters/store/batches.ts';
import { getCase } from '../adapters/store/cases.ts';
import { transact } from '../adapters/store/pool.ts';
import { statement } from '../adapters/store/statement.ts';
import { protectionId, reversalId } from '../domain/identity.ts';
import { inUsd } from '../test/environment/in-usd.ts';
import type { InstallationOptions, TestInstallation } from '../test/environment/installation.ts';
import setup from '../test/environment/setup.ts';
import teardown from '../test/environment/teardown.ts';
import { moveStage } from '../test/workflows/deal/move-stage.ts';

/**
 * Records one history per path of every workflow under test/histories/<version>, which test/workflows/replay.test.ts replays
 * with the code as it is from then on. Run it by hand, once per release and after a path was added:
 * `node scripts/record-histories.ts`. What a release has recorded is never recorded again. A workflow that no release has yet is
 * recorded alone: `node scripts/record-histories.ts intake`, `claim` or `batch`, under test/histories/unreleased.
 */
const [only] = process.argv.slice(2);
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
/** What the next claim draws: below 0.02 it is decided blind. */
let drawn = 0.5;
const folder = join('test/histories', only ? 'unreleased' : version);

await setup();
try {
  const { devServer, timeSkipping } = await import('../test/environment/servers.ts');
  mkdirSync(folder, { recursive: true });
  if (only !== undefined && !['intake', 'claim', 'batch'].includes(only))
    throw new Error('name no workflow, or: intake, claim, batch');
  if (only === 'intake') await recordWith(await devServer(), {}, recordIntakes);
  if (only === undefined) {
    await recordWith(await devServer(), {}, recordCases);
    await recordWith(await timeSkipping(), { skips: true }, recordMonths);
  }
  if (only === undefined || only === 'batch') await recordWith(await devServer(), {}, recordBatches);
  if (only === undefined || only === 'claim') {
    await recordWith(await devServer(), { draw: () => drawn }, recordClaims);
    await recordWith(await timeSkipping(), { skips: true }, recordWeeksOfClaims);
  }
} finally {
  await teardown();
}

async function recordWith(
  env: TestWorkflowEnvironment,
  options: InstallationOptions,
  record: (here: TestInstallation) => Promise<void>,
): Promise<void> {
  const { startInstallation } = await import('../test/environment/installation.ts');
  const here = await startInstallation(env, options);
  try {
    await record(here);
  } finally {
    await here.close();
    await env.teardown();
  }
}

async function recordCases(here: TestInstallation): Promise<void> {
  const { GOLD, makeWindowDue, misbehave, newDeal, SHADOW, startDueWindows } = await import(
    '../test/workflows/deal/cases.ts'
  );
  const gold = () => here.submit(newDeal({ source_partner_id: GOLD }));
  const waiting = (id: string) => here.until(id, (row) => row.status === 'waiting_for_decision');

  const automatic = await here.submit(newDeal());
  await keep(here, automatic, 'deal-automatic');
  await makeWindowDue(here, automatic);
  await startDueWindows(here);
  await here.reverse(automatic, 'p-olga');
  await keep(here, reversalId(automatic), 'reversal');
  await keep(here, protectionId(automatic), 'protection-released');

  for (const [name, action, more] of [
    ['deal-approved', 'approve', {}],
    ['deal-rejected', 'reject', {}],
    ['deal-overridden', 'override', { edits: { stated_value: { amount: '30000.00', currency: 'USD' } } }],
    ['deal-rolled-back', 'rollback', {}],
  ] as const) {
    const id = await gold();
    await waiting(id);
    await here.decide(id, 'p-olga', { action, ...more });
    await keep(here, id, name);
  }

  const incomplete = newDeal({ primary_contact_email: null });
  const asked = await here.submit(incomplete);
  await here.until(asked, (row) => row.status === 'waiting_for_partner');
  await here.submit({ ...incomplete, primary_contact_email: 'found@answered.example' });
  await keep(here, asked, 'deal-partner-asked');

  const { customer_name } = incomplete;
  const rival = await here.submit(
    newDeal({ customer_name, primary_contact_email: 'found@answered.example' }),
  );
  await waiting(rival);
  await here.decide(rival, 'p-olga', { action: 'reject' });
  await keep(here, rival, 'deal-conflict-rejected');
  const appeal = { case: rival, by: 'p-ana', reason: 'we were first' };
  const policy = here.deps.policy();
  const unsigned = { ...policy, authority: { ...policy.authority, unsigned: 'allowed' as const } };
  const appealed = await appealDeal(
    { ...here.deps, ...gateDeps(here.deps), policy: () => unsigned, deliverWithinMs: 20_000 },
    appeal,
  );
  if ('message' in appealed) throw new Error(appealed.message);
  await waiting(appealed.case);
  await here.decide(appealed.case, 'p-ben', { action: 'approve' });
  await keep(here, appealed.case, 'deal-appealed');

  await keep(here, await here.submit(newDeal({ source_partner_id: SHADOW })), 'deal-shadow');

  for (const [name, action] of [
    ['deal-effect-retried', 'approve'],
    ['deal-effect-rolled-back', 'rollback'],
  ] as const) {
    await misbehave(here.salesforce, { method: 'PATCH', path: 'sobjects/Opportunity/', status: 422 });
    const id = await here.submit(newDeal());
    await waiting(id);
    await here.decide(id, 'p-olga', { action });
    await keep(here, id, name);
  }

  for (const [workflow, name] of [
    ['auditCheckpoint', 'audit-checkpoint'],
    ['matchMirror', 'match-mirror'],
    ['retention', 'retention'],
    ['dueProtections', 'due-protections'],
  ] as const) {
    const workflowId = `recorded-${name}`;
    await here.env.client.workflow.start(workflow, { workflowId, taskQueue: here.taskQueue });
    await keep(here, workflowId, name);
  }
}

/** The match index is keyed anew: at once, and paused before it has begun. */
async function recordBatches(here: TestInstallation): Promise<void> {
  const { indexedAs, aRecord } = await import('../test/adapters/match/records.ts');
  const records = Array.from({ length: 20 }, (_, number) =>
    indexedAs(aRecord(`registration:r${number}`, `Heron ${number}`)),
  );
  await here.deps.ports.match.index(records, { timeoutMs: 5_000, mayWait: true });
  const ask = (name: string) => openBatch(here.deps, { kind: 'match-index', name, by: 'system' });
  const rows = await ask('recorded');
  await tellBatches(here.deps);
  await keep(here, rows, 'batch-rows');
  const paused = await ask('recorded paused');
  await transact(here.store, (tx) => setBatchState(tx, paused, 'paused', null));
  await tellBatches(here.deps);
  const handle = here.env.client.workflow.getHandle(paused);
  while (
    (await handle.describe()).raw.pendingActivities?.length ||
    (await handle.describe()).historyLength < 10
  )
    await new Promise((resolve) => setTimeout(resolve, 100));
  await handle.signal('batchChanged', 'whatever somebody says');
  await transact(here.store, (tx) => setBatchState(tx, paused, 'running', null));
  await tellBatches(here.deps);
  await keep(here, paused, 'batch-resumed');
}

async function recordMonths(here: TestInstallation): Promise<void> {
  const { inPrm, newDeal, SHADOW, startDueWindows } = await import('../test/workflows/deal/cases.ts');
  const entered = inPrm(here, { source_partner_id: SHADOW });
  const watched = await here.submit(entered, 'impartner');
  await here.until(watched, (row) => row.mode === 'shadow');
  await here.env.sleep('5 h');
  const call = { timeoutMs: 5_000, mayWait: true };
  const approved = { id: entered.deal_id, status: 'Approved' };
  await here.deps.ports.prm.deals?.writes.updateDeal.send(approved, 'a-person', call);
  await here.env.sleep('5 h');
  await keep(here, watched, 'deal-shadow-watched');

  const id = await here.submit(newDeal());
  await here.until(id, (row) => row.status === 'completed');
  await here.env.sleep('60 days');
  await startDueWindows(here);
  await here.env.sleep('31 days');
  await keep(here, protectionId(id), 'protection-expired');

  const silent = await here.submit(newDeal({ primary_contact_email: null }));
  await here.until(silent, (row) => row.status === 'waiting_for_partner');
  await here.env.sleep('16 days');
  // Waiting for a result lets the server's time run on as far as it likes.
  await here.until(silent, (row) => row.status === 'completed');
  await keep(here, silent, 'deal-incomplete');

  const later = new Date((await here.env.currentTimeMs()) + 60 * 86_400_000).toISOString().slice(0, 10);
  const extended = await here.submit(newDeal({ expected_close_date: later }));
  await here.until(extended, (row) => row.status === 'completed');
  await here.env.sleep('65 days');
  await moveStage(here, extended, 'Negotiation/Review');
  const unsigned = () => {
    const policy = here.deps.policy();
    return { ...policy, authority: { ...policy.authority, unsigned: 'allowed' as const } };
  };
  const deps = { ...here.deps, ...gateDeps(here.deps), policy: unsigned };
  const request = { case: extended, by: 'p-ana', reason: 'contract in review' };
  const answer = await extendProtection(deps, request, call);
  if ('message' in answer) throw new Error(answer.message);
  await here.env.sleep('120 days');
  await keep(here, protectionId(extended), 'protection-extended');
}

async function recordClaims(here: TestInstallation): Promise<void> {
  const { fileOf, invoiced, newClaim, offer, perUnit, submitClaim, withInvoice, withMore } = await import(
    '../test/workflows/claim/cases.ts'
  );
  const { invoiceXml } = await import('../test/workflows/claim/invoice.ts');
  const { SHADOW } = await import('../test/workflows/deal/cases.ts');
  const asked = (id: string) => here.until(id, (row) => row.gate?.kind === 'review');
  await offer(here);

  await keep(here, await submitClaim(here, withInvoice(newClaim(here))), 'claim-automatic');
  const own = newClaim(here);
  const other = { sku: 'ARC-STD', quantity: '3', amount: { amount: '900.00', currency: 'EUR' } };
  const unpaid = own.lines.map((line) => ({ ...line, sku: other.sku }));
  await keep(here, await submitClaim(here, withInvoice({ ...own, lines: unpaid })), 'claim-rejected-by-rule');

  const edits = { lines: [{ line: '1', quantity: '10' }] };
  for (const [name, action, more] of [
    ['claim-approved', 'approve', {}],
    ['claim-rejected', 'reject', {}],
    ['claim-overridden', 'override', { edits }],
    ['claim-rolled-back', 'rollback', {}],
  ] as const) {
    const id = await submitClaim(here, withMore(newClaim(here)));
    await asked(id);
    await here.decide(id, 'p-olga', { action, ...more });
    await keep(here, id, name);
  }

  const whole = withInvoice(newClaim(here));
  drawn = 0.01;
  const blind = await submitClaim(here, { ...whole, lines: [...whole.lines, other] });
  await asked(blind);
  drawn = 0.5;
  await here.decide(blind, 'p-olga', { action: 'approve' });
  await keep(here, blind, 'claim-blind-partly-approved');

  const bare = newClaim(here);
  const incomplete = await submitClaim(here, bare);
  await here.until(incomplete, (row) => row.status === 'waiting_for_partner');
  const unreadable = fileOf(Buffer.from('%PDF-1.4 broken %%EOF'));
  await submitClaim(here, { ...bare, documents: [unreadable] });
  await asked(incomplete);
  await here.decide(incomplete, 'p-olga', { action: 'approve' });
  await keep(here, incomplete, 'claim-partner-asked');

  const open = { tiers: [], regions: [], skus: [], certifications: [], deal: false, conditions: [] };
  const anybody = newClaim(here, await offer(here, { program: 'open-to-all', eligibility: open }));
  const invoice = invoiceXml({ ...invoiced(anybody), seller: 'Sakura Integration KK' });
  const watched = { ...anybody, deal_id: null, source_partner_id: SHADOW, documents: [fileOf(invoice)] };
  await keep(here, await submitClaim(here, watched), 'claim-shadow');

  const twice = newClaim(here);
  const total = { amount: '60.00', currency: 'EUR' };
  const before = await submitClaim(here, { ...withInvoice(twice), total });
  await asked(before);
  const meanwhile = await submitClaim(here, { ...withInvoice(twice), claim_id: `${twice.claim_id}-B` });
  await asked(meanwhile);
  await here.decide(meanwhile, 'p-olga', { action: 'approve' });
  await here.until(meanwhile, (row) => row.status === 'completed');
  await here.decide(before, 'p-olga', { action: 'approve' });
  await here.until(before, ({ gate }) => JSON.stringify(gate).includes('claim.duplicate_'));
  await here.decide(before, 'p-olga', { action: 'reject' });
  await keep(here, before, 'claim-granted-elsewhere');

  const program = await offer(here, { program: 'corrected-later' });
  const corrected = await submitClaim(here, withMore(newClaim(here, program)));
  await asked(corrected);
  await offer(here, { program, ...perUnit('7.00') });
  await here.decide(corrected, 'p-olga', { action: 'approve' });
  await rollBack(here, corrected, 'effect');
  await keep(here, corrected, 'claim-program-corrected');
}

/** Once a gate of that kind is open; gives the second yes where money would move. */
async function rollBack(here: TestInstallation, id: string, from: string | null): Promise<void> {
  await here.until(id, (row) => from === null || row.gate?.kind === from);
  await here.decide(id, 'p-olga', { action: 'rollback' });
  const { status } = await here.until(
    id,
    (row) => row.status === 'rolled_back' || row.gate?.kind === 'rollback',
  );
  if (status !== 'rolled_back') await here.decide(id, 'p-finn', { action: 'approve' });
}

async function recordWeeksOfClaims(here: TestInstallation): Promise<void> {
  const { newClaim, offer, submitClaim, toldOf, withInvoice } = await import(
    '../test/workflows/claim/cases.ts'
  );
  const { eventually } = await import('../test/workflows/deal/cases.ts');
  const program = await offer(here, { budget: { amount: '60.00', currency: 'EUR' } });
  const paid = await submitClaim(here, withInvoice(newClaim(here, program)));
  await here.until(paid, (row) => row.status === 'completed');
  const [first, second] = [withInvoice(newClaim(here, program)), withInvoice(newClaim(here, program))];
  const waits = await submitClaim(here, first);
  await eventually(() => toldOf(here, first).length === 1);
  const dropped = await submitClaim(here, second);
  await eventually(() => toldOf(here, second).length === 1);
  await here.env.sleep('2 days');
  await rollBack(here, dropped, null);
  await keep(here, dropped, 'claim-rolled-back-waiting');
  const reversal = await here.startReversal(paid, 'p-olga');
  await eventually(async () => (await caseOf(here, reversal))?.status === 'waiting_for_decision');
  await here.decide(reversal, 'p-finn', { action: 'approve' });
  await here.until(paid, (row) => row.status === 'rolled_back');
  await here.env.sleep('25 hours');
  await keep(here, waits, 'claim-waited-for-budget');

  const silent = await submitClaim(here, newClaim(here, program));
  await here.until(silent, (row) => row.status === 'waiting_for_partner');
  await here.env.sleep('16 days');
  await keep(here, silent, 'claim-incomplete');
}

function caseOf({ store }: TestInstallation, id: string) {
  return getCase(statement(store), id);
}

/** Waits for the end of a workflow and writes its history, one event a line. */
async function recordIntakes(here: TestInstallation): Promise<void> {
  const { inPrm } = await import('../test/workflows/deal/cases.ts');
  const { store, vault, taskQueue, env, deps } = here;
  const events = eventReaders({ prm: 'impartner', crm: 'salesforce' });
  const intake: Intake = {
    store,
    vault,
    taskQueue,
    client: env.client,
    events,
    now: deps.now,
    formatOf: inUsd,
  };
  const record = async (name: string, input: Omit<Input, 'lifecycle'>) => {
    const [one] = await receive(intake, { lifecycle: 'deal', ...input });
    if (one?.kind !== 'reading') throw new Error(`${name} was read at once`);
    await keep(here, one.intake, name);
  };
  const mail = (text: string) => Buffer.from(`From: joe@partner.example\r\n\r\n${text}\r\n`);
  const said = Buffer.from(JSON.stringify({ id: inPrm(here).deal_id }));
  const hint = { source: 'impartner', form: RECORD_HINT, body: said } as const;
  await record('intake-record', hint);
  await record('intake-mail', { source: 'email', form: 'message/rfc822', body: mail('Customer: Acme') });
  await record('intake-dead-letter', {
    source: 'files',
    form: 'text/plain',
    body: Buffer.from('Lunch: soup'),
  });
  const rows = Array.from({ length: 120 }, (_, n) => `R-${n},Row ${n}`);
  const body = Buffer.from(`deal_id,customer_name\n${rows.join('\n')}\n`);
  await record('intake-rows', { source: 'files', form: 'text/csv', body });
}

async function keep(here: TestInstallation, workflowId: string, name: string): Promise<void> {
  const handle = here.env.client.workflow.getHandle(workflowId);
  await handle.result();
  const { events } = JSON.parse(historyToJSON(await handle.fetchHistory())) as { events: unknown[] };
  // The identity, and the worker's own queue that is named after it, tell the machine that recorded it.
  const lines = events.map((event) =>
    JSON.stringify(event, (key, value) =>
      key === 'identity' || (key === 'name' && /^\d+@/.test(value)) ? 'recorded' : value,
    ),
  );
  const text = lines.join(',\n').replaceAll(`${process.cwd()}/`, '');
  const body = `{"workflowId":${JSON.stringify(workflowId)},"history":{"events":[\n${text}\n]}}\n`;
  writeFileSync(join(folder, `${name}.json`), body);
  console.log(`${name}: ${events.length} events`);
}
