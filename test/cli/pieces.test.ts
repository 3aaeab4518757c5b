import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import stringWidth from 'string-width';
import type { CaseRow } from '../../adapters/store/cases.ts';
import { dayItselfOrInstant, dayOrInstant, days, instant } from '../../cli/arguments.ts';
import { amountText } from '../../cli/cases/case-text.ts';
import { sentence } from '../../cli/failure.ts';
import { fields, wrap } from '../../cli/layout.ts';
import { gateCalendars } from '../../cli/policy.ts';
import { printable } from '../../cli/printable.ts';
import { readEdits } from '../../cli/reviews/edits.ts';
import { saveReceipt } from '../../cli/reviews/receipt-file.ts';
import { updateIdOf } from '../../cli/reviews/send-decision.ts';
import { cliName, signalName, temporalCommands } from '../../cli/reviews/temporal-commands.ts';
import { table } from '../../cli/table.ts';
import { openTerminal, printWidth } from '../../cli/terminal.ts';
import { textWidth } from '../../cli/text-width.ts';
import { clockTime, dueText } from '../../cli/times.ts';
import type { DecisionReply, DecisionRequest } from '../../domain/decision.ts';
import * as messages from '../../workflows/messages.ts';

describe('a table', () => {
  const columns = [
    { head: 'CASE', value: (row: string[]) => row[0] ?? '' },
    { head: 'CUSTOMER', value: (row: string[]) => row[1] ?? '', least: 8 },
    { head: 'WHY', value: (row: string[]) => row[2] ?? '', least: 12, lines: 2 },
    { head: 'DUE', value: (row: string[]) => row[3] ?? '' },
  ];

  test('never is wider than the terminal, whatever stands in it', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 120 }),
      fc.constantFrom(
        '株式会社サンプル商事'.repeat(6),
        '👨‍👩‍👧‍👦'.repeat(20),
        '\u001b[31mred\u001b[0m'.repeat(9),
      ),
    );
    const id = fc.stringMatching(/^deal:[a-z]{4,8}:[A-Za-z0-9~]{4,22}$/);
    const row = fc.tuple(id, text, text, fc.constantFrom('Mon 16:00 CET', '–'));
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 80, max: 200 }),
        (rows, width) => {
          const all = table(rows, columns, width);
          for (const line of all.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(width);
          for (const [one] of rows) expect(all).toContain(one);
        },
      ),
    );
  });

  const long = [
    'deal:email:3fa4c8d09e7b5a6c1d2e',
    'Nordlicht Großhandel GmbH',
    'own sellers are working on it',
  ];
  test('cuts or wraps what may be, never the case', () => {
    expect(table([[...long, 'Mon 16:00 CET']], columns, 80)).toBe(
      [
        'CASE                             CUSTOMER         WHY              DUE',
        'deal:email:3fa4c8d09e7b5a6c1d2e  Nordlicht Groß…  own sellers are  Mon 16:00 CET',
        '                                                  working on it',
      ].join('\n'),
    );
  });

  describe('with a column that may stand below', () => {
    const why = { head: 'WHY', value: (row: string[]) => row[2] ?? '', below: true as const };
    const [id, customer, , due] = columns as [(typeof columns)[0], ...typeof columns];
    const all = [id, customer, why, due] as typeof columns;

    test('has it there, whole, when the table is too wide, else beside', () => {
      expect(
        table(
          [
            [...long, 'Mon 16:00 CET'],
            ['deal:a', 'Ö', '', '–'],
          ],
          all,
          80,
        ),
      ).toBe(
        [
          'CASE                             CUSTOMER                   DUE',
          '    WHY',
          'deal:email:3fa4c8d09e7b5a6c1d2e  Nordlicht Großhandel GmbH  Mon 16:00 CET',
          '    own sellers are working on it',
          'deal:a                           Ö                          –',
        ].join('\n'),
      );
      expect(table([[...long, 'Mon 16:00 CET']], all, 120).split('\n')).toHaveLength(2);
    });

    test('cuts nothing of it, whatever stands in it', () => {
      const text = fc.array(fc.stringMatching(/^[a-zäß株]{1,150}$/), { maxLength: 6 });
      fc.assert(
        fc.property(text, fc.integer({ min: 40, max: 120 }), (words, width) => {
          const said = words.join(' ');
          const shown = table([['deal:email:3fa4c8d09e7b5a', 'A GmbH', said, 'today']], all, width);
          expect(shown.replaceAll(/\s/g, '')).toContain(said.replaceAll(' ', ''));
          expect(Math.max(...shown.split('\n').map((line) => stringWidth(line)))).toBeLessThanOrEqual(
            Math.max(width, 54),
          );
        }),
      );
    });
  });

  test('has room for everything where the terminal is wide', () => {
    const wide = table([[...long, 'Mon 16:00 CET']], columns, 120);
    for (const cell of long) expect(wide).toContain(cell);
    expect(wide.split('\n')).toHaveLength(2);
  });
});

test.each([
  [132, undefined, 132],
  [132, '90', 132],
  [undefined, '120', 120],
  [undefined, undefined, 80],
  [undefined, 'wide', 80],
  [undefined, '0', 80],
  [undefined, '1000', 200],
  [0, '100', 100],
  [20, undefined, 40],
])('a terminal of %s columns with COLUMNS %s prints in %d', (terminal, columns, width) => {
  expect(printWidth(terminal, columns)).toBe(width);
});

test.each([
  ['your token has expired', 'Your token has expired.'],
  ['USD 1 is above the limit', 'USD 1 is above the limit.'],
  ['deal:files:IN~2d0000 has ended', 'deal:files:IN~2d0000 has ended.'],
  ['stated_value must be a text', 'stated_value must be a text.'],
  ['p-ana is not here', 'p-ana is not here.'],
  ['crm.upsertAccount failed', 'crm.upsertAccount failed.'],
  ['was it sent?', 'Was it sent?'],
  ['postgres: not available', 'Postgres: not available.'],
  ['', '.'],
])('a message %j is told as %j: what has to be copied keeps its letters', (message, told) => {
  expect(sentence(message)).toBe(told);
});

test('no control or bidirectional character of foreign text reaches the terminal', () => {
  expect(printable('a\u001b[2Jb\u202ec\n d')).toBe('a·[2Jb·c  d');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
      expect(printable(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    }),
  );
});

test('a text is as wide as the terminal shows it, plain or not', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'grapheme-ascii' }), fc.string({ unit: 'grapheme' })), (text) => {
      expect(textWidth(text)).toBe(stringWidth(text));
    }),
  );
});

test('the clock of a question counts the hours of whoever has it, else the reader’s; everybody has one calendar', () => {
  const at = (zone: string) => ({ zone, region: 'EMEA' });
  const people = new Map([['p-yuki', at('Asia/Tokyo')]]);
  const calendarOf = gateCalendars(at('Europe/Berlin'), people);
  const zoneOf = (assignee: string | null) => calendarOf({ assignee }).zone;
  expect(['p-yuki', 'p-gone', null].map(zoneOf)).toEqual(['Asia/Tokyo', 'Europe/Berlin', 'Europe/Berlin']);
  expect(calendarOf({ assignee: 'p-yuki' })).toBe(calendarOf({ assignee: 'p-yuki' }));
});

test('wrapped text keeps every word and fits, except a word that is longer than the line', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{1,30}$/), { minLength: 1 }), (words) => {
      const lines = wrap(words.join(' '), 40, '  ').split('\n');
      expect(lines.flatMap((line) => line.trim().split(' '))).toEqual(words);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(40);
    }),
  );
  expect(
    fields(
      [
        ['a', 'one'],
        ['long', null],
        ['bcd', 'two'],
      ],
      80,
    ),
  ).toBe('  a    one\n  bcd  two');
});

test('in a window that is too narrow for columns each row is a block, and no id is cut', () => {
  const columns = [
    { head: 'CASE', value: ({ id }: { id: string }) => id },
    { head: 'CUSTOMER', value: () => 'Gesellschaft mit langem Namen', least: 10 },
    { head: 'CHANGED', value: () => 'Mon 16:00 CET' },
  ];
  const rows = [{ id: 'deal:portal:MC~2d0417' }, { id: 'deal:portal:MC~2d0418' }];
  expect(table(rows, columns, 40)).toBe(
    rows
      .map(({ id }) =>
        [
          `  CASE      ${id}`,
          '  CUSTOMER  Gesellschaft mit langem',
          '            Namen',
          '  CHANGED   Mon 16:00 CET',
        ].join('\n'),
      )
      .join('\n\n'),
  );
  expect(table(rows, columns, 80).split('\n')).toHaveLength(3);
});

describe('instants and days are what Postgres and a clock can hold', () => {
  test.each(['0000-01-01T00:00Z', '-000001-01-01T00:00Z', '+275760-09-13T00:00:00Z', '+010000-01-01T00:00Z'])(
    'not %s',
    (text) => expect(() => instant(text)).toThrow('Write a year from 1900 to 9999.'),
  );
  test.each(['2026-11-23', '2026-13-45T99:99Z', '2026-11-23T13:00:00', 'yesterday', ''])('not %j', (text) =>
    expect(() => instant(text)).toThrow('Write an instant with its zone'),
  );
  test('not a day before 1900', () => expect(() => dayOrInstant('1066-10-14')).toThrow('Write a year'));
  test.each(['0', '-1', '1e3', '36526', '999999999', ''])('not %j days', (text) =>
    expect(() => days(text)).toThrow('Write a number of days from 1 to 36525.'),
  );
  test('but any instant of our time, as UTC', () => {
    expect(instant('2026-11-23T13:00:00+01:00')).toBe('2026-11-23T12:00:00.000Z');
    expect(dayOrInstant('2026-11-23')).toBe('2026-11-23T23:59:59.999Z');
    expect(dayItselfOrInstant('2026-11-23')).toBe('2026-11-23');
    expect(dayItselfOrInstant('2026-11-23T13:00:00+01:00')).toBe('2026-11-23T12:00:00.000Z');
    expect(() => dayItselfOrInstant('2026-02-30')).toThrow('There is no such day');
    expect(days('36525')).toBe(36_525);
  });
});

test('a question that is left without an answer changes nothing, and says so', async () => {
  const streams = { stdin: Object.assign(new PassThrough(), { isTTY: true }), stderr: new PassThrough() };
  const real = Object.keys(streams).map(
    (name) => [name, Object.getOwnPropertyDescriptor(process, name) as PropertyDescriptor] as const,
  );
  for (const [name, value] of Object.entries(streams))
    Object.defineProperty(process, name, { value, configurable: true });
  try {
    const asked = openTerminal(false).ask('Sure? ');
    streams.stdin.end();
    await expect(asked).rejects.toMatchObject({
      detail: { exit: 2, title: 'Stopped: nothing was changed.' },
    });
  } finally {
    for (const [name, descriptor] of real) Object.defineProperty(process, name, descriptor);
  }
});

describe('times', () => {
  const berlin = { zone: 'Europe/Berlin', opens: 9, closes: 17, holidays: [] };
  const friday = '2026-11-20T14:00:00.000Z';

  test.each([
    ['2026-11-20T13:02:00.000Z', 'Europe/Berlin', '14:02 CET'],
    ['2026-11-23T15:00:00.000Z', 'Europe/Berlin', 'Mon 16:00 CET'],
    ['2026-11-30T15:00:00.000Z', 'America/New_York', 'Mon 30 Nov 10:00 EST'],
    ['2027-01-04T00:00:00.000Z', 'Asia/Tokyo', 'Mon 4 Jan 2027 09:00 UTC+9'],
    ['2026-11-20T14:00:00.000Z', 'UTC', '14:00 UTC'],
  ])('%s in %s reads %s', (at, zone, text) => {
    expect(clockTime(at, friday, zone)).toBe(text);
  });

  test('a deadline says what is left in business hours, rounded down, and how late it is', () => {
    const due = (at: string) => dueText(at, friday, 'Europe/Berlin', berlin);
    expect(due('2026-11-23T09:30:00.000Z')).toBe('due Mon 10:30 CET, 3.5 business hours left');
    // Rounded down: nobody is promised time.
    expect(due('2026-11-23T09:59:00.000Z')).toBe('due Mon 10:59 CET, 3.5 business hours left');
    expect(due('2026-11-20T15:00:00.000Z')).toBe('due 16:00 CET, 1 business hour left');
    expect(due('2026-11-20T14:45:00.000Z')).toBe('due 15:45 CET, 45 min left');
    expect(due('2026-11-19T12:00:00.000Z')).toBe('was due Thu 13:00 CET, 10 business hours ago');
  });

  test('a deadline is told on the reader’s clock and counted in the hours of whoever has it', () => {
    const tokyo = { zone: 'Asia/Tokyo', opens: 9, closes: 17, holidays: [] };
    const monday = '2026-11-23T08:00:00.000Z';
    expect(dueText(monday, friday, 'UTC', tokyo)).toBe('due Mon 08:00 UTC, 8 business hours left');
  });
});

test('amounts are grouped without passing through a float', () => {
  expect(amountText('48000.00')).toBe('48,000');
  expect(amountText('9007199254740993.50')).toBe('9,007,199,254,740,993.50');
  expect(amountText(null)).toBeNull();
});

test('edits keep amounts as text and read only what must be JSON as JSON', async () => {
  const edit = [
    'estimated_value=48000.00',
    'territories=["DE","AT"]',
    'non_standard_discount=true',
    'opportunity_name=a=b',
    'stated_value=25000.00 EUR',
  ];
  expect(await readEdits({ edit })).toEqual({
    estimated_value: '48000.00',
    territories: ['DE', 'AT'],
    non_standard_discount: true,
    opportunity_name: 'a=b',
    stated_value: { amount: '25000.00', currency: 'EUR' },
  });
  const amounts = ['USD 9000', '9000 USD', 'USD 9000 USD', '9,000 USD', '9000 usd', 'Studio 54 USD'];
  const read = await Promise.all(amounts.map((text) => readEdits({ edit: [`a=${text}`] })));
  const both = { amount: '9000', currency: 'USD' };
  expect(read.map(({ a }) => a)).toEqual([both, both, ...amounts.slice(2)]);
  await expect(readEdits({})).rejects.toThrow('at least one field');
  await expect(readEdits({ edit: ['=x'] })).rejects.toThrow('not field=value');
});

describe('the id of an Update', () => {
  const row = { case: 'deal:impartner:101', assignee: null } as CaseRow;
  const request: DecisionRequest = { action: 'approve', by: 'p-ana', reason: 'ok', round: 1, token: 'one' };

  test('is the same when the same is sent again, whatever its token', () => {
    expect(updateIdOf(row, { ...request, token: 'two' }, 0)).toBe(updateIdOf(row, request, 0));
  });

  test('differs by case, round, action, person, words, who hands on, and refusals so far', () => {
    const ids = [
      updateIdOf(row, request, 0),
      updateIdOf({ ...row, case: 'deal:impartner:102' }, request, 0),
      updateIdOf(row, { ...request, round: 2 }, 0),
      updateIdOf(row, { ...request, action: 'reject' }, 0),
      updateIdOf(row, { ...request, by: 'p-olga' }, 0),
      updateIdOf(row, { ...request, reason: 'really' }, 0),
      updateIdOf(row, { ...request, to: 'p-olga' }, 0),
      updateIdOf(row, { ...request, action: 'reassign', to: 'p-yuki' }, 0),
      updateIdOf({ ...row, assignee: 'p-olga' }, { ...request, action: 'reassign', to: 'p-yuki' }, 0),
      updateIdOf(row, request, 1),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });
});

test("printed Temporal commands name the workflow's own messages", () => {
  const names = Object.values(messages).map((message) => message.name);
  const gate = {
    actions: ['approve', 'reject', 'override', 'request_information', 'reassign'] as const,
    round: 1,
  };
  const target = {
    address: '127.0.0.1:7233',
    namespace: 'default',
    codecEndpoint: undefined,
    codecKeyFile: undefined,
  };
  for (const one of temporalCommands(
    target,
    { case: 'deal:impartner:1', lifecycle: 'deal' },
    { ...gate, actions: [...gate.actions] },
    'p-ana',
    '2026-11-20T14:00:00.000Z',
  )) {
    expect(names).toContain(/--name (\w+)/.exec(one.update)?.[1]);
    expect(names).toContain(/--name (\w+)/.exec(one.signal)?.[1]);
    expect(one.signal).toContain(`--name ${signalName(one.action)} `);
    expect(one.update).toContain(`reviews sign deal:impartner:1 ${cliName(one.action)} `);
  }
});

test('a receipt that cannot be written does not hide that the decision stands', async () => {
  const reply = {
    case: 'deal:impartner:101',
    round: 1,
    action: 'approve',
    receipt: {},
  } as unknown as DecisionReply;
  const kept = saveReceipt(reply, '/dev/null/receipts/one.json');
  await expect(kept).rejects.toMatchObject({
    detail: {
      exit: 2,
      code: 'receipt_not_kept',
      title:
        'The decision stands, but its receipt cannot be written to /dev/null/receipts/one.json: a part of its path is a file, not a folder.',
      fix: 'It is in the audit trail: quarterdeck cases show deal:impartner:101',
    },
  });
});
