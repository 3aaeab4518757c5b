import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dealEditsProblem } from '../../domain/deal/edits.ts';
import { messageProblem, UNREADABLE } from '../../domain/foreign-message.ts';
import { shapeProblem } from '../../domain/gate/decision-shape.ts';
import type { JsonObject } from '../../domain/json.ts';
import { lookupTable } from '../../domain/lookup-table.ts';
import { cpuMs } from '../environment/cpu-time.ts';

const ON_THE_PROTOTYPE = Object.getOwnPropertyNames(Object.prototype);
/** JSON with the names that a plain object has without having been given them. */
const foreign = fc
  .letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'medium' },
      fc.jsonValue(),
      fc.constantFrom(...ON_THE_PROTOTYPE),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.oneof(fc.constantFrom(...ON_THE_PROTOTYPE), fc.string()), tie('value'), {
        maxKeys: 3,
      }),
    ),
  }))
  .value.map((value) => JSON.parse(JSON.stringify(value ?? null)) as unknown);

describe('what comes from outside', () => {
  test('is looked at without a throw, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(foreign, { maxLength: 2 }), (args) => {
        messageProblem(args);
        shapeProblem(args[0]);
        const edits = args[0];
        if (typeof edits === 'object' && edits !== null && !Array.isArray(edits))
          dealEditsProblem(edits as JsonObject);
      }),
      { numRuns: 500 },
    );
  });

  test.each(ON_THE_PROTOTYPE)('an override cannot edit %s', (field) => {
    const edits = JSON.parse(`{${JSON.stringify(field)}: "x"}`) as JsonObject;
    expect(dealEditsProblem(edits)).toMatch(/cannot be edited/);
    expect(lookupTable({ a: 1 })[field]).toBeUndefined();
  });

  const deep = (levels: number) => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`) as unknown;
  test.each<[string, unknown[], RegExp | null]>([
    ['nothing', [], null],
    ['one small object', [{ action: 'approve' }], null],
    ['two arguments', [{}, {}], /one argument, and not 2/],
    ['a hundred thousand levels', [deep(100_000)], /levels/],
    ['1.9 MB of text', ['x'.repeat(1_900_000)], /characters/],
    [
      '300,000 keys',
      [Object.fromEntries(Array.from({ length: 300_000 }, (_, n) => [`k${n}`, n]))],
      /characters/,
    ],
    ['bytes', [new Uint8Array(1_900_000)], /no bytes/],
    ['what the codec could not read', [{ [UNREADABLE]: 'its encoding is x' }], /its encoding is x/],
    ['what only looks so', [{ [UNREADABLE]: deep(50_000) }], /does not say why/],
  ])('%s', (_, args, expected) => {
    const began = cpuMs();
    const problem = messageProblem(args);
    expect(cpuMs() - began).toBeLessThan(2_000);
    if (expected) expect(problem).toMatch(expected);
    else expect(problem).toBeNull();
  });
});
