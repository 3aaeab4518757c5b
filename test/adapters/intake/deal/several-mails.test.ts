import { describe, expect, test } from '@jest/globals';
import { contextOf } from '../../../../adapters/intake/deal/free-text.ts';
import { mailParts } from '../../../../adapters/intake/deal/mail-parts.ts';
import { JOBS } from '../../../../adapters/intake/reading-jobs.ts';
import { UNSTATED } from '../../../../domain/reading/source-format.ts';

const NOW = new Date('2026-11-27T12:00:00Z');

const mail = (from: string, text: string) =>
  `From: ${from}\r\nSubject: Project\r\nMessage-ID: <${from.length}.${text.length}@x>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n`;

function withAttached(text: string, mails: readonly string[]): Buffer {
  const parts = mails.map(
    (one, index) =>
      `--b\r\nContent-Type: message/rfc822; name="${index}.eml"\r\nContent-Disposition: attachment; filename="${index}.eml"\r\n\r\n${one}\r\n`,
  );
  const head =
    'From: desk@partner.example\r\nMessage-ID: <outer@x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n';
  return Buffer.from(`${head}--b\r\nContent-Type: text/plain\r\n\r\n${text}\r\n${parts.join('')}--b--\r\n`);
}

async function partsOf(body: Buffer) {
  const read = await JOBS.text({ form: 'message/rfc822', body, now: NOW, format: UNSTATED, servers: [] });
  if ('fault' in read) throw new Error(read.fault.code);
  const { free, several, rows } = read;
  const context = contextOf(free, null, NOW);
  const texts = await JOBS.fields({ free, ...(several && { several }), context });
  const owner = { partnerId: '7001', unconfirmed: true };
  return mailParts(
    { texts, owner, rows, body },
    NOW,
    (text) => `t${text.replace(/[^a-z0-9]/gi, '').slice(-12)}`,
  );
}

async function submissions(body: Buffer) {
  return (await partsOf(body)).map((part) => {
    if (!part.ok) throw new Error(part.faults[0].code);
    return part.parsed.stated;
  });
}

/** Name, customer and value of each registration. */
async function registrations(body: Buffer) {
  return (await partsOf(body)).map((part) => {
    if (!part.ok) throw new Error(part.faults[0].code);
    const { submission, submitted_by, problems } = part.parsed.stated;
    expect(submission.source_partner_id).toBe('7001');
    expect(submitted_by).toBe('desk@partner.example');
    expect(problems.map(({ code }) => code)).toContain('partner_unconfirmed');
    return [part.parsed.externalId, submission.customer_name, submission.stated_value?.amount ?? null];
  });
}

const HERON = mail('anna@heron.example', 'Customer: Heron AG\r\nOpportunity: Crane\r\nValue: EUR 45,000');
const TERN = mail('ben@tern.example', 'Customer: Tern AG\r\nOpportunity: Dock\r\nValue: EUR 12,000');

describe('of a mail with several mails attached', () => {
  test('each that names a customer is a registration, with a name of its own', async () => {
    const found = await registrations(withAttached('Please register the attached.', [HERON, TERN]));
    expect(found.map(([, customer, value]) => [customer, value])).toEqual([
      ['Heron AG', '45000.00'],
      ['Tern AG', '12000.00'],
    ]);
    expect(new Set(found.map(([name]) => name)).size).toBe(2);
  });

  test('the mail itself is one, too, where it names another customer', async () => {
    const found = await registrations(withAttached('Customer: Gull AG\r\nValue: EUR 1,000', [HERON, TERN]));
    expect(found.map(([, customer]) => customer)).toEqual(['Gull AG', 'Heron AG', 'Tern AG']);
  });

  test('none is lost: those of one customer are read together, and one that names none is told of', async () => {
    const dock = mail('eva@heron.example', 'Customer: Heron AG\r\nContact: eva@heron.example');
    const talk = mail('carl@gull.example', 'We need 40 seats by March, EUR 9,000.');
    const body = withAttached('Please register both.\r\nCustomer: Heron AG', [HERON, dock, TERN, talk]);
    const [heron, tern, ...more] = await submissions(body);
    expect(more).toEqual([]);
    expect(heron?.submission).toMatchObject({
      customer_name: 'Heron AG',
      stated_value: { amount: '45000.00' },
      primary_contact_email: 'eva@heron.example',
    });
    expect(heron?.problems.map(({ code }) => code)).toContain('attached_mail_left_out');
    expect(tern?.submission.customer_name).toBe('Tern AG');
    expect(tern?.problems.map(({ code }) => code)).not.toContain('attached_mail_left_out');
    // Two values of one customer are a person's matter, as in one mail.
    const twice = mail('anna@heron.example', 'Customer: Heron AG\r\nOpportunity: Dock\r\nValue: EUR 99,000');
    const [both] = await submissions(withAttached('See below.', [HERON, twice, TERN]));
    expect(both?.problems.map(({ code }) => code)).toContain('amount_ambiguous');
  });

  test('one that names no sender is a registration as well', async () => {
    const draft = mail('x', 'Customer: Gull AG\r\nValue: EUR 1,000').replace('From: x\r\n', '');
    const found = await registrations(withAttached('See below.', [HERON, draft, TERN]));
    expect(found.map(([, customer]) => customer)).toEqual(['Heron AG', 'Gull AG', 'Tern AG']);
  });

  test('a mail that is attached with mails of its own loses nothing of what it says itself', async () => {
    const sentOn = withAttached('Customer: Gull AG\r\nValue: EUR 1,000', [HERON, TERN])
      .toString()
      .replaceAll('--b', '--inner')
      .replace('boundary=b', 'boundary=inner')
      .replace('outer@x', 'inner@x');
    const found = await registrations(withAttached('', [sentOn]));
    expect(found.map(([, customer]) => customer)).toEqual(['Gull AG', 'Heron AG', 'Tern AG']);
    expect(new Set(found.map(([name]) => name)).size).toBe(3);
  });

  test('what is only about the same customer, or about none, belongs to one registration', async () => {
    const talk = mail('carl@heron.example', 'Thanks for the call yesterday.');
    expect(
      await registrations(withAttached('Customer: Heron AG\r\nValue: EUR 45,000', [talk, HERON])),
    ).toMatchObject([[expect.anything(), 'Heron AG', '45000.00']]);
    expect(await registrations(withAttached('See below.', [HERON, talk]))).toHaveLength(1);
    expect(await registrations(withAttached('See below.', [HERON]))).toMatchObject([
      [expect.anything(), 'Heron AG', '45000.00'],
    ]);
  });
});
