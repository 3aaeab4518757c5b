import { createHash } from 'node:crypto';
import type { Extra, Item } from './desk.ts';
import { formLines } from './form.ts';
import { pdf } from './pdf.ts';
import { inWords, isProse, wordsOf } from './text.ts';
import type { Fields } from './truth.ts';

/** A registration as the e-mail (RFC 5322) in which a partner sends it, with signature and whatever else is around it. */
export function asMail(item: Item): { text: string; fields: Partial<Fields> } {
  const { registration, style } = item;
  const extra = style?.extra ?? {};
  const words = wordsOf(style?.language ?? 'en');
  const { text, fields } = inWords(item);
  if (extra.around === 'attached') {
    const bytes = pdf([formLines(item, text)]);
    const form = { name: 'registration.pdf', type: 'application/pdf', bytes };
    const body = [
      words.hello,
      '',
      words.attached,
      '',
      words.partnerId(registration.partnerId),
      '',
      ...signature(item),
      '',
    ];
    return { text: `${headers(item)}${multipart(body.join('\n'), registration.id, form)}`, fields };
  }
  const intro = isProse(item) ? [] : [words.intro, ''];
  const message = [words.hello, '', ...intro, text, '', words.partnerId(registration.partnerId)];
  if (extra.hostile) message.push('', extra.hostile);
  const body = around([...message, '', ...signature(item)].join('\n'), item);
  return { text: `${headers(item)}${content(body, item)}`, fields };
}

function senderOf({ registration }: Item): { name: string; address: string } {
  return {
    name: registration.partner?.name ?? 'Unknown Trading',
    address: registration.partner?.email ?? 'sales@unknown-trading.example',
  };
}

function headers(item: Item): string {
  const { registration, style } = item;
  const { name, address } = senderOf(item);
  const subject =
    style?.extra?.subject ?? wordsOf(style?.language ?? 'en').subject(registration.customer ?? '');
  return [
    `From: ${encoded(name)} <${address}>`,
    'To: registrations@vendor.example',
    `Subject: ${encoded(style?.extra?.around === 'forwarded' ? `Fwd: ${subject}` : subject)}`,
    `Date: ${new Date(registration.submittedAt).toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${registration.id}.${registration.partnerId}@${address.split('@')[1]}>`,
    'MIME-Version: 1.0',
    '',
  ].join('\n');
}

/** RFC 2047, where it is needed. */
function encoded(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text.replace(/^(.*[,;].*)$/, '"$1"');
  const words = text.match(/.{1,20}/gsu) ?? [];
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join('\n ');
}

function signature(item: Item): string[] {
  const { name, address } = senderOf(item);
  const phone = createHash('sha256').update(address).digest().readUInt16BE(0) % 9_000;
  const { bye } = wordsOf(item.style?.language ?? 'en');
  return [bye, name, `Tel. +00 555 ${1_000 + phone}`, address, `https://www.${address.split('@')[1]}`];
}

/** What mail programs put around a message: an older mail below it, or the message inside a forwarding. */
function around(body: string, item: Item): string {
  const { around: how } = item.style?.extra ?? {};
  const words = wordsOf(item.style?.language ?? 'en');
  const { name } = senderOf(item);
  if (how === 'registered_before') {
    const { labels } = words;
    const older = [
      words.intro,
      `${labels.customer_name[0]}: Altmarina Foods`,
      `${labels.estimated_value[0]}: USD 77,000.00`,
      `${labels.expected_close_date[0]}: 2026-02-27`,
      `${labels.primary_contact_email[0]}: info@altmarina-foods.example`,
    ];
    return `${body}\n\n${words.wrote(name, '2025-11-12')}\n${older.map((line) => `> ${line}`).join('\n')}\n`;
  }
  if (how === 'quoted') {
    const older = [
      'Hello,',
      'last year we closed a deal of USD 1,250.00 with you on 2025-06-30.',
      'Best, Channel team',
    ];
    return `${body}\n\n${words.wrote('Channel team', '2026-11-12')}\n${older.map((line) => `> ${line}`).join('\n')}\n`;
  }
  if (how === 'forwarded') return `FYI\n\n${words.forwarded}\nFrom: ${name}\nDate: 2026-11-18\n\n${body}\n`;
  return `${body}\n`;
}

function content(body: string, { registration, style }: Item): string {
  const { around: how, attachment } = style?.extra ?? {};
  if (how === 'html')
    return `Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n${html(body)}`;
  if (how === 'quoted_printable')
    return `Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n${quotedPrintable(body)}`;
  return attachment ? multipart(body, registration.id, attachment) : plain(body);
}

const plain = (body: string) =>
  `Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n${body}`;

function multipart(body: string, id: string, attachment: NonNullable<Extra['attachment']>): string {
  const boundary = `b-${id}`;
  const file = [
    `Content-Type: ${attachment.type}; name="${attachment.name}"`,
    `Content-Disposition: attachment; filename="${attachment.name}"`,
    'Content-Transfer-Encoding: base64',
    '',
    attachment.bytes.toString('base64').replace(/.{76}/g, '$&\n'),
  ].join('\n');
  return `Content-Type: multipart/mixed; boundary="${boundary}"\n\n--${boundary}\n${plain(body)}--${boundary}\n${file}\n--${boundary}--\n`;
}

/** RFC 2045 section 6.7, of latin1 text; what latin1 lacks is written without. */
function quotedPrintable(body: string): string {
  const bytes = body.replaceAll('€', 'EUR').replace(/[„“”]/g, '"').replaceAll('\u202f', '\u00a0');
  return bytes
    .split('\n')
    .map((line) => {
      const safe = line.replace(
        /[^\x20-\x3c\x3e-\x7e]/g,
        (sign) => `=${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
      );
      return safe.replace(/(.{1,72}(?!=)(?<!=.))(?=.)/g, '$1=\n');
    })
    .join('\n');
}

/** Lines as paragraphs; what stands in columns as a table, as mail programs paste it from a spreadsheet. */
function html(body: string): string {
  const safe = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const lines = body.split('\n').map((line) => {
    const [name, value] = safe(line).split('\t');
    if (value === undefined) return `<div>${name || '<br>'}</div>`;
    return `<table><tr><td>${name}</td><td>${value}</td></tr></table>`;
  });
  const rows = lines.join('\n').replaceAll('</table>\n<table>', '\n');
  return `<html><head><style>div { font-family: sans-serif }</style></head><body>\n${rows}\n</body></html>\n`;
}
