import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalText, isSealed, subjectsIn, wellFormed } from '../../domain/evidence.ts';
import type { Json } from '../../domain/json.ts';

describe('canonical text', () => {
  // The example of RFC 8785, section 3.2.2/3.2.4.
  test('is that of RFC 8785', () => {
    const value = JSON.parse(String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`);
    expect(canonicalText(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  test('does not depend on the order of fields and reads back as the same value', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        // V8 reads a key like "\n" as "\\" once it has seen the key "\\" (github.com/nodejs/node/issues/63785).
        fc.pre(!JSON.stringify(value).includes(String.raw`\\":`));
        const body = wellFormed(JSON.parse(JSON.stringify(value)) as { [key: string]: Json });
        const turned = Object.fromEntries(Object.entries(body).reverse());
        expect(canonicalText(turned)).toBe(canonicalText(body));
        expect(JSON.parse(canonicalText(body))).toEqual(body);
      }),
    );
  });

  test.each([[Number.NaN], [Number.POSITIVE_INFINITY], [undefined], ['\ud800']])('refuses %p', (value) => {
    expect(() => canonicalText(value)).toThrow();
  });
});

test('well-formed text is left alone, the rest is replaced in keys and values', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const clean = wellFormed({ [text]: [text] });
      expect(() => canonicalText(clean)).not.toThrow();
      expect(canonicalText(clean)).not.toContain('\\u0000');
      if (text.isWellFormed() && !text.includes('\u0000')) expect(clean).toEqual({ [text]: [text] });
    }),
  );
  expect(wellFormed(['a\u0000', '\udc00b', 'ok'])).toEqual(['a\ufffd', '\ufffdb', 'ok']);
});

test('the subjects of sealed values are found wherever they are', () => {
  const sealed = (subject: string) => ({ $sealed: { subject, iv: 'i', ct: 'c', tag: 't' } });
  expect(subjectsIn({ a: sealed('s2'), b: [{ c: sealed('s1') }, sealed('s2')], d: null })).toEqual([
    's1',
    's2',
  ]);
  expect(isSealed(sealed('s'))).toBe(true);
  for (const not of [null, 'x', {}, { $sealed: null }, { $sealed: { subject: 's' } }])
    expect(isSealed(not)).toBe(false);
});
