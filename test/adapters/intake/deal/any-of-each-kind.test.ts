import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DEAL_JOBS } from '../../../../adapters/intake/deal/reading-jobs.ts';
import { formPdf } from '../../documents/pdf-files.ts';
import { readAsFound, type Speaks } from './read-as-found.ts';

/** Inputs of each kind that is read wrong in public, made anew: mails, tables and forms around what they state. */
interface Made {
  name: string;
  bytes: Buffer;
  speaks?: Speaks;
  /** Fields; of several values any one is right. Or that nothing of it is taken. */
  want: Record<string, unknown> | 'refused';
}

interface Deal {
  customer: string;
  opportunity: string;
  amount: number;
  currency: string;
  day: string;
  contact: string;
}

const CUSTOMERS = [
  ['Alkenfjord AS', 'alkenfjord'],
  ['Müritz & Söhne GmbH', 'mueritz'],
  ['Crème Brûlière SARL', 'creme'],
  ["O'Hara Dock Supplies Ltd", 'ohara'],
  ['Żuraw Gdański Sp. z o.o.', 'zuraw'],
  ['Peñalara Grúas S.L.', 'penalara'],
  ['Ærø Færgeri A/S', 'aero'],
  ['Gull & Tern Brewing Inc.', 'gulltern'],
] as const;
const deal: fc.Arbitrary<Deal> = fc
  .record({
    who: fc.constantFrom(...CUSTOMERS),
    opportunity: fc.constantFrom(
      'Crane telemetry',
      'Dock sensors',
      'Kühlhaus Ausbau',
      'Backup renewal',
      'Line 4 retrofit',
    ),
    amount: fc.integer({ min: 21, max: 990 }).map((n) => n * 100 + 50),
    currency: fc.constantFrom('EUR', 'USD', 'GBP', 'CHF', 'CAD'),
    month: fc.integer({ min: 1, max: 12 }),
    date: fc.integer({ min: 13, max: 28 }),
    person: fc.constantFrom('it', 'kari.nord', 'purchasing', 'j-lee'),
  })
  .map(({ who, opportunity, amount, currency, month, date, person }) => ({
    ...{ customer: who[0], opportunity, amount, currency, contact: `${person}@${who[1]}.example` },
    day: `2027-${String(month).padStart(2, '0')}-${date}`,
  }));

const wanted = ({ customer, opportunity, amount, currency, day, contact }: Deal) => ({
  customer_name: customer,
  opportunity_name: opportunity,
  stated_value: `${amount}.00 ${currency}`,
  expected_close_date: day,
  primary_contact_email: contact,
});

const LABELS = ['Customer', 'Opportunity', 'Estimated value', 'Expected close date', 'Contact'];
const grouped = (amount: number) => String(amount).replace(/\B(?=(?:\d{3})+$)/g, ',');
const valuesOf = ({ customer, opportunity, amount, currency, day, contact }: Deal) => [
  ...[customer, opportunity, `${currency} ${grouped(amount)}`, day, contact],
];
const labelled = (one: Deal, labels: readonly string[] = LABELS) =>
  valuesOf(one).map((value, index) => `${labels[index]}: ${value}`);

interface Mail {
  subject?: string;
  type?: string;
  date?: string;
  headers?: readonly string[];
}

function mail(text: string, { subject = 'Deal registration', type, date, headers = [] }: Mail = {}): Buffer {
  const head = [
    'From: Sofia Lind <desk@baltic-partner.example>',
    `Subject: ${subject}`,
    `Date: ${date ?? 'Thu, 26 Nov 2026 15:12:00 +0100'}`,
    'MIME-Version: 1.0',
    `Content-Type: ${type ?? 'text/plain; charset=utf-8'}`,
    'Content-Transfer-Encoding: 8bit',
    ...headers,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${text}`);
}

const html = (body: string) =>
  mail(`<html><body>${body}</body></html>`, { type: 'text/html; charset=utf-8' });
const eml = (bytes: Buffer, want: Made['want'], speaks?: Speaks): Made => ({
  ...{ name: 'made.eml', bytes, want },
  ...(speaks && { speaks }),
});
const csv = (lines: readonly string[], want: Made['want'], name = 'made.csv'): Made => ({
  ...{ name, bytes: Buffer.from(`${lines.join('\n')}\n`), want },
});
const json = (record: Record<string, unknown>, want: Made['want']): Made => ({
  ...{ name: 'made.json', bytes: Buffer.from(JSON.stringify(record)), want },
});
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Each character as it may stand in HTML: itself where it may, by number, or by name. */
const NAMED: Record<string, string> = {
  ...{ '&': '&amp;', '"': '&quot;', "'": '&apos;', ü: '&uuml;', ö: '&ouml;', è: '&egrave;', û: '&ucirc;' },
  ...{ ñ: '&ntilde;', ú: '&uacute;', Æ: '&AElig;', ø: '&oslash;', æ: '&aelig;', Ż: '&Zdot;', ń: '&nacute;' },
};
const asEntity = (char: string, how: number) => {
  const code = char.codePointAt(0) as number;
  const named = NAMED[char] ?? `&#${code};`;
  return [named, `&#${code};`, `&#x${code.toString(16)};`, `&#X${code.toString(16).toUpperCase()};`][
    how % 4
  ] as string;
};

/** Ways to set a label and its value with no line between the pairs. */
const BLOCKS: readonly ((label: string, value: string) => string)[] = [
  (label, value) => `<dt>${label}</dt><dd>${value}</dd>`,
  (label, value) => `<div>${label}</div><div>${value}</div>`,
  (label, value) => `<p>${label}</p><p>${value}</p>`,
  (label, value) => `<div><b>${label}:</b> ${value}</div>`,
  (label, value) => `<h4>${label}</h4><p>${value}</p>`,
  (label, value) => `<li><strong>${label}</strong>: ${value}</li>`,
  (label, value) => `<tr><th>${label}</th><td>${value}</td></tr>`,
  (label, value) => `<section><header>${label}</header><div>${value}</div></section>`,
  (label, value) => `<span>${label}: ${value}</span><br>`,
];
const AROUND = ['dl', 'div', 'div', 'div', 'div', 'ul', 'table', 'article', 'p'];

/** Below each other: a row of labels and a row of values. */
const ROWS: readonly ((labels: readonly string[], values: readonly string[]) => Buffer)[] = [
  (labels, values) =>
    mail(`Please register:\n\n${labels.join('\t')}\n${values.join('\t')}\n\nRegards\nSofia`),
  (labels, values) =>
    mail(`Please register:\n\n| ${labels.join(' | ')} |\n| ${values.join(' | ')} |\n\nRegards`),
  (labels, values) =>
    mail(
      `Hello,\n\n| ${labels.join(' | ')} |\n|${labels.map(() => '---').join('|')}|\n| ${values.join(' | ')} |\n\nRegards`,
    ),
  (labels, values) =>
    html(
      `<p>Please register:</p><table><tr>${labels.map((one) => `<th>${one}</th>`).join('')}</tr><tr>${values.map((one) => `<td>${escaped(one)}</td>`).join('')}</tr></table>`,
    ),
  (labels, values) =>
    html(
      `<table><thead><tr>${labels.map((one) => `<td><b>${one}</b></td>`).join('')}</tr></thead><tbody><tr>${values.map((one) => `<td><p>${escaped(one)}</p></td>`).join('')}</tr></tbody></table>`,
    ),
];

const PLACEHOLDERS = [
  'This message is in HTML. Please use an HTML capable e-mail client.',
  'Your e-mail client cannot display this message. View it in a browser: https://mail.example/v/1',
  'Please view this email in a browser that supports HTML.',
  'Diese Nachricht wird nur als HTML angezeigt.',
  'Ce message est au format HTML.',
  '',
  ' ',
];

const TAGS = [
  '[EXTERNAL]',
  '[EXT]',
  '[EXTERN]',
  '(External)',
  '[External Sender]',
  '*EXTERNAL*',
  '[SUSPICIOUS]',
  '[channel-desk]',
  'EXTERNAL:',
];
const MARKS = ['FW:', 'Fwd:', 'RE:', 'WG:', 'AW:', 'TR:', 'RV:', 'ENC:', 'Fw:', 'FW :'];

const TWICE: readonly ((address: string) => string)[] = [
  (a) => `${a}<mailto:${a}>`,
  (a) => `${a} <mailto:${a}>`,
  (a) => `[${a}](mailto:${a})`,
  (a) => `"Kari Nord" <${a}>`,
  (a) => `Kari Nord <${a}> (${a})`,
  (a) => `${a}, ${a.toUpperCase()}`,
  (a) => `${a} [mailto:${a}]`,
  (a) => `<${a}>`,
];

/** Zero width, direction marks, soft hyphen, byte order mark. */
const INVISIBLE = ['\u200b', '\u200e', '\u200f', '\u202a', '\u202c', '\u2060', '\u2066', '\u2069', '\ufeff'];

/** Labels of web forms, each said of one field in several ways. */
const FORM_LABELS: readonly (readonly string[])[] = [
  [
    'Customer Company Name',
    'End Customer Name',
    'Client Company',
    'Prospect Name',
    'Customer Name *',
    'End User Company Name',
    'Account Name (required)',
  ],
  [
    'Project / Opportunity Name',
    'Opportunity Name *',
    'Deal Name',
    'Project Name (required)',
    'Opportunity Title',
    'Name of Project',
    'Name of the Opportunity',
  ],
  [
    'Estimated Deal Value',
    'Deal Amount',
    'Opportunity Value',
    'Total Contract Value',
    'Estimated Value *',
    'Expected Deal Size',
  ],
  [
    'Estimated Close Date',
    'Expected Closing Date',
    'Target Close Date',
    'Anticipated Close Date',
    'Close Date *',
    'Projected Close Date',
  ],
  [
    'Customer Contact Email Address',
    'Contact Email',
    'Primary Contact E-mail',
    'End User Contact Email',
    'Contact E-Mail Address *',
    'Customer Email Address',
  ],
];

const NAMES = [
  'Heron, Tern & Falcon LLP',
  'Crane, Stork and Egret LLC',
  'Czapla Sp. z o.o.',
  'Heron Systems (UK) Limited',
  'Falcon Tools (Ireland) Ltd',
  'Yahei! Media GmbH',
  'Ærø Værft A/S',
  'Tern & Co. KG',
  'Bocian Synowie sp. j.',
  'Grebe & Sons Ltd',
  'Kavka a.s.',
  'Galeb, d.o.o.',
  'Racek s. r. o.',
  'Czapla Sp. z o.o. Sp. k.',
  'Tern/Gull Logistics BV',
  'Havran, spol. s r.o.',
  '4 Gulls Brewing Inc.',
];
const SENTENCES: readonly ((name: string) => string)[] = [
  (name) => `We would like to register a deal with ${name} worth EUR 45,000.`,
  (name) => `Please register our opportunity at ${name} for dock sensors.`,
  (name) => `We are working with ${name} on a project worth EUR 45,000.`,
];

const DATE_FORMS: readonly [label: string, written: (y: string, m: string, d: string) => string][] = [
  ['Expected close date (MM/DD/YYYY)', (y, m, d) => `${m}/${d}/${y}`],
  ['Expected close date (DD/MM/YYYY)', (y, m, d) => `${d}/${m}/${y}`],
  ['Close date [dd.mm.yyyy]', (y, m, d) => `${d}.${m}.${y}`],
  ['Estimated Close Date (mm-dd-yyyy)', (y, m, d) => `${m}-${d}-${y}`],
  ['Estimated close (YYYY-MM-DD)', (y, m, d) => `${y}-${m}-${d}`],
  ['Abschlussdatum (TT.MM.JJJJ)', (y, m, d) => `${d}.${m}.${y}`],
  ['Date de clôture (JJ/MM/AAAA)', (y, m, d) => `${d}/${m}/${y}`],
  ['Fecha de cierre (DD/MM/AAAA)', (y, m, d) => `${d}/${m}/${y}`],
];

const ALIASES: Record<string, readonly string[]> = {
  deal_id: ['deal_id', 'id', 'external_id', 'registration_id'],
  source_partner_id: ['source_partner_id', 'partner_id'],
  estimated_value: ['estimated_value', 'amount', 'value', 'deal_value', 'estimated_amount'],
};

const two = (n: number) => String(n).padStart(2, '0');

/** By the kind as test/fixtures/kinds/kinds.json calls it. */
const KINDS: Record<string, fc.Arbitrary<Made>> = {
  'csv-separators-mixed': fc
    .tuple(
      deal,
      fc.constantFrom(',', ';', '\t', '|'),
      fc.constantFrom('Kai 3, Rostock', 'Kai 3; Tor 2', 'a|b', 'x, y; z'),
      fc.boolean(),
    )
    .map(([one, mark, note, quoted]) => {
      const cell = (text: string) =>
        quoted || text.includes(mark) ? `"${text.replaceAll('"', '""')}"` : text;
      const rows = [
        ['deal_id', 'customer_name', 'amount', 'currency', 'notes'],
        ['R-1', one.customer, `${one.amount}.00`, one.currency, note],
      ];
      const want = {
        customer_name: one.customer,
        stated_value: `${one.amount}.00 ${one.currency}`,
        partner_notes: note,
      };
      return csv(
        rows.map((row) => row.map(cell).join(mark)),
        want,
      );
    }),

  'form-says-its-date-format': fc
    .tuple(
      deal,
      fc.constantFrom(...DATE_FORMS),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 28 }),
      fc.constantFrom('en-GB', 'en-US', 'de', 'fr'),
    )
    .map(([one, [label, written], month, date, locale]) => {
      const day = `2027-${two(month)}-${two(date)}`;
      const lines = labelled(one).map((line) =>
        line.startsWith('Expected close') ? `${label}: ${written('2027', two(month), two(date))}` : line,
      );
      return eml(mail(lines.join('\n')), { expected_close_date: day }, { locale });
    }),

  'other-written-dates-wrong': fc.tuple(deal, fc.integer({ min: 0, max: 4 })).map(([one, how]) => {
    const [year = '', month = '', date = ''] = one.day.split('-');
    const name = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][
      Number(month) - 1
    ];
    const era = Number(year) - 2018;
    const said = [
      ...[`${date}/${name}/${year}`, `${date}.${name}.${year}`, `${date}-${name}-${year.slice(2)}`],
      ...[`令和${era}年${Number(month)}月${Number(date)}日`, `R${era}.${Number(month)}.${Number(date)}`],
    ][how] as string;
    const lines = labelled({ ...one, day: said });
    return eml(
      mail(lines.join('\n')),
      { expected_close_date: how < 3 ? one.day : [one.day, null] },
      { locale: how < 3 ? 'en-GB' : 'ja' },
    );
  }),

  'relative-date-from-UTC-instead-of-the-sender': fc
    .tuple(
      deal,
      fc.integer({ min: 1, max: 11 }),
      fc.integer({ min: -30, max: 30 }),
      fc.constantFrom(-11, -8, -5, 0, 1, 5.5, 9, 13),
      fc.boolean(),
    )
    .map(([one, month, hours, offset, next]) => {
      const at = new Date(Date.UTC(2026, month - 1, 1, hours));
      const local = new Date(at.getTime() + offset * 3_600_000);
      const day = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + (next ? 2 : 1), 0));
      const minutes = Math.abs(offset * 60);
      const zone = `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`;
      const date = `${local.toUTCString().replace(' GMT', '')} ${zone}`;
      const lines = labelled({ ...one, day: next ? 'end of next month' : 'end of this month' });
      return eml(mail(lines.join('\n'), { date }), { expected_close_date: day.toISOString().slice(0, 10) });
    }),

  'html-entities': fc.tuple(deal, fc.array(fc.nat(7), { minLength: 40, maxLength: 40 })).map(([one, how]) => {
    const lines = labelled(one).map((line) =>
      [...line]
        .map((char, index) => {
          const choice = how[index % how.length] as number;
          if (char === '&' || char === '<' || char === '>') return asEntity(char, choice % 4);
          return char > '~'
            ? choice > 3
              ? char
              : asEntity(char, choice)
            : choice === 7
              ? asEntity(char, 1)
              : char;
        })
        .join(''),
    );
    return eml(html(lines.map((line) => `<p>${line}</p>`).join('\n')), wanted(one));
  }),

  'html-blocks-without-a-gap': fc.tuple(deal, fc.nat(BLOCKS.length - 1)).map(([one, how]) => {
    const block = BLOCKS[how] as (typeof BLOCKS)[number];
    const body = valuesOf(one)
      .map((value, index) => block(LABELS[index] as string, escaped(value)))
      .join('');
    return eml(html(`<${AROUND[how]}>${body}</${AROUND[how]}>`), wanted(one));
  }),

  'header-row-over-a-row-of-values': fc
    .tuple(deal, fc.constantFrom(...ROWS), fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }))
    .map(([one, rows, order]) => {
      const values = valuesOf(one);
      return eml(
        rows(
          order.map((at) => LABELS[at] as string),
          order.map((at) => values[at] as string),
        ),
        wanted(one),
      );
    }),

  'placeholder-text-part-wins-over-the-html': fc
    .tuple(deal, fc.constantFrom(...PLACEHOLDERS))
    .map(([one, words]) => {
      const body = labelled(one)
        .map((line) => `<p>${escaped(line)}</p>`)
        .join('');
      const parts = [
        ...['--b', 'Content-Type: text/plain; charset=utf-8', '', words],
        ...[
          '--b',
          'Content-Type: text/html; charset=utf-8',
          '',
          `<html><body>${body}</body></html>`,
          '--b--',
          '',
        ],
      ];
      return eml(mail(parts.join('\r\n'), { type: 'multipart/alternative; boundary=b' }), wanted(one));
    }),

  'content-that-is-not-read-is-not-told': fc
    .tuple(
      fc.constantFrom(
        'deal.pages',
        'deal.rar',
        'deal.7z',
        'form.numbers',
        'smime.p7m',
        'winmail.dat',
        'scan.tif',
        'offer.ppt',
      ),
      fc.uint8Array({ minLength: 200, maxLength: 400 }),
    )
    .map(([name, noise]) => {
      const bytes = Buffer.from(noise).toString('base64').replace(/.{76}/g, '$&\r\n');
      const parts = [
        ...['--b', 'Content-Type: text/plain; charset=utf-8', '', ''],
        ...[
          '--b',
          `Content-Type: application/octet-stream; name="${name}"`,
          'Content-Transfer-Encoding: base64',
        ],
        ...[`Content-Disposition: attachment; filename="${name}"`, '', bytes, '--b--', ''],
      ];
      return eml(mail(parts.join('\r\n'), { type: 'multipart/mixed; boundary=b' }), 'refused');
    }),

  'subject-tags-and-chains': fc
    .tuple(
      deal,
      fc.array(fc.constantFrom(...TAGS, ...MARKS), { maxLength: 4 }),
      fc.constantFrom('Deal registration', 'Deal Registration Request', 'New deal registration'),
    )
    .map(([one, chain, topic]) => {
      const subject = [...chain, `${topic}: ${one.customer} - ${one.opportunity}`].join(' ');
      const text = `Hello,\n\nplease take this up.\n\nEstimated value: ${one.currency} ${grouped(one.amount)}\nContact: ${one.contact}\n\nRegards\nSofia`;
      const { customer_name, opportunity_name, stated_value } = wanted(one);
      return eml(mail(text, { subject }), { customer_name, opportunity_name, stated_value });
    }),

  'same-address-twice-is-ambiguous': fc
    .tuple(deal, fc.constantFrom(...TWICE))
    .map(([one, twice]) =>
      eml(mail(labelled({ ...one, contact: twice(one.contact) }).join('\n')), wanted(one)),
    ),

  'invisible-marks': fc
    .tuple(
      deal,
      fc.array(fc.constantFrom(...INVISIBLE), { minLength: 4, maxLength: 4 }),
      fc.nat(30),
      fc.boolean(),
    )
    .map(([one, [a, b, c, d], at, asMail]) => {
      const within = `${one.contact.slice(0, at % one.contact.length)}${c}${one.contact.slice(at % one.contact.length)}`;
      const marked = { ...one, customer: `${a}${one.customer}${b}`, contact: `${d}${within}${a}` };
      if (asMail) return eml(mail(labelled(marked).join('\n')), wanted(one));
      const { customer, contact, amount, currency } = marked;
      const { customer_name, primary_contact_email } = wanted(one);
      return json(
        {
          deal_id: 'R-1',
          partner_id: '7001',
          customer,
          contact_email: contact,
          amount: `${amount}.00`,
          currency,
        },
        { customer_name, primary_contact_email },
      );
    }),

  'usual-form-labels-unknown': fc
    .tuple(deal, fc.tuple(...FORM_LABELS.map((labels) => fc.constantFrom(...labels))), fc.boolean())
    .map(([one, labels, inHeading]) => {
      const [value, ...others] = [
        `${labels[2]}${inHeading ? ` (${one.currency})` : ''}`,
        labels[0],
        labels[1],
        labels[3],
        labels[4],
      ];
      const named = [others[0], others[1], value, others[2], others[3]] as string[];
      const lines = valuesOf(one).map(
        (said, index) => `${named[index]}: ${inHeading && index === 2 ? grouped(one.amount) : said}`,
      );
      return eml(mail(lines.join('\n')), wanted(one));
    }),

  'company-name-cut-in-prose': fc
    .tuple(
      fc.constantFrom(...NAMES),
      fc.constantFrom(...SENTENCES),
      fc.constantFrom('Hello,', 'Hi team,', ''),
    )
    .map(([name, sentence, hello]) =>
      eml(mail(`${hello}\n\n${sentence(name)} The contact is it@customer.example.\n\nRegards\nSofia`), {
        customer_name: [name, null],
      }),
    ),

  'pdf-form-fields-named-Text1': deal.map((one) => {
    const ascii = { ...one, customer: 'Alkenfjord AS', opportunity: 'Crane telemetry' };
    const fields = valuesOf(ascii).map((value, index) => [
      `Text${index + 1}`,
      `${value}) /TU (${LABELS[index]}`,
    ]);
    return { name: 'made.pdf', bytes: formPdf(Object.fromEntries(fields)), want: wanted(ascii) };
  }),

  'spreadsheet-damage': fc
    .tuple(
      ...[
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 99_999 }),
        fc.integer({ min: 9, max: 18 }),
      ],
      fc.constantFrom('rounded', '#REF!', '#N/A', '#VALUE!', '#NAME?', '#DIV/0!', '########'),
      fc.constantFrom('.', ','),
    )
    .map(([lead, digits, power, damage, mark]) => {
      const separator = mark === ',' ? ';' : ',';
      const id = damage === 'rounded' ? `${lead}${mark}${digits}E+${power}` : 'R-1';
      const rows = [
        ['deal_id', 'partner_id', 'customer_name', 'amount', 'currency'],
        [id, '7001', 'Alkenfjord AS', damage === 'rounded' ? '45000' : damage, 'EUR'],
      ];
      return csv(
        rows.map((row) => row.join(separator)),
        'refused',
      );
    }),

  'numbers-under-alias-names': fc
    .tuple(
      ...Object.values(ALIASES).map((names) => fc.constantFrom(...names)),
      fc.integer({ min: 1, max: 10 ** 9 }),
      fc.boolean(),
    )
    .map(([id, partner, value, number, asText]) => {
      const as = (n: number) => (asText ? String(n) : n);
      return json(
        {
          [String(id)]: as(Number(number)),
          [String(partner)]: as(7001),
          customer: 'Alkenfjord AS',
          [String(value)]: as(45_000),
          currency: 'EUR',
        },
        { stated_value: '45000.00 EUR', customer_name: 'Alkenfjord AS' },
      );
    }),
};

/** Kinds whose inputs are made in another test. */
const FORMATS = 'test/adapters/intake/deal/any-number-format.test.ts';
const MAILS = 'scripts/bench/hard-mails.ts';
const ELSEWHERE: Record<string, string> = {
  'decimal-point-or-thousands (structured)': FORMATS,
  'currency-column-ignored': FORMATS,
  'dollar-or-yen-sign-beats-the-code': MAILS,
  'multiplier-before-or-behind-the-number-lost': MAILS,
  'price-per-time-or-unit-read-as-the-whole': MAILS,
  'several-amounts-behind-a-label, first taken': MAILS,
  'amount-of-a-signature-or-disclaimer-is-the-value': MAILS,
  'month-and-two-digit-year-read-as-a-day': MAILS,
  'fiscal-period-read-as-calendar': MAILS,
  'alternatives-and-bounds-read-as-one-date': MAILS,
  'automatic-mail-not-recognised': 'test/adapters/intake/mail/automatic.test.ts',
  'charset-declared-wrong': 'test/adapters/intake/mail/declared.test.ts',
};

/** What becomes of it, in the words of `want`. */
async function readOf({ name, bytes, speaks = {}, want }: Made) {
  const [part] = await readAsFound({ name, bytes }, speaks, DEAL_JOBS);
  if (!part?.ok) return 'refused';
  if (typeof want === 'string') return 'taken';
  const { submission } = part.parsed.stated;
  const money = submission.stated_value;
  const read: Record<string, unknown> = {
    ...submission,
    stated_value: money && `${money.amount} ${money.currency}`,
  };
  return Object.fromEntries(
    Object.entries(want).map(([field, right]) => {
      const value = read[field] ?? null;
      return [field, Array.isArray(right) && right.includes(value) ? right : value];
    }),
  );
}

describe('any input of a kind that is read wrong in public is read right, or refused', () => {
  test.each(Object.entries(KINDS))('%s', async (kind, made) => {
    await fc.assert(
      fc.asyncProperty(made, async (one) => {
        const file = one.bytes.toString();
        expect({ is: await readOf(one), file }).toEqual({ is: one.want, file });
      }),
      { numRuns: kind === 'pdf-form-fields-named-Text1' ? 5 : 60 },
    );
  });
});

test('each of the kinds has inputs that are made anew, here or where it stands below', () => {
  const kinds = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../../fixtures/kinds/kinds.json'), 'utf8'),
  ) as { kind: string }[];
  const open = kinds.map(({ kind }) => kind).filter((kind) => !(kind in KINDS) && !(kind in ELSEWHERE));
  expect(open).toEqual([]);
  for (const file of new Set(Object.values(ELSEWHERE)))
    expect(existsSync(join(import.meta.dirname, '../../../..', file))).toBe(true);
});
