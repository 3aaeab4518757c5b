import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { any, soqlLike, soqlText } from '../../../adapters/crm/salesforce/soql.ts';
import { hostOf, leadingWords } from '../../../adapters/crm/search.ts';
import { createRecords } from '../../../sandbox/records.ts';
import { runSoql } from '../../../sandbox/salesforce/soql.ts';

const hostile = fc.oneof(
  fc.string({ unit: fc.constantFrom("'", '"', '\\', '%', '_', ' ', 'O', 'r', '=', ')', '\n', '\t', 'ß') }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom("' OR Name != '", "\\' OR Id != '", "x') OR (Name LIKE '%", '%', '_'),
);
const lower = (text: string) => text.toLowerCase();

function found(names: string[], where: string): string[] {
  const records = createRecords();
  names.forEach((Name, at) => {
    records.put('Account', { Id: `001${at}`, Name });
  });
  const options = { deleted: false, page: (rows: object[]) => rows };
  const { rows } = runSoql(`SELECT Id, Name FROM Account WHERE ${where}`, records, options);
  return rows.map((row) => String(row.Name));
}

describe('SOQL', () => {
  test('a text finds exactly the records that hold it', () => {
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 5 }), hostile, (others, text) => {
        const names = [...others, text];
        const expected = names.filter((name) => lower(name) === lower(text));
        expect(found(names, `Name = ${soqlText(text)}`)).toEqual(expected);
      }),
      { numRuns: 2000 },
    );
  });

  test('LIKE takes the wildcards of a text literally', () => {
    const ascii = hostile.filter((text) => /^[\x20-\x7e\n\t]*$/.test(text));
    fc.assert(
      fc.property(fc.array(ascii, { maxLength: 5 }), ascii, (others, text) => {
        const names = [...others, `a${text}b`, text];
        const inside = names.filter((name) => lower(name).includes(lower(text)));
        expect(found(names, `Name LIKE ${soqlLike(any, text, any)}`)).toEqual(inside);
        const start = names.filter((name) => lower(name).startsWith(lower(text)));
        expect(found(names, `Name LIKE ${soqlLike(text, any)}`)).toEqual(start);
      }),
      { numRuns: 2000 },
    );
  });

  test('the simulator would notice an injection: unescaped, one condition becomes two', () => {
    expect(found(['a', 'b'], `Name = '${"x' OR Name != '"}'`)).toEqual(['a', 'b']);
  });
});

test.each([
  ['https://www.Acme.example/de?x=1', 'acme.example'],
  ['acme.example', 'acme.example'],
  ['  http://shop.acme.example ', 'shop.acme.example'],
  ['not a host', null],
  ['', null],
  [null, null],
])('the host of %j is %j', (website, host) => {
  expect(hostOf(website)).toBe(host);
});

test.each([
  ['Pacific Freight Lines', 'Pacific'],
  ['The Acme Company', 'The Acme'],
  ['IBM Deutschland GmbH', 'IBM'],
  ['H & M', 'H &'],
  ['The', 'The'],
  ['  ', ''],
])('the leading words of %j are %j', (name, words) => {
  expect(leadingWords(name)).toBe(words);
});
