import { expect, test } from '@jest/globals';
import { WorkflowNotFoundError } from '@temporalio/client';
import { DateTime } from 'luxon';
import { auditOf } from '../../../adapters/store/audit.ts';
import { registrationOf } from '../../../adapters/store/deal/registrations.ts';
import { statement } from '../../../adapters/store/statement.ts';
import { protectionId } from '../../../domain/identity.ts';
import type { CaseView } from '../../../workflows/messages.ts';
import { dealsOf } from '../../adapters/prm/records.ts';
import { describeInstallation } from '../../environment/describe-installation.ts';
import { skipWithout } from '../../environment/servers.ts';
import { quietMonday, ZONE } from '../quiet-monday.ts';
import { eventually, GOLD, inPrm, newDeal, SHADOW, startDueWindows } from './cases.ts';

skipWithout('java')('deal registration over weeks and months, on a server that skips time', () => {
  const here = describeInstallation({ skips: true });

  const now = async () => DateTime.fromMillis(await here.env.currentTimeMs(), { zone: ZONE });
  const goTo = async (instant: DateTime) =>
    here.env.sleep(Math.max(1, instant.toMillis() - (await here.env.currentTimeMs())));
  const tx = () => statement(here.store);
  const view = (id: string) => here.env.client.workflow.getHandle(id).query<CaseView>('status');
  const actions = async (id: string) => (await auditOf(tx(), id)).map(({ entry }) => entry.action);
  /** Far enough away from now, so that no date of the registration has passed. */
  const later = async (days: number) => (await now()).plus({ days }).toISODate() as string;
  const deal = async (change: Record<string, unknown> = {}) =>
    newDeal({
      expected_close_date: await later(60),
      submission_timestamp: (await now()).toUTC().toISO(),
      ...change,
    });
  /** Status and closure reason of a customer's registrations as they stand in the PRM. */
  async function prmDealsOf(customer: string): Promise<{ status: unknown; closure: unknown }[]> {
    const { impartner } = (await here.exported()) as { impartner: Record<string, Record<string, unknown>[]> };
    return (impartner.Deal ?? [])
      .filter((one) => one.Customer_Name__cf === customer)
      .map((one) => ({ status: one.Registration_Status__cf, closure: one.Closure_Reason__cf }));
  }
  const mailsTo = (address: string, from: number) =>
    here.smtp.mails.slice(from).filter((mail) => mail.to.includes(address));
  /** Just before 09:00 on the next quiet Monday; answers 09:00. */
  async function goToQuietMonday(): Promise<DateTime> {
    const monday = quietMonday(await now());
    await goTo(monday.minus({ minutes: 10 }));
    return monday;
  }

  test('a partner who stays silent is reminded twice, then it is Incomplete; within 30 days it is reopened', async () => {
    const monday = await goToQuietMonday();
    const mails = here.smtp.mails.length;
    const incomplete = await deal({ source_partner_id: GOLD, primary_contact_email: null });
    const id = await here.submit(incomplete);
    await here.until(id, (row) => row.status === 'waiting_for_partner');
    const told = () => mailsTo('ventas@meseta-cloud.example', mails);
    const asked = () => told().filter((mail) => /necesita información/.test(mail.subject)).length;
    await eventually(() => asked() === 1);
    expect(told()[0]?.subject).toMatch(/recibido/);
    expect(told()[1]?.text).toContain(
      `${monday.plus({ days: 11 }).setLocale('es').toFormat("d 'de' LLLL 'de' yyyy")}`,
    );
    await goTo(monday.plus({ days: 3, hours: 1 }));
    await eventually(() => asked() === 2);
    await goTo(monday.plus({ days: 9, hours: 1 }));
    await eventually(() => asked() === 3);
    expect((await here.row(id)).status).toBe('waiting_for_partner');
    await goTo(monday.plus({ days: 14, hours: 1 }));
    await here.until(id, (row) => row.status === 'completed');
    expect(await here.row(id)).toMatchObject({ outcome: 'Incomplete', gate: null });
    const first = await registrationOf(tx(), id);
    expect(first).toMatchObject({ status: 'Incomplete', closureReason: 'Incomplete' });
    expect(await prmDealsOf(incomplete.customer_name)).toMatchObject([
      { status: 'Incomplete', closure: 'Incomplete' },
    ]);
    const last = told().at(-1);
    expect(last?.text).toMatch(/Faltaban datos necesarios/);
    expect(last?.text).toMatch(/conserva su lugar/);
    expect(last?.text).not.toMatch(/recurrir/);

    const later = (await now()).toUTC().toISO();
    const answered = {
      ...incomplete,
      primary_contact_email: 'found@tardy.example',
      submission_timestamp: later,
    };
    const again = await here.submit(answered);
    expect(again).toBe(`${id}~2`);
    const reopened = await here.until(again, (row) => row.status === 'waiting_for_decision');
    expect(reopened.previousCase).toBe(id);
    expect(reopened.summary.rules).not.toContain('submission.reopened_late');
    // It keeps its place, and goes on with its record in the PRM.
    expect((await registrationOf(tx(), again))?.submittedAt).toBe(first?.submittedAt);
    await here.decide(again, 'p-olga', { action: 'approve' });
    await here.until(again, (row) => row.status === 'completed');
    expect(await prmDealsOf(incomplete.customer_name)).toMatchObject([{ status: 'Approved' }]);
  });

  test('reopened after 30 days its place is lost', async () => {
    await goToQuietMonday();
    const incomplete = await deal({ source_partner_id: GOLD, primary_contact_email: null });
    const id = await here.submit(incomplete);
    await here.until(id, (row) => row.status === 'waiting_for_partner');
    await here.env.sleep('16 days');
    await here.until(id, (row) => row.status === 'completed');
    await here.env.sleep('31 days');
    const again = await here.submit({ ...incomplete, primary_contact_email: 'found@late.example' });
    const reopened = await here.until(again, (row) => row.status === 'waiting_for_decision');
    expect(reopened.summary.rules).toContain('submission.reopened_late');
    const [first, second] = await Promise.all([id, again].map((one) => registrationOf(tx(), one)));
    expect((second?.submittedAt ?? '') > (first?.submittedAt ?? '')).toBe(true);
    expect(second?.submittedAt?.slice(0, 10)).toBe((await now()).toUTC().toISODate());
  });

  test('a review that nobody takes is reminded, escalated and expires; time approves nothing', async () => {
    const monday = await goToQuietMonday();
    const before = JSON.stringify(await here.exported());
    const id = await here.submit(await deal({ source_partner_id: GOLD }));
    await here.until(id, (row) => row.status === 'waiting_for_decision');
    await goTo(monday.plus({ weeks: 4 }));
    await eventually(async () => (await view(id)).openProblem === 'sla_expired');
    const seen = await actions(id);
    expect(seen.filter((action) => action.startsWith('gate.')).slice(0, 6)).toEqual([
      'gate.opened',
      'gate.remind',
      'gate.remind',
      'gate.escalate',
      'gate.escalate_ops',
      'gate.sla_expired',
    ]);
    expect(await here.row(id)).toMatchObject({ status: 'waiting_for_decision', openProblem: 'sla_expired' });
    expect(JSON.stringify(await here.exported())).toBe(before);
    await here.decide(id, 'p-olga', { action: 'approve' });
    expect(await here.until(id, (row) => row.status === 'completed')).toMatchObject({ outcome: 'Approved' });
  });

  test('parked, or asking for weeks, a case costs so few events that a year stays far below what a history may hold', async () => {
    const events = async (id: string) =>
      Number((await here.env.client.workflow.getHandle(id).describe()).historyLength);
    const asks = await here.submit(await deal({ source_partner_id: GOLD }));
    await here.until(asks, (row) => row.status === 'waiting_for_decision');
    await here.setRollout('Gold/EMEA/standard', 'off');
    const parked = await here.submit(await deal({ source_partner_id: GOLD }));
    await eventually(async () => (await view(parked)).openProblem === 'kill_switch');
    const days = 40;
    const before = [await events(asks), await events(parked)];
    await goTo((await now()).plus({ days }));
    await eventually(async () => (await events(parked)) > (before[1] as number) + days);
    const after = [await events(asks), await events(parked)];
    for (const [index, count] of after.entries())
      expect(((count - (before[index] as number)) / days) * 365).toBeLessThan(51_200 / 4);
    await here.setRollout('Gold/EMEA/standard', 'assisted');
    await here.until(parked, (row) => row.status === 'waiting_for_decision');
  });

  test('the protection window is reminded of 30, 7 and 0 days before its end, and expires', async () => {
    const id = await here.submit(await deal());
    await here.until(id, (row) => row.status === 'completed');
    const end = DateTime.fromISO((await registrationOf(tx(), id))?.protectedUntil ?? '');
    expect(Math.round(end.diff(await now(), 'days').days)).toBe(90);
    const mails = here.smtp.mails.length;
    const told = () => mailsTo('canal@lumiere-conseil.example', mails).length;
    const window = here.env.client.workflow.getHandle(protectionId(id));
    await goTo(end.minus({ days: 31 }));
    await startDueWindows(here);
    await expect(window.describe()).rejects.toThrow(WorkflowNotFoundError);
    await goTo(end.minus({ days: 30 }).plus({ minutes: 1 }));
    await startDueWindows(here);
    await eventually(() => told() === 1);
    await goTo(end.minus({ days: 6 }));
    await eventually(() => told() === 2);
    await goTo(end.plus({ hours: 1 }));
    expect(await window.result()).toBe('expired');
    expect(told()).toBe(3);
    expect(await registrationOf(tx(), id)).toMatchObject({ status: 'Expired', closureReason: 'Expired' });
  });

  test('reversed, the protection ends: no notice comes any more, also none that was held by the kill switch', async () => {
    const id = await here.submit(await deal());
    await here.until(id, (row) => row.status === 'completed');
    const end = DateTime.fromISO((await registrationOf(tx(), id))?.protectedUntil ?? '');
    await here.setRollout('Platinum/EMEA/*', 'off');
    await goTo(end.minus({ days: 30 }).plus({ minutes: 1 }));
    await startDueWindows(here);
    const window = protectionId(id);
    await eventually(async () => (await view(window)).openProblem === 'kill_switch');
    const mails = here.smtp.mails.length;
    await here.reverse(id, 'p-olga');
    expect(await here.env.client.workflow.getHandle(window).result()).toBe('released');
    await here.setRollout('Platinum/EMEA/*', 'assisted');
    expect(
      mailsTo('canal@lumiere-conseil.example', mails)
        .map((mail) => mail.subject)
        .join(),
    ).not.toMatch(/protection/i);
    expect(await registrationOf(tx(), id)).toMatchObject({ status: 'Withdrawn' });
  });

  test.each([
    ['Approved', 'approve'],
    ['Rejected', 'reject'],
  ])('in shadow people decide in the PRM: %s there is recorded beside our advice', async (status, human) => {
    const entered = inPrm(here, { source_partner_id: SHADOW, expected_close_date: await later(60) });
    const id = await here.submit(
      { ...entered, submission_timestamp: (await now()).toUTC().toISO() },
      'impartner',
    );
    await here.until(id, (row) => row.mode === 'shadow');
    await here.env.sleep('9 h');
    expect((await here.row(id)).status).toBe('running');
    await dealsOf(here.deps.ports.prm).writes.updateDeal.send({ id: entered.deal_id, status }, 'a-person', {
      timeoutMs: 5_000,
      mayWait: true,
    });
    await here.env.sleep('5 h');
    const row = await here.until(id, (each) => each.status === 'completed');
    expect(row.outcome).toMatch(/^shadow: /);
    const { rows } = await tx().query('select human from agreements where case_id = $1', [id]);
    expect(rows).toEqual([{ human }]);
  });
});
