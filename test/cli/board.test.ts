import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type BoardEntry, boardGroups, boardText } from '../../cli/cases/board-text.ts';

const entry = (what: string, why: string, who: string): BoardEntry => ({ what, why, who });

describe('the board of cases', () => {
  const entries = [
    entry('waits for a decision', 'conflict.protected', 'portal/B'),
    entry('waits for a decision', 'score.low', 'portal/C'),
    entry('waits for a decision', 'score.low', 'portal/A'),
    entry('Approved', 'nothing speaks against it', 'files/D'),
  ];

  test('counts what happened, commonest first, and names each under its reason', () => {
    expect(boardText(boardGroups(entries), 'registrations', 80)).toBe(
      [
        '4 registrations',
        '     3  waits for a decision',
        '     1  Approved',
        '',
        'waits for a decision',
        '  score.low: 2',
        '      portal/A  portal/C',
        '  conflict.protected: 1',
        '      portal/B',
        '',
        'Approved',
        '  nothing speaks against it: 1',
        '      files/D',
      ].join('\n'),
    );
  });

  test('leaves nobody out, in whatever order they come, and stays in its width', () => {
    const word = fc.stringMatching(/^[a-z/]{1,12}$/);
    const any = fc.array(fc.record({ what: fc.constantFrom('a', 'b', 'c'), why: word, who: word }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(any, (entries) => {
        const groups = boardGroups(entries);
        expect(groups).toEqual(boardGroups([...entries].reverse()));
        const named = groups.flatMap(({ whys }) => whys.flatMap(({ who }) => who));
        expect(named.sort()).toEqual(entries.map(({ who }) => who).sort());
        expect(
          boardText(groups, 'cases', 80)
            .split('\n')
            .filter((line) => line.length > 80),
        ).toEqual([]);
      }),
    );
  });

  test('says how many it does not name', () => {
    const many = Array.from({ length: 50 }, (_, index) => entry('Approved', 'x', `portal/${index}`));
    expect(boardText(boardGroups(many), 'cases', 80)).toContain('… 20 more');
  });
});
