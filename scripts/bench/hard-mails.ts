import type { Money } from '../../domain/money.ts';
import type { Fields } from '../../sandbox/channel/generator/truth.ts';
import { draw, type Random } from './random.ts';

/** A mail with what it states of each field; null: nothing that could be read without guessing. */
export interface HardMail {
  kind: string;
  text: string;
  locale: string;
  subject?: string;
  truth: Fields;
}

/** Written on this day. */
export const HARD_MAILS_ON = '2026-11-27';

interface Stated {
  /** What a writer puts behind a label or into a sentence. */
  said: string;
  value: Money | null;
}

const money = (amount: number, currency: string): Money => ({ amount: String(amount), currency });
const whole = (random: Random, from: number, to: number) => from + Math.floor(random() * (to - from));
/** A round figure, as offers have. */
const figure = (random: Random) => whole(random, 12, 950) * 100 * draw(random, [1, 1, 5, 10]);
const grouped = (amount: number, mark: string) => String(amount).replace(/\B(?=(?:\d{3})+$)/g, mark);
const MARK: Record<string, string> = {
  en: ',',
  'en-GB': ',',
  'en-US': ',',
  de: '.',
  es: '.',
  'pt-BR': '.',
  fr: '\u202f',
  ja: ',',
};
const written = (amount: number, locale: string) => grouped(amount, MARK[locale] ?? ',');

/** Ways to state an amount: clear ones, and ones that leave it open. */
const AMOUNTS: Record<string, (random: Random, locale: string) => Stated> = {
  plain(random, locale) {
    const [amount, code] = [figure(random), draw(random, ['EUR', 'USD', 'GBP', 'CHF', 'SEK', 'PLN'])];
    return {
      said: draw(random, [`${code} ${written(amount, locale)}`, `${written(amount, locale)} ${code}`]),
      value: money(amount, code),
    };
  },
  sign_and_code(random, locale) {
    const [amount, code] = [figure(random), draw(random, ['CAD', 'AUD', 'NZD', 'SGD', 'HKD', 'MXN', 'USD'])];
    const shown = written(amount, locale);
    const said = draw(random, [
      `$${shown} ${code}`,
      `${code} $${shown}`,
      `$ ${shown} ${code}`,
      `${code} ${shown}`,
    ]);
    return { said, value: money(amount, code) };
  },
  yen_or_yuan(random) {
    const [amount, code] = [figure(random), draw(random, ['CNY', 'JPY'])];
    return {
      said: draw(random, [`¥${grouped(amount, ',')} ${code}`, `${code} ¥${grouped(amount, ',')}`]),
      value: money(amount, code),
    };
  },
  contradicting(random, locale) {
    return {
      said: draw(random, [
        `€${written(figure(random), locale)} USD`,
        `USD ${written(figure(random), locale)} CAD`,
      ]),
      value: null,
    };
  },
  multiplied(random) {
    const n = whole(random, 2, 95);
    return draw<Stated>(random, [
      { said: `k€ ${n}`, value: money(n * 1e3, 'EUR') },
      { said: `${n}k USD`, value: money(n * 1e3, 'USD') },
      { said: `INR ${n} Cr`, value: money(n * 1e7, 'INR') },
      { said: `₹ ${n} lacs`, value: money(n * 1e5, 'INR') },
      { said: `INR ${n} lakhs`, value: money(n * 1e5, 'INR') },
      { said: `₹${n} L`, value: money(n * 1e5, 'INR') },
      { said: `€m ${n}`, value: money(n * 1e6, 'EUR') },
      { said: `${n} TEUR`, value: money(n * 1e3, 'EUR') },
      { said: `GBP ${n} million`, value: money(n * 1e6, 'GBP') },
      { said: `${n} Mio. EUR`, value: money(n * 1e6, 'EUR') },
      { said: `${n} mln PLN`, value: money(n * 1e6, 'PLN') },
    ]);
  },
  multiple_unread(random) {
    const n = whole(random, 20, 900);
    return {
      said: draw(random, [
        `USD ${n} (000s)`,
        `EUR ${n} (in thousands)`,
        `USD ${n}'000s`,
        `Z€ ${n}`,
        `EUR ${n} in k`,
      ]),
      value: null,
    };
  },
  rate(random, locale) {
    const shown = written(figure(random), locale);
    const said = draw(random, [
      ...[
        '/mo',
        ' p.a.',
        ' per month',
        ' MRR',
        '/yr for 3 yrs',
        ' per user',
        '/seat/month',
        ' annually',
        ' a year',
        ' pro Monat',
        ' mtl.',
        ' jährlich',
        ' par an',
        ' al mes',
        ' por mês',
        ' each',
        ' per endpoint',
      ].map((per) => `EUR ${shown}${per}`),
      `3 x EUR ${shown}`,
      `EUR ${shown} x 12`,
      `ARR EUR ${shown}`,
    ]);
    return { said, value: null };
  },
  several(random, locale) {
    const [a, b] = [figure(random), figure(random) + 50];
    const [x, y] = [written(a, locale), written(b, locale)];
    return {
      said: draw(random, [
        `EUR ${x} licences + EUR ${y} services`,
        `${x} EUR or ${y} EUR`,
        `EUR ${x}, later EUR ${y}`,
        `EUR ${x} / EUR ${y}`,
      ]),
      value: null,
    };
  },
  corrected(random, locale) {
    const [a, b] = [figure(random), figure(random) + 50];
    const said = draw(random, [
      `was USD ${written(a, locale)}, now USD ${written(b, locale)}`,
      `USD ${written(a, locale)} plus options, USD ${written(b, locale)} in total`,
    ]);
    return { said, value: money(b, 'USD') };
  },
  bound(random, locale) {
    const shown = written(figure(random), locale);
    return {
      said: draw(random, [
        `up to EUR ${shown}`,
        `at least EUR ${shown}`,
        `EUR ${shown}+`,
        `> EUR ${shown}`,
        `between EUR 10k and EUR ${shown}`,
        `mindestens ${shown} EUR`,
        `jusqu'à ${shown} EUR`,
        `hasta ${shown} EUR`,
        `EUR ${shown} or more`,
      ]),
      value: null,
    };
  },
};

interface Dated {
  said: string;
  locale?: string;
  value: string | null;
}

const DAYS = [
  '2027-01-29',
  '2027-02-26',
  '2027-03-15',
  '2027-03-31',
  '2027-04-30',
  '2027-06-25',
  '2027-09-17',
];
const EN = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const DE = [
  'Januar',
  'Februar',
  'März',
  'April',
  'Mai',
  'Juni',
  'Juli',
  'August',
  'September',
  'Oktober',
  'November',
  'Dezember',
];
const ES = [
  'enero',
  'febrero',
  'marzo',
  'abril',
  'mayo',
  'junio',
  'julio',
  'agosto',
  'septiembre',
  'octubre',
  'noviembre',
  'diciembre',
];
const endOf = (month: number) => new Date(Date.UTC(2027, month + 1, 0)).toISOString().slice(0, 10);

/** Ways to state a close date. */
const DATES: Record<string, (random: Random) => Dated> = {
  plain(random) {
    const day = draw(random, DAYS);
    const [, month = '', date = ''] = day.split('-');
    const name = EN[Number(month) - 1] as string;
    const said = [
      day,
      `${Number(date)} ${name} 2027`,
      `${name} ${Number(date)}, 2027`,
      `${date}/${name.slice(0, 3)}/2027`,
      `${date}-${name.slice(0, 3)}-27`,
    ];
    return {
      said: draw(
        random,
        Number(date) > 12 ? [...said, `${date}/${month}/2027`, `${month}/${date}/2027`] : said,
      ),
      value: day,
    };
  },
  month_and_year(random) {
    const month = whole(random, 0, 12);
    return draw<Dated>(random, [
      { said: `${DE[month]} 27`, locale: 'de', value: endOf(month) },
      { said: `Ende ${DE[month]} 27`, locale: 'de', value: endOf(month) },
      { said: `${ES[month]} 27`, locale: 'es', value: endOf(month) },
      { said: `end of ${EN[month]} 2027`, value: endOf(month) },
      { said: `${EN[month]?.slice(0, 3)}-27`, value: endOf(month) },
      { said: `${EN[month]?.slice(0, 3)} 27`, value: null },
      { said: `${EN[month]} 28`, value: null },
    ]);
  },
  fiscal(random) {
    return {
      said: draw(random, [
        'fiscal year end',
        'our fiscal Q3',
        'Q3 2026/27',
        'FY27 Q2',
        'Q2 of our financial year',
        'H1 FY27',
        'end of the fiscal year',
        'FYE',
        'Ende des Geschäftsjahres',
        'Q1 FY2027',
        'fiscal quarter 3',
      ]),
      value: null,
    };
  },
  alternatives(random) {
    const [a, b] = [EN[whole(random, 0, 5)] as string, EN[whole(random, 6, 12)] as string];
    return {
      said: draw(random, [
        `${a} or ${b} 2027`,
        `${a}/${b} 2027`,
        `${a.slice(0, 3)}-${b.slice(0, 3)} 2027`,
        `between 15 and 28 ${a} 2027`,
        `15 & 16 ${b} 2027`,
        `15 to 28 ${b} 2027`,
        `${a} 2027 or ${b} 2027`,
        'Q1 or Q2 2027',
        'Q2/Q3 2027',
      ]),
      value: null,
    };
  },
  bounds(random) {
    const name = EN[whole(random, 0, 12)] as string;
    return {
      said: draw(random, [
        `not before ${name} 2027`,
        `no earlier than 15 ${name} 2027`,
        `after ${name} 2027`,
        `from ${name} 2027`,
        `15 ${name} 2027 or later`,
        `15 ${name} 2027 onwards`,
        `15 ${name} 2027 at the earliest`,
      ]),
      value: null,
    };
  },
};

const GREETINGS = ['Hi team,', 'Hello,', 'Dear channel team,', 'Good morning Ana,', ''];
const ENDS = [
  'Kind regards\nSam Tern',
  'Best,\nSam',
  'A+\nMarie Sterne',
  'Cheers\nS.',
  'BR\nSam Tern',
  'Mit freundlichen Grüßen\nKai Seeschwalbe',
];
const BELOW = [
  '',
  'Tern Systems Ltd, 14 Quay Road, Heronfield HF2 3BQ, +44 20 7946 0123',
  'Sternes SAS au capital de 50 000 €, RCS Rennes 123 456 789',
  'Seeschwalbe GmbH, Stammkapital 25.000 EUR, HRB 12345',
  'This message is confidential. Penalty for disclosure: EUR 10,000.',
  'Our liability is limited to GBP 1,000,000 in any case.',
  'Insured up to USD 5,000,000.',
];
const NOISE = [
  'They have 240 seats on version 12.4.',
  'PO number 4500123456 is open.',
  'Two sites, one in Heronfield.',
  'Ticket #88231 has the details.',
  '',
];

/** What all of them state beside value and close date. */
const WARNOW = {
  customer_name: 'Warnow Hafen GmbH',
  opportunity_name: null,
  primary_contact_email: 'it@warnow-hafen.example',
  partner_notes: null,
};

/** A mail that states both; its amount or its date is of a kind that is read wrong in public. */
export function hardMail(random: Random): HardMail {
  const aboutDate = random() < 0.4;
  const amountKind = aboutDate ? 'plain' : draw(random, Object.keys(AMOUNTS));
  const dateKind = aboutDate ? draw(random, Object.keys(DATES)) : 'plain';
  const date = (DATES[dateKind] as (typeof DATES)[string])(random);
  const locale = date.locale ?? draw(random, ['en', 'en-GB']);
  const amount = (AMOUNTS[amountKind] as (typeof AMOUNTS)[string])(random, locale);
  const labelled = random() < 0.6;
  const stated = labelled
    ? [
        'Customer: Warnow Hafen GmbH',
        `${draw(random, ['Value', 'Amount', 'Estimated value', 'Deal size'])}: ${amount.said}`,
        `${draw(random, ['Close date', 'Expected close', 'Expected close date'])}: ${date.said}`,
        'Contact: it@warnow-hafen.example',
      ]
    : [
        `We would like to register a deal with Warnow Hafen GmbH worth ${amount.said}.`,
        `The expected close date is ${date.said}.`,
        'Contact is it@warnow-hafen.example.',
      ];
  const lines = [
    draw(random, GREETINGS),
    '',
    ...stated,
    '',
    draw(random, NOISE),
    '',
    draw(random, ENDS),
    '',
    draw(random, BELOW),
  ];
  return {
    kind: aboutDate ? `date ${dateKind}` : `amount ${amountKind}`,
    text: lines.join('\n'),
    locale,
    truth: { ...WARNOW, estimated_value: amount.value, expected_close_date: date.value },
  };
}

/** A mail that states no value, but whose signature or disclaimer names an amount. */
export function mailWithoutValue(random: Random): HardMail {
  const date = (DATES.plain as (typeof DATES)[string])(random);
  const lines = [
    draw(random, GREETINGS),
    '',
    'Please register our project with Warnow Hafen GmbH.',
    `Expected close: ${date.said}`,
    '',
    draw(random, ENDS),
    '',
    draw(random, BELOW),
  ];
  return {
    ...{ kind: 'no amount', text: lines.join('\n'), locale: 'en-GB' },
    truth: { ...WARNOW, primary_contact_email: null, estimated_value: null, expected_close_date: date.value },
  };
}
