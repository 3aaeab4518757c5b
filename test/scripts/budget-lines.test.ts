import { describe, expect, test } from '@jest/globals';
import { budgetLines } from '../environment/budget-lines.ts';

const file = (name: string, seconds: number, tests = 1) => ({ file: name, seconds, tests });
const budgets = { tests: 3, seconds: { 'test/cli': 10, 'test/domain': 5 } };

describe("the run's end", () => {
  test('shows what each folder took, with the folders in it', () => {
    const lines = budgetLines(
      [
        file('test/domain/deal/a.test.ts', 1.25),
        file('test/domain/b.test.ts', 2),
        file('test/cli/c.test.ts', 9.96),
      ],
      budgets,
      true,
    );
    expect(lines).toEqual([
      'Test time by folder, its files one after the other:',
      '  test/cli       10.0 s of   10 s',
      '  test/domain     3.3 s of    5 s',
      '3 tests in 3 files.',
    ]);
  });
  test('names a folder that is over its budget, and one without', () => {
    expect(
      budgetLines([file('test/cli/c.test.ts', 12.5), file('test/a.test.ts', 1)], budgets, false),
    ).toEqual(
      expect.arrayContaining([
        '  test/cli    12.5 s of   10 s  over',
        'Over budget: test/cli took 2.5 s more than its 10 s. Make it faster, or change test/environment/budgets.json and say why.',
        'test has no budget: add it to test/environment/budgets.json.',
      ]),
    );
  });
  test('says in a whole run that tests are missing, and not in a part', () => {
    const missing = expect.stringMatching(/^1 tests are missing: there must be 3\./);
    expect(budgetLines([file('test/cli/c.test.ts', 1, 2)], budgets, true)).toContainEqual(missing);
    expect(budgetLines([file('test/cli/c.test.ts', 1, 2)], budgets, false)).not.toContainEqual(missing);
    expect(budgetLines([file('test/cli/c.test.ts', 1, 3)], budgets, true)).not.toContainEqual(missing);
  });
  test('says nothing where nothing ran', () => {
    expect(budgetLines([], budgets, true)).toEqual([]);
  });
});
