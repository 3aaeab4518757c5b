import { longDate } from '../../days.ts';
import type { Paper } from '../claim.ts';
import { printed } from '../money.ts';
import { wordsOf } from './words.ts';

/** A receipt as a shop system mails it: text, and nothing attached; or a short letter with the invoice attached. */
export function receiptMail(paper: Paper, attached?: { name: string; bytes: Buffer }): Buffer {
  const { seller, buyer, currency, language, number } = paper;
  const words = wordsOf(language);
  const money = (minor: number) => `${printed(minor, currency, language)} ${currency}`;
  const [sku, name, quantity, unit, net] = words.columns;
  const rows = paper.lines.map((line) =>
    [
      line.sku.padEnd(12),
      line.name.padEnd(18),
      String(line.quantity).padStart(8),
      money(line.unit).padStart(18),
      money(line.net).padStart(20),
    ].join(''),
  );
  const text = attached
    ? `${words.titles[paper.title]} ${number}\n`
    : [
        words.titles[paper.title],
        '',
        seller.name,
        `${seller.street}, ${seller.postalCode} ${seller.city}`,
        ...(seller.vatId ? [`${words.taxNumber}: ${seller.vatId}`] : []),
        '',
        `${words.number}: ${number}`,
        `${words.day}: ${longDate(paper.day, language === 'ja' ? 'en' : language)}`,
        `${words.customer}: ${buyer.name}`,
        '',
        [sku.padEnd(12), name.padEnd(18), quantity.padStart(8), unit.padStart(18), net.padStart(20)].join(''),
        ...rows,
        '',
        `${words.net}: ${money(paper.net)}`,
        `${words.tax} ${paper.taxPercent} %: ${money(paper.tax)}`,
        `${words.total}: ${money(paper.total)}`,
        ...(paper.remark ? ['', paper.remark] : []),
        '',
      ].join('\n');
  const boundary = `part-${number.replace(/\W/g, '')}`;
  const head = [
    'From: invoices@billing.example',
    'To: purchasing@customer.example',
    `Subject: =?utf-8?B?${Buffer.from(`${words.titles[paper.title]} ${number}`).toString('base64')}?=`,
    `Date: ${new Date(`${paper.day}T09:30:00Z`).toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${number.replace(/\W/g, '')}.${paper.day}@billing.example>`,
    'MIME-Version: 1.0',
  ];
  const body = ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit', '', text];
  if (!attached) return Buffer.from([...head, ...body].join('\r\n'));
  return Buffer.from(
    [
      ...head,
      `Content-Type: multipart/mixed; boundary="${boundary}"`,
      '',
      `--${boundary}`,
      ...body,
      `--${boundary}`,
      `Content-Type: application/pdf; name="${attached.name}"`,
      `Content-Disposition: attachment; filename="${attached.name}"`,
      'Content-Transfer-Encoding: base64',
      '',
      attached.bytes.toString('base64').replace(/(.{76})/g, '$1\r\n'),
      `--${boundary}--`,
      '',
    ].join('\r\n'),
  );
}
