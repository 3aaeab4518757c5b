import { expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { sheetLine } from '../../../adapters/tables/sheet-line.ts';

const read = (line: string) => parse(line, { relax_column_count: true })[0] as string[];

test.each([
  ['=1+1', "'=1+1"],
  ['+49 381 1234', "'+49 381 1234"],
  ['-cmd', "'-cmd"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['\r=1', "'\r=1"],
  ['\n=1', "'\n=1"],
  ['-12.50', '-12.50'],
  ['Acme; Co', 'Acme; Co'],
  ['', ''],
])('the cell %j stands in the sheet as %j', (cell, stands) => {
  expect(read(sheetLine([cell, 'x']))).toEqual([stands, 'x']);
});

test('no cell is a formula, and none loses more than it gains', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1 }), (cells) => {
      const stands = read(sheetLine([...cells, 'end']));
      stands.slice(0, -1).forEach((cell, index) => {
        expect(cell.replace(/^'/, '')).toBe((cells[index] ?? '').replace(/^'/, ''));
        expect(/^[=+@\t\r\n]/.test(cell)).toBe(false);
        expect(/^-(?!\d+(\.\d+)?$)/.test(cell)).toBe(false);
      });
    }),
  );
});
