import { describe, expect, test } from '@jest/globals';
import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { auditOf } from '../../../adapters/store/audit.ts';
import type { CaseRow } from '../../../adapters/store/cases.ts';
import { conflictsOf } from '../../../adapters/store/deal/conflicts.ts';
import { type KeptRegistration, registrationOf } from '../../../adapters/store/deal/registrations.ts';
import { transact } from '../../../adapters/store/pool.ts';
import { decisionOf, rerunDecision } from '../../../adapters/store/rerun.ts';
import { statement } from '../../../adapters/store/statement.ts';
import { eraseSubject } from '../../../adapters/store/subjects.ts';
import { decideDealAgain } from '../../../domain/deal/deciders.ts';
import { firstNoticeAt } from '../../../domain/deal/protection.ts';
import type { DecisionRecord } from '../../../domain/evidence.ts';
import { protectionId } from '../../../domain/identity.ts';
import { attributes } from '../../../workflows/search-attributes.ts';
import { describeInstallation } from '../../environment/describe-installation.ts';
import { workflowBundle } from '../../environment/servers.ts';
import { eventually, makeWindowDue, newDeal } from './cases.ts';

/** A registration of a customer that nobody knows. */
const deal = newDeal;
const gold = (change: object = {}) => deal({ source_partner_id: '7003', ...change });
const waiting = (id: string) => here.until(id, (row) => row.status === 'waiting_for_decision');
const completed = (id: string) => here.until(id, (row) => row.status === 'completed');
const actions = async (id: string) =>
  (await auditOf(statement(here.store), id)).map(({ entry }) => entry.action);

const here = describeInstallation();

describe('a deal registration', () => {
  test('a clean one of an automated segment is approved without a person and written once', async () => {
    const id = await here.submit(deal());
    const row = await completed(id);
    expect(row).toMatchObject({ outcome: 'Approved', mode: 'automated', segment: 'Platinum/EMEA/standard' });
    const patched = here.salesforce.requests
      .filter((request) => request.method === 'PATCH')
      .map((request) => request.path);
    expect(patched.map((path) => path.split('/')[5])).toEqual(['Account', 'Contact', 'Opportunity']);
    expect(here.smtp.mails.map((mail) => mail.to)).toEqual([['canal@lumiere-conseil.example']]);
    expect(await actions(id)).toEqual([
      'submission.received',
      'decision.computed',
      ...Array(6).fill('effect.done'),
      'case.closed',
    ]);
    const registration = await registrationOf(statement(here.store), id);
    expect(registration).toMatchObject({ status: 'Approved' });
    const { rows } = await here.store.pool.query('select kept_until from cases where case_id = $1', [id]);
    expect(rows[0].kept_until?.toISOString()).toBe(registration?.protectedUntil);
    const { windowDue, protectedUntil } = registration as KeptRegistration;
    expect(windowDue).toBe(firstNoticeAt(protectedUntil as string));
    const window = here.env.client.workflow.getHandle(protectionId(id));
    const { client } = here.env;
    const options = { taskQueue: here.taskQueue, workflowId: `due-${here.taskQueue}` };
    await client.workflow.execute('dueProtections', options);
    await expect(window.describe()).rejects.toThrow(WorkflowNotFoundError);

    await makeWindowDue(here, id);
    expect(await client.workflow.execute('dueProtections', options)).toBe(1);
    expect((await window.describe()).status.name).toBe('RUNNING');
    expect((await registrationOf(statement(here.store), id))?.windowDue).toBeNull();
    expect(await client.workflow.execute('dueProtections', options)).toBe(0);
  });

  test('of two partners at the same moment never are both approved for one customer', async () => {
    for (let pair = 0; pair < 5; pair += 1) {
      const one = deal();
      const other = { ...deal(), customer_name: one.customer_name, source_partner_id: '7001' };
      other.primary_contact_email = one.primary_contact_email;
      const ids = await Promise.all([here.submit(one), here.submit(other)]);
      const rows = await Promise.all(
        ids.map((id) =>
          here.until(id, ({ status }) => status === 'completed' || status === 'waiting_for_decision'),
        ),
      );
      expect(rows.filter(({ outcome }) => outcome === 'Approved').length).toBeLessThan(2);
      for (const { status, summary } of rows)
        if (status === 'waiting_for_decision')
          expect(summary).toMatchObject({ triage_status: 'FLAGGED_CONFLICT' });
    }
  });

  test('its whole case costs at most 11 events, and six more where the mail takes its time', async () => {
    const id = await here.submit(deal());
    await here.env.client.workflow.getHandle(id).result();
    const history = await here.env.client.workflow.getHandle(id).fetchHistory();
    expect(history.events?.length).toBeLessThanOrEqual(17);
  });

  test('the recorded decision can be computed again from its evidence, byte for byte', async () => {
    const id = await here.submit(deal());
    await completed(id);
    expect(await decisionOf(statement(here.store), id)).toBeDefined();
    expect(
      await rerunDecision(
        statement(here.store),
        here.vault,
        { case: id, record: (await decisionOf(statement(here.store), id)) as DecisionRecord },
        decideDealAgain,
      ),
    ).toMatchObject({ result: 'equal' });
  });

  test('an assisted segment waits for the channel manager, who approves it', async () => {
    const id = await here.submit(gold());
    expect((await waiting(id)).gate).toMatchObject({ kind: 'review', round: 1, assignee: 'p-ana' });
    const reply = await here.decide(id, 'p-ana', { action: 'approve' });
    expect(reply).toMatchObject({ final: true, signed: true });
    expect(await completed(id)).toMatchObject({ outcome: 'Approved', mode: 'assisted' });
  });

  test('a rejection is written to the PRM and told, the CRM never hears of it', async () => {
    const before = (await here.exported()) as { salesforce: unknown };
    const id = await here.submit(gold());
    await waiting(id);
    await here.decide(id, 'p-ana', { action: 'reject', reason: 'not a fit' });
    expect(await completed(id)).toMatchObject({ outcome: 'Rejected' });
    const after = (await here.exported()) as {
      salesforce: unknown;
      impartner: { Deal: { DealStatus?: string }[] };
    };
    expect(after.salesforce).toEqual(before.salesforce);
    expect(JSON.stringify(after.impartner)).toContain('Rejected');
    expect(here.smtp.mails.at(-1)?.to).toEqual(['ventas@meseta-cloud.example']);
  });

  test('the same domain as a CRM account is a conflict with its longer clock', async () => {
    const id = await here.submit(deal({ primary_contact_email: 'new@garonne-ateliers.example' }));
    const row = await waiting(id);
    expect(row.summary).toMatchObject({ triage_status: 'FLAGGED_CONFLICT' });
    expect(row.summary.rules).toContain('conflict.open_opportunity');
    const usual = await waiting(await here.submit(gold()));
    const due = (each: CaseRow) => Date.parse(String(each.gate?.dueAt));
    expect(due(row)).toBeGreaterThan(due(usual));
  });

  test('a second registration of the same customer is a conflict, whoever sends it', async () => {
    const first = deal();
    await completed(await here.submit(first));
    const again = { customer_name: first.customer_name, primary_contact_email: first.primary_contact_email };
    const row = await waiting(await here.submit(gold(again)));
    expect(row.summary).toMatchObject({
      triage_status: 'FLAGGED_CONFLICT',
      recommended_action: 'keep_other',
    });
    const [found] = await conflictsOf(statement(here.store), row.case);
    expect(found).toMatchObject({ clause: 'protected', thisFirst: false, evidenceHash: row.evidenceHash });
    const sameName = { customer_name: first.customer_name, primary_contact_email: 'other@elsewhere.example' };
    const looked = await waiting(await here.submit(gold(sameName)));
    expect(looked.summary).toMatchObject({ triage_status: 'NEEDS_REVIEW', recommended_action: 'compare' });
    expect(looked.summary.rules).toContain('conflict.protected');
  });

  test('USD 100,000 and more belong to Partner Ops: a channel manager is refused and it is seen', async () => {
    const id = await here.submit(deal({ estimated_value: { amount: '100000.00', currency: 'USD' } }));
    await waiting(id);
    const refused = here.decide(id, 'p-ana', { action: 'approve' });
    await expect(refused).rejects.toThrow(WorkflowUpdateFailedError);
    const view = await here.env.client.workflow
      .getHandle(id)
      .query<{ refused: { code: string }[] }>('status');
    expect(view.refused[0]?.code).toBe('limit');
    await here.decide(id, 'p-olga', { action: 'approve' });
    expect(await completed(id)).toMatchObject({ outcome: 'Approved' });
  });

  test('a missing contact asks the partner; the amended submission resumes the case', async () => {
    const incomplete = deal({ primary_contact_email: null });
    const id = await here.submit(incomplete);
    const row = await here.until(id, (each) => each.status === 'waiting_for_partner');
    expect(row.summary).toMatchObject({ triage_status: 'NEEDS_REVIEW' });
    await here.submit({ ...incomplete, primary_contact_email: 'found@answered.example' });
    expect(await completed(id)).toMatchObject({ outcome: 'Approved', revision: 2 });
  });

  test('an override approves with edits, kept as a revision of their own', async () => {
    const id = await here.submit(gold());
    await waiting(id);
    const edits = { stated_value: { amount: '30000.00', currency: 'USD' } };
    await here.decide(id, 'p-olga', { action: 'override', edits });
    expect(await completed(id)).toMatchObject({
      outcome: 'Approved',
      revision: 2,
      summary: { estimated_value: '30000.00' },
    });
    expect(await actions(id)).toContain('submission.edited');
  });

  test('what an override brings up is asked about before anything is written', async () => {
    const before = await here.exported();
    const id = await here.submit(gold());
    await waiting(id);
    const edits = { stated_value: { amount: '150000', currency: 'USD' } };
    await here.decide(id, 'p-olga', { action: 'override', edits });
    const asked = await here.until(
      id,
      (row) =>
        row.status === 'waiting_for_decision' && Number((row.gate as { round?: number } | null)?.round) > 1,
    );
    expect(asked.summary.rules).toContain('always_person.high_value');
    expect(asked).toMatchObject({ revision: 2, summary: { estimated_value: '150000.00' } });
    expect(await here.exported()).toEqual(before);
    await here.decide(id, 'p-olga', { action: 'approve' });
    expect(await completed(id)).toMatchObject({ outcome: 'Approved', revision: 2 });
  });

  test.each([
    [{ amount: '30000.00', currency: 'ZZZ' }, 'with a code of ISO 4217'],
    [{ amount: '45.000', currency: 'EUR' }, 'can be read as 45.000 and as 45000'],
  ])('an override with %j is refused as intake would refuse it', async (stated_value, why) => {
    const id = await here.submit(gold());
    await waiting(id);
    const refused = here.decide(id, 'p-olga', { action: 'override', edits: { stated_value } });
    const error = await refused.catch((thrown: unknown) => thrown);
    expect((error as WorkflowUpdateFailedError).cause?.message).toContain(why);
  });

  test('an override of what nobody may edit is refused with the field', async () => {
    const id = await here.submit(gold());
    await waiting(id);
    const refused = here.decide(id, 'p-olga', { action: 'override', edits: { source_partner_id: '7001' } });
    const error = await refused.catch((thrown: unknown) => thrown);
    expect((error as WorkflowUpdateFailedError).cause?.message).toContain('source_partner_id');
  });

  test('an unknown partner is a gated case, never a stuck one', async () => {
    const id = await here.submit(deal({ source_partner_id: '9999' }));
    const row = await waiting(id);
    expect(row.summary.rules).toContain('partner.unknown');
  });

  test('shadow computes and records, and writes nothing', async () => {
    const before = await here.exported();
    const partner = await here.deps.ports.prm.partners.read('7006', { timeoutMs: 5_000, mayWait: true });
    // Notices of the cases before may still be on their way.
    const toPartner = () => here.smtp.mails.filter(({ to }) => to.includes(partner?.email ?? '')).length;
    const mails = toPartner();
    const id = await here.submit(deal({ source_partner_id: '7006' }));
    const row = await completed(id);
    expect(row).toMatchObject({ mode: 'shadow', outcome: 'shadow: review' });
    expect(await here.exported()).toEqual(before);
    expect(toPartner()).toBe(mails);
  });

  test('rolled back while under review, the vendors stand as if it had never been decided', async () => {
    const before = await here.exported();
    const id = await here.submit(gold());
    await waiting(id);
    await here.decide(id, 'p-olga', { action: 'rollback', reason: 'entered by mistake' });
    await here.until(id, (row) => row.status === 'rolled_back');
    expect(await here.exported()).toEqual(before);
  });

  test('after its end a reversal puts everything back, and no window is ever started', async () => {
    const before = await here.exported();
    const id = await here.submit(deal());
    await completed(id);
    expect(await here.exported()).not.toEqual(before);
    await here.reverse(id, 'p-olga');
    await here.until(id, (row) => row.status === 'rolled_back');
    expect(await here.exported()).toEqual(before);
    expect(await registrationOf(statement(here.store), id)).toMatchObject({
      status: 'Withdrawn',
      windowDue: null,
    });
    const window = here.env.client.workflow.getHandle(protectionId(id));
    await expect(window.describe()).rejects.toThrow(WorkflowNotFoundError);
  });

  test('what nobody can help ends the case as failed, and its submission can start again', async () => {
    const person = { primary_contact_email: 'erased@vanished.example' };
    const id = await here.submit(gold(person));
    await waiting(id);
    await transact(here.store, (tx) =>
      eraseSubject(tx, here.vault, {
        address: person.primary_contact_email,
        by: 'p-sam',
        at: new Date().toISOString(),
      }),
    );
    await here.decide(id, 'p-ana', { action: 'approve' });
    const row = await here.until(id, (each) => each.status === 'failed');
    expect(row.outcome).toContain('failed: ');
    // The row is written within the workflow's last task.
    const handle = here.env.client.workflow.getHandle(id);
    await eventually(async () => (await handle.describe()).status.name === 'FAILED');
    // The search attribute is a code: it takes no sentence.
    const { typedSearchAttributes: shown } = await handle.describe();
    expect(shown.get(attributes.Outcome)).toBe('failed');
  });

  test('what the search attributes say of the longest registration there may be is as short as Temporal takes it', async () => {
    const long = { deal_id: 'd'.repeat(200), source_partner_id: '7'.repeat(200), program: 'p'.repeat(100) };
    const id = await here.submit(gold({ ...long, customer_name: 'c'.repeat(255) }));
    await waiting(id);
    const { typedSearchAttributes: shown } = await here.env.client.workflow.getHandle(id).describe();
    const texts = shown
      .getAll()
      .flatMap(({ value }) => [value].flat())
      .filter((value) => typeof value === 'string');
    expect(texts.length).toBeGreaterThan(3);
    expect(Math.max(...texts.map((text) => text.length))).toBeLessThanOrEqual(200);
  });

  test('every history of these cases replays with the code as it is', async () => {
    let replayed = 0;
    for await (const { workflowId } of here.env.client.workflow.list({
      query: `TaskQueue = '${here.taskQueue}'`,
    })) {
      const history = await here.env.client.workflow.getHandle(workflowId).fetchHistory();
      // A protection window that sleeps until its first notice: no worker has seen it.
      if (history.events?.length === 1) continue;
      await Worker.runReplayHistory({ workflowBundle: workflowBundle() }, history, workflowId);
      replayed += 1;
    }
    expect(replayed).toBeGreaterThan(10);
  });
});
