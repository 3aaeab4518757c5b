import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openDeal } from '../../adapters/intake/deal/sealed.ts';
import { messageIdOf } from '../../adapters/notify/mail.ts';
import { transact } from '../../adapters/store/pool.ts';
import { submissionOf } from '../../adapters/store/submissions.ts';
import { deal, describeRig } from './rig.ts';

const PARTNER = {
  id: '7005',
  name: 'Great Lakes Data Inc',
  tier: 'Gold',
  region: 'AMER',
  language: 'en',
  timeZone: 'America/Chicago',
  email: 'channel@greatlakes.example',
  active: true,
  winRate: 0.5,
  performance: 0.7,
  certified: true,
  approvedRegistrations: 18,
  manager: 'p-joe',
};

const rig = describeRig();
let id: string;
let reference: string;
beforeAll(() => rig.prm.seed({ partners: [PARTNER] }));
beforeEach(async () => {
  const body = deal({ source_partner_id: '7005', primary_contact_email: null });
  reference = String(body.deal_id);
  const [first] = await rig.received({
    source: 'files',
    form: 'application/json',
    body: Buffer.from(JSON.stringify(body)),
  });
  if (first?.kind !== 'submitted') throw new Error('not submitted');
  id = first.case;
  await rig.sql(`update cases set status = 'waiting_for_partner' where case_id = $1`, [id]);
});

const mail = (from: string, text: string, name = `${Math.random()}`) => ({
  source: 'email',
  form: 'message/rfc822' as const,
  body: Buffer.from(
    `From: ${from}\r\nMessage-ID: <${name}@x>\r\n\r\n${text}\r\n\r\n> Reference: ${reference}\r\n`,
  ),
});
const ANSWER = 'Contact: it@pine.example\r\nCustomer: Somebody else\r\nValue: USD 1';

describe('an e-mail of an asked partner', () => {
  test('fills what is missing, changes nothing that is stated, and goes to a reviewer', async () => {
    const answer = mail('Joe <Anyone@GreatLakes.example>', ANSWER, `answer-${id}`);
    expect(await rig.received(answer)).toMatchObject([{ kind: 'submitted', case: id, revision: 2 }]);
    const opened = await transact(rig.intake.store, async (tx) =>
      openDeal(tx, rig.intake.vault, (await submissionOf(tx, id))?.canonical ?? {}),
    );
    expect(opened).toMatchObject({
      submission: {
        primary_contact_email: 'it@pine.example',
        customer_name: 'Hansewerft Rostock GmbH',
        stated_value: { amount: '25000.00', currency: 'EUR' },
        provenance: 'extracted',
      },
      submitted_by: 'anyone@greatlakes.example',
      problems: [{ code: 'answered_by_mail' }],
    });
    expect(await rig.env.client.workflow.getHandle(id).query('seen')).toEqual([1, 2]);
    await rig.sql(`update cases set status = 'waiting_for_decision' where case_id = $1`, [id]);
    expect(await rig.received(answer)).toMatchObject([{ case: id, revision: 2 }]);
  });

  test.each([
    ['of a stranger', 'thief@elsewhere.example', ANSWER],
    ['that fills nothing', 'channel@greatlakes.example', 'Customer: Somebody else'],
  ])('%s leaves the case alone and is a registration of its own', async (_name, from, text) => {
    const [received] = await rig.received(mail(from, text));
    expect(received).toMatchObject({
      kind: 'submitted',
      case: expect.stringMatching(/^deal:email:/),
      revision: 1,
    });
    expect(await rig.sql('select revision from submissions where case_id = $1', [id])).toEqual([
      { revision: 1 },
    ]);
  });

  test.each([
    ['everybody knows to be shared', 't-online.de', ''],
    ['the accounts show to be shared', 'chamber.example', '{chamber.example}'],
  ])(
    'of a stranger at a domain that %s is no answer, of the partner it is one',
    async (_how, domain, shown) => {
      await rig.prm.seed({ partners: [{ ...PARTNER, email: `channel@${domain}` }] });
      await rig.sql(
        `insert into match_statistics (records, keys, key_share, grams, gram_share, shared_domains)
        values (0, '{}', '{}', '{}', '{}', $1) on conflict (one) do update set shared_domains = excluded.shared_domains`,
        [shown === '' ? '{}' : shown],
      );
      const [stranger] = await rig.received(mail(`thief@${domain}`, ANSWER));
      expect(stranger).toMatchObject({ case: expect.stringMatching(/^deal:email:/), revision: 1 });
      expect(await rig.received(mail(`channel@${domain}`, ANSWER))).toMatchObject([
        { case: id, revision: 2 },
      ]);
      await rig.prm.seed({ partners: [PARTNER] });
      await rig.sql('delete from match_statistics', []);
    },
  );

  test('is known by the message that it answers, whatever its text quotes', async () => {
    const key = `${id}/notice-information-1-0/1`;
    await rig.sql(
      `insert into effects (key, case_id, step, revision, operation, payload, payload_hash, status)
        values ('${key}', $1, 'notice-information-1-0', 1, 'notify.send', '{}', 'h', 'done')`,
      [id],
    );
    const reply = (header: string) => ({
      ...mail(PARTNER.email, ANSWER),
      body: Buffer.from(
        `From: ${PARTNER.email}\r\nMessage-ID: <${Math.random()}@x>\r\n${header}\r\n\r\n${ANSWER}\r\n`,
      ),
    });
    const stranger = reply('In-Reply-To: <0123456789abcdef0123456789abcdef@quarterdeck.example>');
    expect(await rig.received(stranger)).toMatchObject([{ case: expect.stringMatching(/^deal:email:/) }]);
    const ours = messageIdOf(key, 'quarterdeck.example');
    const answer = reply(`References: <first@elsewhere> ${ours}\r\nIn-Reply-To: <other@elsewhere>`);
    expect(await rig.received(answer)).toMatchObject([{ kind: 'submitted', case: id, revision: 2 }]);
  });

  test.each(['Reference', 'Referenz', 'Référence ', 'Referencia', 'Referência', '受付番号'])(
    'is known by the reference of a notice in each language: %s',
    async (label) => {
      const colon = label === '受付番号' ? '：' : ': ';
      const body = Buffer.from(
        `From: ${PARTNER.email}\r\nMessage-ID: <${Math.random()}@x>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n` +
          `${ANSWER}\r\n\r\n> ${label}${colon}${reference}\r\n`,
      );
      const input = { source: 'email', form: 'message/rfc822' as const, body };
      expect(await rig.received(input)).toMatchObject([{ case: id, revision: 2 }]);
    },
  );

  test('asked in words, they answer in words: the reviewer reads them, without what is quoted', async () => {
    const gate = JSON.stringify({ questions: ['Which budget is it from?'] });
    await rig.sql('update cases set gate = $2 where case_id = $1', [id, gate]);
    const answer = mail(
      PARTNER.email,
      'From the budget of 2027, signed by the board.\r\n\r\nBest regards\r\nJoe',
    );
    expect(await rig.received(answer)).toMatchObject([{ kind: 'submitted', case: id, revision: 2 }]);
    const opened = await transact(rig.intake.store, async (tx) =>
      openDeal(tx, rig.intake.vault, (await submissionOf(tx, id))?.canonical ?? {}),
    );
    expect(opened.submission.partner_notes).toMatch(
      /Answer:\nFrom the budget of 2027, signed by the board\.$/,
    );
    expect(opened.submission.partner_notes).not.toMatch(/Reference|Joe/);
    expect(opened.problems).toMatchObject([{ code: 'answered_by_mail' }]);
    // What is kept is sealed.
    const [row] = await rig.sql(
      'select canonical::text as text from submissions where case_id = $1 and revision = 2',
      [id],
    );
    expect(JSON.stringify(row)).not.toContain('budget of 2027');
  });

  test('after the question was settled is a registration of its own', async () => {
    await rig.sql(`update cases set status = 'waiting_for_decision' where case_id = $1`, [id]);
    expect(await rig.received(mail(PARTNER.email, ANSWER))).toMatchObject([
      { case: expect.stringMatching(/^deal:email:/) },
    ]);
  });
});
