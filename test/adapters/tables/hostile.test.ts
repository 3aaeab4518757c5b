import { deflateRawSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
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

/** A workbook written by hand (ECMA-376, PKWARE APPNOTE 4.3), so that it may also lie about its sizes. */
function workbook(
  xml: string,
  { more = {}, size }: { more?: Record<string, string>; size?: number } = {},
): Buffer {
  const entries = Object.entries({ ...PARTS, 'xl/worksheets/sheet1.xml': xml, ...more });
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const [name, text] of entries) {
    const content = Buffer.from(text);
    const packed = deflateRawSync(content);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(8, 8);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
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
