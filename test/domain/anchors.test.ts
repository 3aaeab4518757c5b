import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Anchor, anchorsByNumber, anchorsIn, anchorText } from '../../domain/anchors.ts';

const hash = (letter: string) => letter.repeat(64);
const anyAnchor = fc.record({
  number: fc.integer({ min: 1, max: 999_999_999 }),
  hash: fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 }),
});

describe('anchors', () => {
  test('are found in a witness file, a SIEM export, a saved mail', () => {
    const one = { number: 12, hash: hash('a') };
    const text = [
      JSON.stringify({ at: '2026-11-27T18:00:00.000Z', checkpoint: anchorText(one) }),
      JSON.stringify({ event: { checkpoint: anchorText({ number: 13, hash: hash('b') }), hash: hash('b') } }),
      `Subject: Audit checkpoint 14\r\n\r\nKeep this.\r\n14:${hash('c')}\r\n`,
      `no anchor: x9:${hash('d')} 9:${hash('D')} 9:${hash('d')}d 9:${hash('d').slice(1)}`,
    ].join('\n');
    expect(anchorsIn(text)).toEqual([one, { number: 13, hash: hash('b') }, { number: 14, hash: hash('c') }]);
  });

  test('any of them is read back from any place between other words', () => {
    fc.assert(
      fc.property(fc.array(anyAnchor), fc.constantFrom('\n', ' ', '"', ', ', '\t'), (all, between) => {
        expect(anchorsIn(all.map(anchorText).join(between))).toEqual(all);
      }),
    );
  });

  test('a checkpoint that differs, and one that is gone, are told', () => {
    const noted: Anchor[] = [
      { number: 1, hash: hash('a') },
      { number: 2, hash: hash('b') },
      { number: 4, hash: hash('d') },
      { number: 5, hash: hash('e') },
    ];
    const compared = anchorsByNumber(noted);
    expect(compared.compare({ number: 1, hash: hash('a') })).toEqual([]);
    expect(compared.compare({ number: 2, hash: hash('c') })).toMatchObject([
      { kind: 'checkpoint_contradicted' },
    ]);
    expect(compared.compare({ number: 3, hash: hash('c') })).toEqual([]);
    expect(compared.missing()).toEqual([
      {
        case: null,
        kind: 'checkpoint_missing',
        message: '2 checkpoints of 4 to 5 are noted elsewhere and not here: the history was cut off',
      },
    ]);
  });
});
