import { describe, expect, test } from '@jest/globals';
import { DateTime } from 'luxon';
import { appealDeal } from '../../../activities/deal/appeal.ts';
import { type ExtensionRequest, extendProtection } from '../../../activities/deal/extension.ts';
import { gateDeps } from '../../../activities/index.ts';
import { auditOf } from '../../../adapters/store/audit.ts';
import { loadAuthority } from '../../../adapters/store/authority.ts';
import { appealsOf } from '../../../adapters/store/deal/appeals.ts';
import { conflictsOf } from '../../../adapters/store/deal/conflicts.ts';
import { registrationOf } from '../../../adapters/store/deal/registrations.ts';
import { indexedRecords } from '../../../adapters/store/match.ts';
import { statement } from '../../../adapters/store/statement.ts';
import { protectionId } from '../../../domain/identity.ts';
import { describeInstallation } from '../../environment/describe-installation.ts';
import { skipWithout } from '../../environment/servers.ts';
import { eventually, GOLD, newDeal, startDueWindows } from './cases.ts';
import { moveStage } from './move-stage.ts';

const CALL = { timeoutMs: 5_000, mayWait: true };
const LUMIERE = 'canal@lumiere-conseil.example';
const MESETA = 'ventas@meseta-cloud.example';

skipWithout('java')('what comes after a decision, on a server that skips time', () => {
  const here = describeInstallation({ skips: true });

  const now = async () => DateTime.fromMillis(await here.env.currentTimeMs());
  const goTo = async (instant: DateTime) =>
    here.env.sleep(Math.max(1, instant.toMillis() - (await here.env.currentTimeMs())));
  const tx = () => statement(here.store);
  const entries = async (id: string) => (await auditOf(tx(), id)).map(({ entry }) => entry);
  const mailsTo = (address: string, from: number) =>
    here.smtp.mails.slice(from).filter((mail) => mail.to.includes(address));
  const deal = async (change: Record<string, unknown> = {}) =>
    newDeal({
      expected_close_date: (await now()).plus({ days: 60 }).toISODate(),
      submission_timestamp: (await now()).toUTC().toISO(),
      ...change,
    });
  const clock = async () => {
    const at = new Date(await here.env.currentTimeMs());
    return () => at;
  };

  describe('an extension of the protection', () => {
    const extend = async (request: ExtensionRequest) => {
      const unsigned = () => {
        const policy = here.deps.policy();
        return { ...policy, authority: { ...policy.authority, unsigned: 'allowed' as const } };
      };
      const deps = { ...here.deps, ...gateDeps(here.deps), policy: unsigned, now: await clock() };
      return extendProtection(deps, request, CALL);
    };
    const refusal = (answer: unknown) => (answer as { code?: string }).code;

    test('is given once, by whoever may decide the deal, when the stage has moved; its window is started to say so', async () => {
      const id = await here.submit(await deal());
      await here.until(id, (row) => row.status === 'completed');
      const first = DateTime.fromISO((await registrationOf(tx(), id))?.protectedUntil ?? '');
      const asked = { case: id, reason: 'the proof of concept runs' };
      await goTo(first.minus({ days: 80 }));
      const untouched = await extend({ ...asked, by: 'p-ana' });
      expect(untouched).toMatchObject({
        code: 'not_offered',
        message: /still in "Qualification", the stage in which it began/,
      });

      await moveStage(here, id, 'Proposal/Price Quote');
      expect(refusal(await extend({ ...asked, by: 'p-finn' }))).toBe('role');
      expect(refusal(await extend({ ...asked, by: 'p-nora' }))).toBe('role');
      expect(refusal(await extend({ ...asked, by: 'p-joe' }))).toBe('own_partners_only');
      expect(refusal(await extend({ ...asked, by: 'p-ana', reason: ' ' }))).toBe('malformed');
      const mails = here.smtp.mails.length;
      const end = first.plus({ days: 90 });
      expect(await extend({ ...asked, by: 'p-ana' })).toEqual({ protectedUntil: end.toUTC().toISO() });
      expect(refusal(await extend({ ...asked, by: 'p-olga' }))).toBe('not_offered');

      const told = () => mailsTo(LUMIERE, mails);
      const registration = await registrationOf(tx(), id);
      expect(registration).toMatchObject({ protectedUntil: end.toUTC().toISO(), status: 'Approved' });
      expect(registration?.extendedAt).not.toBeNull();
      expect((await indexedRecords(tx(), [`registration:${id}`]))[0]?.facts.protectedUntil).toBe(
        end.toUTC().toISO(),
      );
      const trail = (await entries(id)).filter(({ action }) => action.startsWith('protection.'));
      expect(trail.map(({ action, code }) => code ?? action)).toEqual([
        'not_offered',
        'role',
        'role',
        'own_partners_only',
        'malformed',
        'protection.extended',
        'not_offered',
      ]);

      // Nothing is said of the old end.
      await goTo(first.plus({ hours: 1 }));
      expect(told().map((mail) => mail.subject)).toEqual([expect.stringMatching(/prolongée/)]);
      await goTo(end.minus({ days: 29 }));
      await eventually(() => told().length === 2);
      await goTo(end.plus({ hours: 1 }));
      expect(await here.env.client.workflow.getHandle(protectionId(id)).result()).toBe('expired');
      expect(told()).toHaveLength(4);
      expect(await registrationOf(tx(), id)).toMatchObject({ status: 'Expired' });
      expect(await indexedRecords(tx(), [`registration:${id}`])).toEqual([]);
    });

    test('reaches a window that has sent its first notice; its notices come again before the new end', async () => {
      const submitted = await deal();
      const id = await here.submit(submitted);
      await here.until(id, (row) => row.status === 'completed');
      const first = DateTime.fromISO((await registrationOf(tx(), id))?.protectedUntil ?? '');
      const mails = here.smtp.mails.length;
      const ending = `Protection de votre enregistrement d’affaire : ${submitted.customer_name}`;
      const told = () => mailsTo(LUMIERE, mails).filter((mail) => mail.subject === ending);
      await goTo(first.minus({ days: 30 }).plus({ minutes: 1 }));
      await startDueWindows(here);
      await eventually(() => told().length === 1);
      await moveStage(here, id, 'Negotiation/Review');
      expect(await extend({ case: id, by: 'p-olga', reason: 'contract in review' })).toHaveProperty(
        'protectedUntil',
      );
      await goTo(first.plus({ days: 91 }));
      expect(await here.env.client.workflow.getHandle(protectionId(id)).result()).toBe('expired');
      expect(told()).toHaveLength(4);
    });

    test('a window that never heard of it reads it when it is started', async () => {
      const id = await here.submit(await deal());
      await here.until(id, (row) => row.status === 'completed');
      const first = DateTime.fromISO((await registrationOf(tx(), id))?.protectedUntil ?? '');
      await tx().query(
        `update registrations set protected_until = protected_until + interval '90 days', extended_at = now()
          where case_id = $1`,
        [id],
      );
      const mails = here.smtp.mails.length;
      await goTo(first.minus({ days: 20 }));
      await startDueWindows(here);
      await goTo(first.plus({ hours: 1 }));
      expect(await registrationOf(tx(), id)).toMatchObject({ status: 'Approved' });
      expect(mailsTo(LUMIERE, mails).map((mail) => mail.subject)).toEqual([
        expect.stringMatching(/prolongée/),
      ]);
      await goTo(first.plus({ days: 91 }));
      expect(await registrationOf(tx(), id)).toMatchObject({ status: 'Expired' });
    });
  });

  describe('an appeal', () => {
    const appeal = async (request: { case: string; by: string; reason?: string }) => {
      const policy = here.deps.policy();
      const unsigned = { ...policy, authority: { ...policy.authority, unsigned: 'allowed' as const } };
      const deps = {
        ...here.deps,
        ...gateDeps(here.deps),
        now: await clock(),
        policy: () => unsigned,
        deliverWithinMs: 20_000,
      };
      return appealDeal(deps, { reason: 'We met them in May', ...request });
    };
    const refusal = (answer: unknown) => (answer as { code?: string }).code;
    async function rejected() {
      const submitted = await deal({ source_partner_id: GOLD });
      const id = await here.submit(submitted);
      await here.until(id, (row) => row.status === 'waiting_for_decision');
      await here.decide(id, 'p-olga', { action: 'reject' });
      await here.until(id, (row) => row.status === 'completed');
      return { id, submitted };
    }

    test('opens the next look by somebody else, keeps the place, and can be won', async () => {
      const mails = here.smtp.mails.length;
      const { id, submitted } = await rejected();
      expect(await indexedRecords(tx(), [`registration:${id}`])).toEqual([]);
      // Decided within the second, it may overtake the word that a person looks at it.
      expect(
        mailsTo(MESETA, mails)
          .map(({ text }) => text)
          .join(),
      ).toMatch(/Puede recurrir hasta/);
      expect(refusal(await appeal({ case: id, by: 'p-nora' }))).toBe('role');
      expect(refusal(await appeal({ case: id, by: 'p-finn' }))).toBe('role');
      expect(refusal(await appeal({ case: id, by: 'nobody' }))).toBe('unknown_person');

      const opened = await appeal({ case: id, by: 'p-ana' });
      const next = (opened as { case: string }).case;
      expect(next).toBe(`${id}~2`);
      const row = await here.until(next, (one) => one.status === 'waiting_for_decision');
      expect(row).toMatchObject({ previousCase: id });
      expect(row.summary.rules).toContain('submission.appealed');
      // p-olga rejected it and p-ana asks for it: of Partner Ops there is one more.
      expect(row.assignee).toBe('p-ben');
      await expect(here.decide(next, 'p-olga', { action: 'approve' })).rejects.toMatchObject({
        cause: { details: [{ code: 'reviewer_repeated' }] },
      });
      expect(refusal(await appeal({ case: id, by: 'p-ana' }))).toBe('not_offered');
      await here.decide(next, 'p-ben', { action: 'approve' });
      await here.until(next, (one) => one.status === 'completed');

      expect(await appealsOf(tx(), id)).toMatchObject({
        against: { appealCase: next, openedBy: 'p-ana', formerReviewers: ['p-olga'], outcome: 'Approved' },
        as: null,
      });
      const [before, after] = await Promise.all([id, next].map((one) => registrationOf(tx(), one)));
      expect(after).toMatchObject({ status: 'Approved', submittedAt: before?.submittedAt });
      const { impartner } = (await here.exported()) as {
        impartner: Record<string, Record<string, unknown>[]>;
      };
      const inPrm = (impartner.Deal ?? []).filter((one) => one.Customer_Name__cf === submitted.customer_name);
      expect(inPrm).toMatchObject([{ Registration_Status__cf: 'Approved' }]);
      // The words are sealed: neither table nor audit can be read for them.
      const { rows } = await tx().query<{ text: string }>(
        `select (select string_agg(body, ' ') from evidence where case_id = $1)
           || (select string_agg(body, ' ') from audit where case_id = any($2)) as text`,
        [next, [id, next]],
      );
      expect(rows[0]?.text).not.toContain('We met them');
    });

    test('lost, there is no other, and the partner is offered none', async () => {
      const { id } = await rejected();
      const mails = here.smtp.mails.length;
      const { case: next } = (await appeal({ case: id, by: 'p-ana' })) as { case: string };
      await here.until(next, (one) => one.status === 'waiting_for_decision');
      await here.decide(next, 'p-ben', { action: 'reject' });
      await here.until(next, (one) => one.status === 'completed');
      const last = mailsTo(MESETA, mails).find(({ subject }) => /no aprobado/.test(subject));
      expect(last).toBeDefined();
      expect(last?.text).not.toMatch(/Puede recurrir/);
      expect(await appeal({ case: next, by: 'p-ana' })).toMatchObject({ message: /there is one only/ });
    });

    test('is too late after its time', async () => {
      const { id } = await rejected();
      await here.env.sleep('61 days');
      expect(await appeal({ case: id, by: 'p-ana' })).toMatchObject({ message: /time to appeal ended/ });
      expect(await appealsOf(tx(), id)).toEqual({ against: null, as: null });
    });
  });

  test('the PRM keeps what stood in the way, neutrally, and it goes with a reversal; our index hears of the end', async () => {
    const first = await deal();
    const winner = await here.submit(first);
    await here.until(winner, (row) => row.status === 'completed');
    const kept = await indexedRecords(tx(), [`registration:${winner}`]);
    expect(kept[0]?.facts).toMatchObject({ status: 'Approved', protectedUntil: expect.any(String) });
    const { customer_name, primary_contact_email } = first;
    const second = await here.submit(
      await deal({ source_partner_id: GOLD, customer_name, primary_contact_email }),
    );
    const flagged = await here.until(second, (row) => row.status === 'waiting_for_decision');
    expect(flagged.summary.triage_status).toBe('FLAGGED_CONFLICT');
    await here.decide(second, 'p-olga', { action: 'reject' });
    await here.until(second, (row) => row.status === 'completed');
    const inPrm = async () => {
      const { impartner } = (await here.exported()) as {
        impartner: Record<string, Record<string, unknown>[]>;
      };
      return (impartner.ConflictHistory__co ?? []).filter((one) => JSON.stringify(one).includes(winner));
    };
    const records = await inPrm();
    expect(records.length).toBeGreaterThan(0);
    expect(JSON.stringify(records)).not.toMatch(/Lumiere|22500|contact@/);
    expect((await conflictsOf(tx(), second))[0]?.appealUntil).not.toBeNull();
    await here.reverse(second, 'p-olga');
    expect(await inPrm()).toEqual([]);
  });

  test('a partner hears received, under review with its date, and approved; of an automatic approval only that', async () => {
    const monday = (await now())
      .setZone('Europe/Berlin')
      .plus({ weeks: 1 })
      .startOf('week')
      .set({ hour: 10 });
    await goTo(monday);
    const mails = here.smtp.mails.length;
    const submitted = await deal({ source_partner_id: GOLD });
    const id = await here.submit(submitted);
    await here.until(id, (row) => row.status === 'waiting_for_decision');
    const told = () => mailsTo(MESETA, mails);
    await eventually(() => told().length === 2);
    const { gate } = await here.row(id);
    const due = DateTime.fromISO(String(gate?.dueAt), { zone: 'Europe/Madrid' }).setLocale('es');
    expect(told()[1]?.text).toContain(due.toFormat('HH:mm'));
    expect(told()[1]?.text).toContain('Meseta Cloud SL');
    // Amended, it is received and under review as before.
    await here.submit({ ...submitted, partner_notes: 'Budget was raised.' });
    await here.until(id, (row) => row.gate?.round === 2 && row.status === 'waiting_for_decision');
    await here.decide(id, 'p-olga', { action: 'approve' });
    await here.until(id, (row) => row.status === 'completed');
    expect(told().map((mail) => mail.subject)).toEqual([
      expect.stringMatching(/recibido/),
      expect.stringMatching(/en revisión/),
      expect.stringMatching(/aprobado/),
    ]);
    const automatic = here.smtp.mails.length;
    const other = await here.submit(await deal());
    await here.until(other, (row) => row.status === 'completed');
    expect(mailsTo(LUMIERE, automatic).map((mail) => mail.subject)).toEqual([
      expect.stringMatching(/approuvé/),
    ]);
  });

  const GREAT = { estimated_value: { amount: '150000.00', currency: 'USD' } };
  test.each([
    ['a Channel Manager', {}, 'p-ana', 'p-olga', 'p-olga'],
    // Never only the one who has it: of Partner Ops the other one hears of it.
    ['Partner Ops', GREAT, 'p-olga', 'p-cora', 'p-ben'],
  ])(
    'a clock that nobody stops, with %s: reminders, then their manager, then Partner Ops',
    async (_, change, first, manager, ops) => {
      const monday = (await now())
        .setZone('Europe/Berlin')
        .plus({ weeks: 1 })
        .startOf('week')
        .set({ hour: 9 });
      await goTo(monday.minus({ minutes: 5 }));
      const mails = here.smtp.mails.length;
      const id = await here.submit(await deal({ source_partner_id: GOLD, ...change }));
      const { assignee } = await here.until(id, (row) => row.status === 'waiting_for_decision');
      expect(assignee).toBe(first);
      await goTo(monday.plus({ weeks: 1 }));
      const trail = async () =>
        (await entries(id)).filter(({ action }) => /^gate\.(remind|escalate)/.test(action));
      await eventually(async () => (await trail()).length >= 4);
      expect((await trail()).slice(0, 4).map(({ action, to }) => [action, to])).toEqual([
        ['gate.remind', first],
        ['gate.remind', first],
        ['gate.escalate', manager],
        ['gate.escalate_ops', ops],
      ]);
      const told = here.smtp.mails.slice(mails).filter((mail) => /escalated/.test(mail.subject));
      const { people } = await loadAuthority(tx());
      expect(told.map((mail) => mail.to[0])).toEqual([people[manager]?.email, people[ops]?.email]);
      await here.decide(id, first === 'p-ana' ? 'p-olga' : 'p-ben', { action: 'reject' });
    },
  );
});
