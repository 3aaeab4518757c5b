import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import sharp from 'sharp';
import { evenlyLit } from '../../../adapters/documents/pictures/even-light.ts';
import { leanOf } from '../../../adapters/documents/pictures/lean.ts';
import { openPicture } from '../../../adapters/documents/pictures/open-picture.ts';
import { pictureHash } from '../../../adapters/documents/pictures/picture-hash.ts';
import { turnedBy } from '../../../adapters/documents/pictures/turned.ts';
import { keptLookKeys, soughtLookKeys } from '../../../adapters/store/claim/look-keys.ts';
import { printed } from './scans.ts';

const opened = async (bytes: Buffer) => {
  const images = await openPicture(bytes, 1);
  if (!images || images === 'too_many' || !images[0]) throw new Error('the picture cannot be opened');
  return evenlyLit(images[0]);
};
const hashOf = async (bytes: Buffer) => pictureHash(await opened(bytes), null) ?? '';
const distance = (a: string, b: string) =>
  [...a].reduce((sum, figure, at) => {
    const differs = Number.parseInt(figure, 16) ^ Number.parseInt(b[at] ?? '0', 16);
    return sum + differs.toString(2).replaceAll('0', '').length;
  }, 0);

let [page, other] = [Buffer.alloc(0), Buffer.alloc(0)];
beforeAll(async () => {
  page = await printed('QualityHosting.pdf', 60);
  other = await printed('free_fiber.pdf', 60);
});

describe('the hash of a page', () => {
  test('stays nearly the same when it is packed, made smaller, darker or cut at its margin, and is another for another page', async () => {
    const own = await hashOf(page);
    const { width = 0, height = 0 } = await sharp(page).metadata();
    const margin = { left: 8, top: 8, width: width - 16, height: height - 16 };
    for (const changed of [
      sharp(page).jpeg({ quality: 30 }),
      sharp(page)
        .resize(Math.round(width / 2))
        .jpeg(),
      sharp(page).linear(0.5, 10).jpeg(),
      sharp(page).extract(margin).jpeg(),
    ])
      expect(distance(own, await hashOf(await changed.toBuffer()))).toBeLessThanOrEqual(40);
    expect(distance(own, await hashOf(other))).toBeGreaterThan(60);
  });

  test('is none for an empty sheet', async () => {
    const empty = sharp({ create: { width: 800, height: 1_000, channels: 3, background: '#ddd' } });
    expect(pictureHash(await opened(await empty.jpeg().toBuffer()), null)).toBeNull();
  });

  test('is found by one of its parts wherever at most 40 of its bits are others', () => {
    const bits = fc.array(fc.boolean(), { minLength: 256, maxLength: 256 });
    const changes = fc.uniqueArray(fc.integer({ min: 0, max: 255 }), { maxLength: 40 });
    const hex = (all: readonly boolean[]) =>
      (all.map(Number).join('').match(/.{4}/g) ?? [])
        .map((four) => Number.parseInt(four, 2).toString(16))
        .join('');
    fc.assert(
      fc.property(bits, changes, (one, flipped) => {
        const two = one.map((bit, at) => bit !== flipped.includes(at));
        const near = new Set(soughtLookKeys({ bits: hex(one), numbers: [] }));
        expect(keptLookKeys({ bits: hex(two), numbers: [] }).some((part) => near.has(part))).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});

test('pages that share seven of ten numbers are found by them, and those that share one of ten seldom', () => {
  const bits = '0'.repeat(64);
  const found = (share: number) =>
    Array.from({ length: 200 }, (_, run) => {
      const one = Array.from({ length: 20 }, (_each, at) => `${run}-${at}`);
      const two = one.map((number, at) => (at < 20 * share ? number : `other ${number}`));
      const kept = new Set(keptLookKeys({ bits, numbers: one }).filter((key) => key < 0));
      return soughtLookKeys({ bits, numbers: two }).some((key) => kept.has(key));
    }).filter(Boolean).length;
  expect(found(0.7)).toBeGreaterThan(190);
  expect(found(0.1)).toBeLessThan(20);
});

test.each([
  [0, { sideways: false, degrees: 0 }],
  [3, { sideways: false, degrees: 3 }],
  [-7, { sideways: false, degrees: -7 }],
  [94, { sideways: true, degrees: 4 }],
])('a page turned by %d degrees is turned back', async (degrees, lean) => {
  const turned = await sharp(page).rotate(degrees, { background: '#fff' }).png().toBuffer();
  const image = await opened(turned);
  const found = leanOf(image);
  expect(found?.sideways).toBe(lean.sideways);
  expect(Math.abs((found?.degrees ?? 99) - lean.degrees)).toBeLessThanOrEqual(0.5);
  const straight = await turnedBy(image, (found?.sideways ? 90 : 0) - (found?.degrees ?? 0));
  const again = leanOf(straight.image);
  expect([again?.sideways, Math.abs(again?.degrees ?? 99) <= 0.5]).toEqual([false, true]);
});
