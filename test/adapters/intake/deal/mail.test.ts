import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createDocuments } from '../../../../adapters/documents/index.ts';
import { parseDealMail } from '../../../../adapters/intake/deal/mail.ts';
import { VendorFault } from '../../../../adapters/ports/call.ts';
import { extractDeal } from '../../../../domain/deal/extract-deal.ts';
import { cpuMs } from '../../../environment/cpu-time.ts';
import { formPdf, textPdf } from '../../documents/pdf-files.ts';
import { extract } from './extract.ts';
import { zip } from './files.ts';

const PDF = textPdf(['Price list']);

const now = new Date('2026-11-21T12:00:00Z');
const reading = {
  extract,
  token: (text: string) => `t_${Buffer.from(text).toString('hex').slice(0, 20)}`,
  partnerOf: async (address: string) => (address === 'deals@tvn.example' ? '7004' : null),
  partner: async () => null,
  documents: createDocuments(),
};
const TEXT = [
  'Customer: Brightwater Council',
  'Opportunity: Network refresh',
  'Value: 64000.00',
  'Close: 2027-02-26',
  'Contact: m.okafor@brightwater.example',
].join('\r\n');

function mail(parts: { body?: string; headers?: string[]; attachments?: [string, Buffer][] } = {}): Buffer {
  const headers = parts.headers ?? [
    'From: Priya <Deals@TVN.example>',
    'Message-ID: <1@tvn.example>',
    'Subject: Deal',
  ];
  const files = (parts.attachments ?? []).map(([name, content]) =>
    [
      '--b',
      `Content-Type: application/octet-stream; name="${name}"`,
      'Content-Transfer-Encoding: base64',
      `Content-Disposition: attachment; filename="${name}"`,
      '',
      content.toString('base64').replace(/.{76}/g, '$&\r\n'),
    ].join('\r\n'),
  );
  return Buffer.from(
    [
      ...headers,
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain; charset=utf-8',
      '',
      parts.body ?? TEXT,
      ...files,
      '--b--',
      '',
    ].join('\r\n'),
  );
}

async function read(bytes: Buffer) {
  const part = await parseDealMail(bytes, now, reading);
  if (!part?.ok) throw new Error(part?.faults[0].code ?? 'ignored');
  return part.parsed;
}

describe('an e-mail', () => {
  test('gives the fields of its text, for a reviewer only', async () => {
    const { stated: deal, externalId } = await read(mail());
    expect(deal.submission).toEqual({
      source_partner_id: '7004',
      submission_timestamp: now.toISOString(),
      customer_name: 'Brightwater Council',
      opportunity_name: 'Network refresh',
      stated_value: { amount: '64000.00', currency: 'USD' },
      expected_close_date: '2027-02-26',
      primary_contact_email: 'm.okafor@brightwater.example',
      partner_notes: null,
      program: 'standard',
      provenance: 'extracted',
      territories: [],
      product_families: [],
      non_standard_discount: false,
    });
    expect(deal.submitted_by).toBe('deals@tvn.example');
    expect(externalId).toBe(reading.token('<1@tvn.example>').slice(0, 14));
    expect(externalId).not.toContain('tvn');
  });

  test('of a stranger may name a partner in its text', async () => {
    const headers = ['From: someone@else.example', 'Message-ID: <2@x>'];
    expect(
      (await read(mail({ headers, body: `${TEXT}\r\nPartner id 7009.` }))).stated.submission
        .source_partner_id,
    ).toBe('7009');
    const { stated: deal } = await read(mail({ headers }));
    expect(deal.submission.source_partner_id).toBe('unknown');
    expect(deal.problems.map((each) => each.code)).toEqual(['partner_missing']);
  });

  test('with a wrong field still arrives: the field is dropped and noted', async () => {
    const { stated: deal } = await read(
      mail({ body: TEXT.replace('64000.00', '-5').replace('2027-02-26', '2027-02-30') }),
    );
    expect(deal.submission).toMatchObject({ stated_value: null, expected_close_date: null });
    expect(deal.problems.map((each) => each.code).sort()).toEqual(['amount_negative', 'date_malformed']);
  });

  test('carries its files as descriptions', async () => {
    const attachments: [string, Buffer][] = [
      ['offer.pdf', PDF],
      ['broken.pdf', PDF.subarray(0, 20)],
      ['bomb.zip', zip('bomb', Buffer.alloc(20_000_000))],
      ['nested.zip', zip('inner.zip', Buffer.from('x'))],
    ];
    const { stated: deal } = await read(mail({ attachments }));
    expect(deal.attachments.map(({ name, size, problem }) => ({ name, size, problem }))).toEqual([
      { name: 'offer.pdf', size: PDF.length, problem: undefined },
      { name: 'broken.pdf', size: 20, problem: 'pdf_broken' },
      { name: 'bomb.zip', size: attachments[2]?.[1].length, problem: 'zip_bomb' },
      { name: 'nested.zip', size: attachments[3]?.[1].length, problem: 'nested_archive' },
    ]);
    expect(JSON.stringify(deal)).not.toContain('%PDF');
  });

  test('has its form read where the mail itself is silent, and its documents assessed', async () => {
    const attachments: [string, Buffer][] = [
      [
        'form.pdf',
        formPdf({ 'page1.CustomerName': 'ACME GmbH', Contact: 'jo@acme.example', Value: '12.500 EUR' }),
      ],
      ['NDA.pdf', textPdf(['Non-disclosure agreement between ACME GmbH and TVN Ltd'])],
    ];
    const bytes = mail({ attachments, body: 'Please find the form attached. Value: EUR 13,000.00' });
    const part = await parseDealMail(bytes, now, { ...reading, extract: extractDeal });
    const deal = part?.ok ? part.parsed.stated : undefined;
    expect(deal?.submission).toMatchObject({
      customer_name: 'ACME GmbH',
      stated_value: { amount: '13000.00', currency: 'EUR' },
      primary_contact_email: 'jo@acme.example',
      provenance: 'extracted',
    });
    expect(deal?.sources).toMatchObject({
      customer_name: { where: 'attachment', file: 'form.pdf', line: 1, rule: 'label' },
      stated_value: { where: 'text' },
    });
    expect(deal?.documents).toMatchObject([
      { name: 'NDA.pdf', kind: 'nda', missing: ['date', 'term_months', 'governing_law', 'signed'] },
    ]);
    expect(deal?.problems.map((each) => each.code)).toEqual(['document_incomplete']);
  });

  test('anchors its relative dates at its Date line and its odd ones at the partner', async () => {
    const read = async (line: string, partner: { language: string; timeZone: string } | null) => {
      const headers = ['From: p@tvn.example', 'Message-ID: <5@x>', 'Date: Tue, 03 Nov 2026 10:00:00 +0100'];
      const tools = {
        ...reading,
        extract: extractDeal,
        partnerId: '7004',
        partner: async () => partner && { ...partner, name: 'TVN', email: null },
      };
      const part = await parseDealMail(mail({ headers, body: `Close date: ${line}` }), now, tools);
      return part?.ok && part.parsed.stated.submission.expected_close_date;
    };
    expect(await read('in two weeks', null)).toBe('2026-11-17');
    expect(await read('03/04/2027', null)).toBeNull();
    expect(await read('03/04/2027', { language: 'en', timeZone: 'America/New_York' })).toBe('2027-03-04');
    expect(await read('03/04/2027', { language: 'en', timeZone: 'Europe/London' })).toBe('2027-04-03');
    expect(await read('03/04/2027', { language: 'pt-BR', timeZone: 'America/Sao_Paulo' })).toBe('2027-04-03');
  });

  test.each([
    ['Sun, 01 Nov 2026 08:00:00 +1300', '2026-11-30'],
    ['Sun, 01 Nov 2026 08:00:00 +1300 (NZDT)', '2026-11-30'],
    ['Sat, 31 Oct 2026 20:00:00 -0700', '2026-10-31'],
    ['Sun, 01 Nov 2026 00:30:00 GMT', '2026-11-30'],
  ])('of %s counts from the day where its sender was', async (date, day) => {
    const headers = ['From: p@tvn.example', 'Message-ID: <6@x>', `Date: ${date}`];
    const tools = { ...reading, extract: extractDeal, partnerId: '7004', partner: async () => null };
    const part = await parseDealMail(mail({ headers, body: 'Close date: end of this month' }), now, tools);
    expect(part?.ok && part.parsed.stated.submission.expected_close_date).toBe(day);
  });

  test('is read further by a model where the rules left gaps: nothing read is changed, nothing ambiguous chosen', async () => {
    const asked: { case: string; document: string }[] = [];
    const answer = {
      customer_name: 'Other Ltd',
      opportunity_name: 'Network refresh',
      stated_value: { amount: '1.00', currency: 'EUR' },
      expected_close_date: '2027-03-04',
      primary_contact_email: 'someone@tvn.example',
      partner_notes: null,
    };
    const model = async (input: { case: string; document: string }) => {
      asked.push(input);
      return { fields: answer };
    };
    const bytes = mail({
      body: 'Customer: Acme Ltd\nClose: 03/04/2027\nThe Network refresh is for EUR 5 to EUR 9.',
    });
    const part = await parseDealMail(bytes, now, { ...reading, extract: extractDeal, model });
    const deal = part?.ok ? part.parsed.stated : undefined;
    expect(deal?.submission).toMatchObject({
      customer_name: 'Acme Ltd',
      opportunity_name: 'Network refresh',
      stated_value: null,
      expected_close_date: null,
      primary_contact_email: null,
      provenance: 'extracted',
    });
    expect(deal?.sources?.opportunity_name).toMatchObject({ rule: 'model', line: 3, start: 41, end: 56 });
    expect(asked.map((one) => one.case)).toEqual([`deal:email:${part?.ok && part.parsed.externalId}`]);
    const away = async () => {
      throw new VendorFault({ vendor: 'anthropic', kind: 'auth', message: 'no key' });
    };
    const without = await parseDealMail(bytes, now, { ...reading, extract: extractDeal, model: away });
    expect(without?.ok && without.parsed.stated.submission.opportunity_name).toBeNull();
    expect(without?.ok && without.parsed.version).toBe(part?.ok && part.parsed.version);
  });

  test('in HTML only is read without its tags and scripts', async () => {
    const html = `<style>p{}</style><p>Customer: Acme &amp; Co</p><script>Customer: Evil</script><p>Value: 5</p>`;
    const bytes = Buffer.from(
      `From: a@b.example\r\nMessage-ID: <3@x>\r\nContent-Type: text/html\r\n\r\n${html}`,
    );
    expect((await read(bytes)).stated.submission).toMatchObject({
      customer_name: 'Acme & Co',
      stated_value: { amount: '5.00', currency: 'USD' },
    });
  });

  test('made of brackets takes no quadratic time', async () => {
    const html = '<style'.repeat(60_000);
    const before = cpuMs();
    const bytes = Buffer.from(`From: a@b.example\r\nContent-Type: text/html\r\n\r\n${html}`);
    expect(await parseDealMail(bytes, now, reading)).toMatchObject({ faults: [{ code: 'mail_empty' }] });
    expect(cpuMs() - before).toBeLessThan(2_000);
  });

  test('names the case that it answers, quoted or not', async () => {
    const answers = async (line: string) =>
      (await read(mail({ body: `Contact: a@b.example\r\n\r\n${line}` }))).answers?.reference;
    expect(await answers('Reference: GL-3311')).toBe('GL-3311');
    expect(await answers('> > Reference: deal:files:GL~2d3311  ')).toBe('deal:files:GL~2d3311');
    expect(await answers('See reference: the attached file')).toBeUndefined();
  });

  test.each([
    ['a holiday reply', 'Auto-Submitted: auto-replied'],
    ['a delivery report', 'Content-Type: multipart/report; boundary=b'],
  ])('that is %s is set aside', async (_name, header) => {
    const bytes = Buffer.from(`From: a@b.example\r\n${header}\r\n\r\nCustomer: Acme`);
    expect(await parseDealMail(bytes, now, reading)).toMatchObject({ ok: false, aside: true });
  });

  test('without a sender is refused', async () => {
    expect(await parseDealMail(Buffer.from('Subject: x\r\n\r\nhello'), now, reading)).toMatchObject({
      ok: false,
      faults: [{ code: 'malformed_mail' }],
    });
  });

  test('nested hundreds of parts deep is refused, not followed', async () => {
    const open = Array.from(
      { length: 300 },
      (_, n) => `--b${n}\r\nContent-Type: multipart/mixed; boundary=b${n + 1}\r\n\r\n`,
    );
    const bytes = Buffer.from(
      `From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b0\r\n\r\n${open.join('')}`,
    );
    expect(await parseDealMail(bytes, now, reading)).toMatchObject({ ok: false });
  });

  test('of arbitrary bytes never throws', async () => {
    const headers = fc.constantFrom(
      '',
      'From: a@b.example\r\n',
      'From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b',
    );
    await fc.assert(
      fc.asyncProperty(headers, fc.uint8Array({ maxLength: 500 }), async (start, rest) => {
        const part = await parseDealMail(Buffer.concat([Buffer.from(start), rest]), now, reading);
        expect(part?.ok === false ? part.faults.length : 'read or ignored').toBeTruthy();
      }),
      { numRuns: 300 },
    );
  });
});
