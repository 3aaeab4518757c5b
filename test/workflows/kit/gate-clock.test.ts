import { expect, test } from '@jest/globals';
import { Worker } from '@temporalio/worker';
import { DateTime } from 'luxon';
import { type SubmissionMessage, submit } from '../../../workflows/messages.ts';
import { attributes } from '../../../workflows/search-attributes.ts';
import { skipWithout } from '../../environment/servers.ts';
import { quietMonday, ZONE } from '../quiet-monday.ts';
import { type DeskHandle, describeDesk } from './desk-fixture.ts';

skipWithout('java')('the clocks of a gate, on a server that skips time', () => {
  const desk = describeDesk({ skips: true });

  const now = async () => DateTime.fromMillis(await desk.env.currentTimeMs(), { zone: ZONE });
  const goTo = async (instant: DateTime) =>
    desk.env.sleep(instant.toMillis() - (await desk.env.currentTimeMs()));

  /** Just before 09:00 on the next quiet Monday; answers 09:00. */
  async function goToQuietMonday(): Promise<DateTime> {
    const monday = quietMonday(await now());
    await goTo(monday.minus({ minutes: 10 }));
    return monday;
  }
  const at = (day: DateTime, time: string) => DateTime.fromISO(`${day.toISODate()}T${time}`, { zone: ZONE });
  const lines = async (handle: DeskHandle, what: string) =>
    (await desk.view(handle)).history.filter((line) => line.endsWith(what));
  const noticesOf = (id: string) =>
    desk.notices.filter((notice) => notice.case === id).map(({ occasion, to }) => `${occasion} ${to}`);
  async function replays(handle: DeskHandle): Promise<void> {
    await Worker.runReplayHistory(
      { workflowBundle: desk.workflowBundle },
      await handle.fetchHistory(),
      handle.workflowId,
    );
  }
  const answer = (id: string): { args: [SubmissionMessage] } => ({
    args: [{ case: id, revision: 2, contentHash: 'h2' }],
  });

  test('reminds twice, escalates twice, expires, escalates daily and never decides', async () => {
    const monday = await goToQuietMonday();
    const handle = await desk.start();
    const { case: id, gate } = await desk.view(handle);
    expect(gate?.dueText).toMatch(/^Mon .* 17:00 CES?T$/);
    const step = async (to: DateTime, expected: string[]) => {
      await goTo(to);
      await desk.until(handle, () => noticesOf(id).length >= expected.length);
      expect(noticesOf(id)).toEqual(expected);
    };
    const told = ['opened p-ana'];
    await step(at(monday, '12:59'), told);
    told.push('remind p-ana');
    await step(at(monday, '13:01'), told);
    told.push('remind p-ana');
    await step(at(monday, '15:25'), told);
    const overdue = async () => (await handle.describe()).typedSearchAttributes.get(attributes.Overdue);
    expect(await overdue()).toBeUndefined();
    told.push('escalate p-olga');
    await step(at(monday, '17:01'), told);
    expect(await overdue()).toBe(true);
    expect((await desk.view(handle)).openProblem).toBe('none');
    told.push('escalate_ops p-olga');
    await step(at(monday.plus({ days: 1 }), '17:01'), told);
    // Nothing more until three weeks of working days are over: the third Friday, 17:00.
    const expires = monday.plus({ days: 18 });
    await step(at(expires, '16:59'), told);
    told.push('sla_expired p-olga');
    await step(at(expires, '17:01'), told);
    const expired = await desk.until(handle, (view) => view.openProblem === 'sla_expired');
    expect(expired.status).toBe('waiting_for_decision');
    expect(await desk.row(id)).toMatchObject({ openProblem: 'sla_expired', status: 'waiting_for_decision' });
    told.push('escalate_daily p-olga');
    await step(at(expires.plus({ days: 3 }), '17:01'), told);
    told.push('escalate_daily p-olga');
    await step(at(expires.plus({ days: 4 }), '17:01'), told);
    const ticks = (await desk.audit(id))
      .map((entry) => entry.action)
      .filter((action) => action !== 'gate.opened');
    expect(ticks).toEqual([
      'gate.remind',
      'gate.remind',
      'gate.escalate',
      'gate.escalate_ops',
      'gate.sla_expired',
      'gate.escalate_daily',
      'gate.escalate_daily',
    ]);
    await desk.decide(handle, await desk.said(handle, 'approve'));
    expect((await handle.result()).verdicts).toMatchObject([{ outcome: 'approved' }]);
    expect((await desk.row(id))?.openProblem).toBe('none');
    await replays(handle);
  });

  test('over a daylight-saving change Friday 16:00 and 8 business hours is Monday 16:00', async () => {
    let sunday = (await now()).plus({ weeks: 2 }).endOf('week').startOf('day');
    while (sunday.offset === sunday.plus({ days: 1 }).offset) sunday = sunday.plus({ weeks: 1 });
    const friday = at(sunday.minus({ days: 2 }), '16:00');
    const monday = at(sunday.plus({ days: 1 }), '16:00');
    expect(monday.diff(friday, 'hours').hours).not.toBe(72);
    await goTo(friday);
    // Where the change falls into a quarter's last days the eight hours are four; a clock of sixteen is then eight.
    const handle = await desk.start({
      clocks: [friday.endOf('quarter').diff(friday, 'days').days < 5 ? 'sixteen' : 'deal'],
    });
    const { case: id, gate } = await desk.view(handle);
    expect(DateTime.fromISO(gate?.dueAt ?? '').toMillis() - monday.toMillis()).toBeLessThan(60_000);
    expect(gate?.dueText).toMatch(/^Mon .* 16:0\d CES?T$/);
    await goTo(monday.minus({ minutes: 1 }));
    await desk.until(handle, () => noticesOf(id).length === 3);
    expect(noticesOf(id)).toEqual(['opened p-ana', 'remind p-ana', 'remind p-ana']);
    await goTo(monday.plus({ minutes: 2 }));
    await desk.until(handle, () => noticesOf(id).length === 4);
    expect(noticesOf(id).at(-1)).toBe('escalate p-olga');
    await desk.decide(handle, await desk.said(handle, 'reject'));
    await handle.result();
    await replays(handle);
  });

  test('while the partner is asked the clock stands; the answer resumes it with what was left', async () => {
    const monday = await goToQuietMonday();
    const handle = await desk.start();
    const { case: id } = await desk.view(handle);
    await goTo(at(monday, '11:00'));
    await desk.decide(handle, await desk.said(handle, 'request_information'));
    const paused = await desk.until(handle, (view) => view.status === 'waiting_for_partner');
    expect(DateTime.fromISO(paused.gate?.dueAt ?? '').diff(monday, 'days').days).toBeGreaterThan(13);
    // Three weeks of the reviewer's clock would have run out; only the partner is reminded, on working days 3 and 7.
    const toldOf = () => desk.told.filter((one) => one.case === id).map((one) => one.reminder);
    await goTo(at(monday.plus({ days: 3 }), '11:01'));
    await desk.until(handle, () => toldOf().length === 2);
    await goTo(at(monday.plus({ days: 9 }), '11:01'));
    await desk.until(handle, () => toldOf().length === 3);
    expect([toldOf(), noticesOf(id)]).toEqual([[0, 1, 2], ['opened p-ana']]);
    await goTo(at(monday.plus({ days: 10 }), '10:00'));
    await handle.executeUpdate(submit, answer(id));
    const resumed = await desk.until(handle, (view) => view.gate?.round === 2);
    // Two of eight hours were used before the pause: six are left from 10:00 on.
    expect(resumed.gate?.dueText).toMatch(/^Thu .* (15:59|16:0\d) CES?T$/);
    expect(resumed).toMatchObject({ status: 'waiting_for_decision', gate: { paused: false } });
    await desk.decide(handle, await desk.said(handle, 'approve'));
    expect((await handle.result()).verdicts.map((one) => one.outcome)).toEqual(['amended', 'approved']);
    await replays(handle);
  });

  test('a partner who stays silent for ten business days ends the question, with nobody’s decision', async () => {
    const monday = await goToQuietMonday();
    const handle = await desk.start({ partnerQuestions: ['expected_close_date'], actions: ['reject'] });
    const { case: id, status } = await desk.view(handle);
    expect(status).toBe('waiting_for_partner');
    await goTo(at(monday.plus({ days: 11 }), '16:59'));
    expect(await lines(handle, 'partner silent')).toHaveLength(0);
    await goTo(at(monday.plus({ days: 11 }), '17:01'));
    expect((await handle.result()).verdicts).toMatchObject([{ outcome: 'partner_silent', decided: null }]);
    expect(desk.told.filter((one) => one.case === id).map((one) => one.reminder)).toEqual([0, 1, 2]);
    expect((await desk.audit(id)).at(-1)).toMatchObject({ action: 'gate.closed', outcome: 'partner_silent' });
    await replays(handle);
  });

  test('whom no channel reaches is a problem of the case, which keeps neither the decision nor its end waiting', async () => {
    const monday = await goToQuietMonday();
    const { addressOf } = desk.board.port;
    desk.board.port.addressOf = () => null;
    try {
      const handle = await desk.start({}, {}, { told: false });
      const { case: id } = await desk.view(handle);
      await goTo(at(monday, '10:00'));
      await desk.until(handle, (view) => view.openProblem === 'staff_unreached');
      expect((await desk.row(id))?.openProblem).toBe('staff_unreached');
      await desk.decide(handle, await desk.said(handle, 'approve'));
      expect((await handle.result()).verdicts).toMatchObject([{ outcome: 'approved' }]);
      expect((await desk.row(id))?.openProblem).toBe('none');
      expect(noticesOf(id)).toEqual([]);
      await replays(handle);
    } finally {
      desk.board.port.addressOf = addressOf;
    }
  });
});
