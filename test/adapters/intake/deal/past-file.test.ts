import { describe, expect, test } from '@jest/globals';
import { writeXlsx } from 'hucre/xlsx';
import { readDecided } from '../../../../adapters/intake/deal/decided-rows.ts';
import { readPastDeals } from '../../../../adapters/intake/deal/past-file.ts';
import { knownStandings } from '../../../../adapters/intake/deal/past-standing.ts';
import { UNSTATED } from '../../../../domain/reading/source-format.ts';

const HEAD = [
  'Deal ID',
  'Partner ID',
  'Customer',
  'Deal value',
  'Currency',
  'Close Date',
  'Contact Email',
  'Submitted at',
];
const DECIDED = ['Decision', 'Decided at', 'Decided by', 'Reason'];
const row = (id: string, submitted: string, ...decided: string[]) => [
  ...[id, '00012', 'Hansewerft AG', '18.000,50', 'EUR', '2026-03-31', 'it@hansewerft.example', submitted],
  ...decided,
];
const csv = (...rows: string[][]) => Buffer.from(rows.map((cells) => cells.join(';')).join('\n'));
const read = (body: Uint8Array) => readPastDeals(body, UNSTATED, new Date('2026-11-27T12:00:00Z'));

test('a year of registrations in a spreadsheet, with ids as text, each read on its own day', async () => {
  const rows = [
    [...HEAD, ...DECIDED],
    row('D1', '2026-01-05', 'Genehmigt', '2026-01-07', 'K. Vogt', ''),
    row('D2', '2026-01-06T10:00:00Z', 'declined', '2026-01-06', 'K. Vogt', 'Known'),
    row('D3', '2026-01-08', 'Withdrawn', '', '', ''),
  ];
  for (const body of [csv(...rows), await writeXlsx({ sheets: [{ name: 'Past', rows }] })]) {
    const { past, problems } = await read(body);
    expect(problems).toEqual([]);
    expect(
      past.map(({ externalId, human, ended, decidedAt, decidedBy, reason }) => ({
        externalId,
        human,
        ended,
        decidedAt,
        decidedBy,
        reason,
      })),
    ).toEqual([
      {
        externalId: 'D1',
        human: 'approve',
        ended: false,
        decidedAt: '2026-01-07T23:59:59.999Z',
        decidedBy: 'K. Vogt',
        reason: null,
      },
      {
        externalId: 'D2',
        human: 'reject',
        ended: false,
        decidedAt: '2026-01-06T23:59:59.999Z',
        decidedBy: 'K. Vogt',
        reason: 'Known',
      },
      {
        externalId: 'D3',
        human: null,
        ended: true,
        decidedAt: '2026-01-08T00:00:00.000Z',
        decidedBy: null,
        reason: null,
      },
    ]);
    expect(past[0]?.deal).toMatchObject({
      submission: {
        source_partner_id: '00012',
        stated_value: { amount: '18000.50', currency: 'EUR' },
        submission_timestamp: '2026-01-05T00:00:00.000Z',
      },
      // Its close date had not passed then, and what people decided is no field of it that nobody read.
      problems: [],
    });
    expect(past[0]?.deal.unread).toBeUndefined();
  }
});

test.each([
  ['no decision', row('D1', '2026-01-05', '', '', '', ''), 'decision'],
  ['a word that is none', row('D1', '2026-01-05', 'Perhaps', '', '', ''), 'decision'],
  ['no day of submission', row('D1', '', 'Approved', '', '', ''), 'submitted_at'],
  ['a day that is none', row('D1', 'soon', 'Approved', '', '', ''), 'submitted_at'],
  [
    'a decision before the submission',
    row('D1', '2026-01-05', 'Approved', '2026-01-04', '', ''),
    'decided_at',
  ],
])('%s is told with its row', async (_, wrong, column) => {
  const { problems } = await read(
    csv([...HEAD, ...DECIDED], row('D0', '2026-01-05', 'Approved', '', '', ''), wrong),
  );
  expect(problems.map((one) => [one.row, one.column])).toEqual([[3, column]]);
});

test('a decision of a day to come is refused, one of today is not', async () => {
  const { past, problems } = await read(
    csv(
      [...HEAD, ...DECIDED],
      row('D1', '2026-01-05', 'Approved', '2062-11-20', '', ''),
      row('D2', '2026-01-05', 'Approved', '2026-11-27', '', ''),
    ),
  );
  expect(past.map(({ externalId }) => externalId)).toEqual(['D2']);
  expect(problems).toEqual([{ row: 2, column: 'decided_at', what: 'lies in the future' }]);
});

test('one id for two registrations is told', async () => {
  const twice = row('D1', '2026-01-05', 'Approved', '', '', '');
  const { past, problems } = await read(csv([...HEAD, ...DECIDED], twice, twice));
  expect(past).toHaveLength(1);
  expect(problems).toEqual([
    { row: 3, column: 'deal_id', what: 'is the id of row 2 too; give each its own' },
  ]);
});

test('what people decided is read from an export of deals or a list of cases; what is open is passed by', async () => {
  expect(await readDecided(Buffer.from('id,status\nA,Approved\nB,Under Review\nC,Abgelehnt\n'))).toEqual({
    decided: [
      { id: 'A', human: 'approve' },
      { id: 'C', human: 'reject' },
    ],
    problems: [],
  });
  expect(await readDecided(Buffer.from('case;decision\ndeal:files:A;approve\n;reject\n'))).toEqual({
    decided: [{ id: 'deal:files:A', human: 'approve' }],
    problems: [{ row: 3, column: 'case', what: 'is missing: the case or the id' }],
  });
});

test('what the partner was then is read where the file says it', async () => {
  const head = [...HEAD, ...DECIDED, 'Partner tier', 'Region', 'Win rate'];
  const then = (id: string, ...said: string[]) => [...row(id, '2026-01-05', 'approved', '', '', ''), ...said];
  const { past, problems } = await read(
    csv(head, then('T1', 'Silver', 'APAC', '61 %'), then('T2', '', '', '0,5')),
  );
  expect({ problems, stood: past.map(({ stood }) => stood) }).toEqual({
    problems: [],
    stood: [{ tier: 'Silver', region: 'APAC', winRate: 0.61 }, { winRate: 0.5 }],
  });
  const wrong = await read(csv(head, then('T3', '', '', '61')));
  expect(wrong.problems).toMatchObject([{ row: 2, column: 'win_rate' }]);
});

describe('what the partner was then', () => {
  const THEN = ['Partner Tier', 'Region'];
  const known = { tiers: ['Gold', 'Platinum'], regions: ['EMEA', 'Amérique du Nord'] };
  const standing = async (...rows: string[][]) => {
    const file = csv(
      [...HEAD, ...DECIDED, ...THEN],
      ...rows.map((then, at) => [...row(`D${at}`, '2026-01-05', 'Approved', '', '', ''), ...then]),
    );
    const { past, problems } = await read(file);
    expect(problems).toEqual([]);
    const named = knownStandings(past, known);
    return { stood: named.past.map(({ stood }) => stood), problems: named.problems };
  };

  test('is in the words that are known here, however the file writes them', async () => {
    expect(
      await standing(['gold', 'emea'], ['PLATINUM', 'AMERIQUE DU NORD'], ['', 'EMEA'], ['', '']),
    ).toEqual({
      stood: [
        { tier: 'Gold', region: 'EMEA' },
        { tier: 'Platinum', region: 'Amérique du Nord' },
        { region: 'EMEA' },
        {},
      ],
      problems: [],
    });
  });

  test('is told with row, column and what is known where nobody knows it', async () => {
    const { problems } = await standing(
      ['Gold', 'EMEA'],
      ['Titanium', 'EMEA'],
      ['Gold/EMEA', '*'],
      ['Gold', 'Mars'],
    );
    expect(problems).toEqual([
      { row: 3, column: 'tier', what: 'is none of Gold, Platinum; correct it, or leave it empty' },
      { row: 4, column: 'tier', what: 'is none of Gold, Platinum; correct it, or leave it empty' },
      { row: 4, column: 'region', what: 'is none of Amérique du Nord, EMEA; correct it, or leave it empty' },
      { row: 5, column: 'region', what: 'is none of Amérique du Nord, EMEA; correct it, or leave it empty' },
    ]);
  });
});

test('a German spreadsheet with headings of its own is read, and a column that no row has is told once', async () => {
  const head =
    'Vorgang;Händlernummer;Endkunde;Vorhaben;Volumen (EUR);Vorauss. Abschluss;Mail Ansprechpartner;Eingegangen am';
  const cells = (id: string) =>
    `${id};00417;Küstenwerk AG;Wartung;31.250,50;24.01.2027;it@kuestenwerk.example;25.11.2026`;
  const { past, problems } = await read(
    Buffer.from(
      `${head};Ergebnis;Entschieden am;Entschieden von;Begründung\n${cells('V-1')};Freigegeben;26.11.2026;H. Kramer;bekannt\n`,
    ),
  );
  expect(problems).toEqual([]);
  expect(past).toMatchObject([
    {
      externalId: 'V-1',
      human: 'approve',
      decidedBy: 'H. Kramer',
      reason: 'bekannt',
      decidedAt: '2026-11-26T23:59:59.999Z',
    },
  ]);
  const without = await read(Buffer.from(`${head}\n${cells('V-1')}\n${cells('V-2')}\n`));
  expect(without.problems).toEqual([
    { row: null, column: 'decision', what: expect.stringContaining('no column says what people decided') },
  ]);
  const undated = await read(
    Buffer.from(
      `${head.replace('Eingegangen am', 'Tag')};Ergebnis\n${cells('V-1')};Freigegeben\n${cells('V-2')};Freigegeben\n`,
    ),
  );
  expect(undated.problems).toEqual([
    { row: null, column: 'submitted_at', what: expect.stringContaining('there are Vorgang') },
  ]);
});
