import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { claimEdits, claimEditsProblem } from '../../../domain/claim/edits.ts';
import type { Json, JsonObject } from '../../../domain/json.ts';

test.each<[string, Json]>([
  ['a currency that does not exist', [{ line: '1', amount: '5 ZZZ' }]],
  ['more decimals than the currency has', [{ line: '1', amount: '5.555 USD' }]],
  ['decimals of a currency without any', [{ line: '1', amount: '5.5 JPY' }]],
  ['nothing', [{ line: '1', amount: '0.00 USD' }]],
  ['an amount that goes back', [{ line: '1', amount: '-5.00 USD' }]],
  ['too much', [{ line: '1', amount: '10000000000000 USD' }]],
  ['a quantity of none', [{ line: '1', quantity: '0' }]],
  ['a part of one', [{ line: '1', quantity: '1.5' }]],
  ['a field that is none', [{ line: '1', toString: 'x' }]],
  ['a line without a name', [{ line: '' }]],
  ['one line twice', [{ line: '1' }, { line: '1' }]],
  ['no line', []],
  ['no list', { constructor: '1' }],
])('an override of a claim cannot pay %s', (_, lines) => {
  expect(claimEditsProblem({ lines })).toContain('lines');
});

test.each(['1200.00 EUR', '1200 JPY', '1.234 KWD'])('it can pay %s', (amount) => {
  expect(claimEdits({ lines: [{ line: '1', amount }] })).toMatchObject([{ line: '1' }]);
});

test('whatever is sent as edits is taken or refused in a sentence, and breaks nothing', () => {
  const names = fc.constantFrom('lines', 'toString', 'constructor', '__proto__', 'valueOf', 'line', 'amount');
  const one = fc.dictionary(names, fc.jsonValue());
  fc.assert(
    fc.property(fc.oneof(one, fc.record({ lines: fc.oneof(fc.jsonValue(), fc.array(one)) })), (edits) => {
      const problem = claimEditsProblem(edits as JsonObject);
      expect(problem === null || problem.length > 0).toBe(true);
    }),
  );
});
