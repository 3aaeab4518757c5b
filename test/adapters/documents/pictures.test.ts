import { crc32 } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { openPicture } from '../../../adapters/documents/pictures/open-picture.ts';
import { readDocument } from '../../../adapters/documents/read-document.ts';
import type { Place } from '../../../domain/documents/document-reading.ts';
import { photographed, printed, textAndScan } from './scans.ts';

const read = (bytes: Uint8Array) => readDocument({ name: 'claim', bytes });
const code = (bytes: Uint8Array) =>
  read(bytes).then(
    () => 'read',
    (error) => error.code,
  );
const boxOf = (place: Place | undefined) => (place && 'box' in place ? place.box : null);

let page: Buffer;
beforeAll(async () => {
  page = await printed('QualityHosting.pdf');
});

describe('a photograph of an invoice', () => {
  test('on its side, askew, in bad light and in German is read as the page that it shows, with places on the photograph', async () => {
    const { width = 0, height = 0 } = await sharp(page).metadata();
    const reading = await read(await photographed(page, 92));
    expect(reading).toMatchObject({
      ...{ form: 'image', kind: 'invoice', pages: 1, taken: { on: null, camera: null } },
      fields: {
        invoiceNumber: { value: '30064443', how: 'ocr', place: { page: 1 } },
        invoicedOn: { value: '2014-05-07', text: '7. Mai 2014' },
      },
      lines: expect.arrayContaining([
        expect.objectContaining({
          quantity: expect.objectContaining({ value: '1' }),
          unitPrice: expect.objectContaining({ value: '5.39', how: 'ocr' }),
        }),
      ]),
    });
    expect(reading.looks).toEqual([
      { bits: expect.stringMatching(/^[0-9a-f]{64}$/), numbers: expect.arrayContaining(['30064443']) },
    ]);
    // The number stands in the upper half of the page, to the left: turned to the right that is the right half, above.
    const box = boxOf(reading.fields.invoiceNumber?.place);
    expect(box?.left).toBeGreaterThan((842 * height) / (height + width) / 2);
    expect(box?.top).toBeLessThan(842 / 3);
    for (const value of Object.values(reading.fields)) expect(value?.confidence ?? 0).toBeLessThan(0.97);
  }, 120_000);

  test('on the second page of a PDF is read beside the text of the first, page by page', async () => {
    const upsideDown = await sharp(page).rotate(181, { background: '#fff' }).jpeg().toBuffer();
    const pdf = await textAndScan(['Delivery date: 2014-05-02', 'Your reference: 4711-A'], upsideDown);
    const { fields, findings, pages, looks } = await read(pdf);
    expect(fields).toMatchObject({
      deliveredOn: { value: '2014-05-02', how: 'text_layer', place: { page: 1 } },
      invoiceNumber: { value: '30064443', how: 'ocr', place: { page: 2 } },
    });
    expect(findings.map(({ rule }) => rule)).not.toContain('document.no_text');
    expect([pages, looks?.length]).toEqual([2, 2]);
  }, 120_000);
});

describe('a picture', () => {
  test('is opened as its camera held it, whatever its form', async () => {
    for (const form of ['jpeg', 'png', 'webp', 'tiff'] as const) {
      const turned = await sharp(page).resize(300).toFormat(form).withMetadata({ orientation: 6 }).toBuffer();
      const [image] = (await openPicture(turned, 1)) as Exclude<
        Awaited<ReturnType<typeof openPicture>>,
        string | null
      >;
      expect([form, image?.height]).toEqual([form, 300]);
    }
  });

  test.each([
    ['HEIC', Buffer.from('0000001866747970686569630000000068656963', 'hex'), 'heic'],
    ['AVIF', Buffer.from('0000001866747970617669660000000061766966', 'hex'), 'heic'],
    ['GIF', Buffer.from('GIF89a\x01\x00\x01\x00\x80\x00\x00'), 'unsupported'],
  ])('in the form %s is refused', async (_form, bytes, why) => {
    expect(await code(bytes)).toBe(why);
  });

  test('that is cut off, or unpacks to more than any camera takes, is refused', async () => {
    const jpeg = await sharp(page).jpeg().toBuffer();
    expect(await code(jpeg.subarray(0, jpeg.length / 2))).toBe('broken');
    const bomb = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    bomb.writeUInt32BE(99_999, 16);
    bomb.writeUInt32BE(99_999, 20);
    bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29);
    expect(await code(bomb)).toBe('broken');
  }, 60_000);

  test('of nothing says nothing', async () => {
    const blank = await sharp({ create: { width: 600, height: 800, channels: 3, background: '#eee' } })
      .png()
      .toBuffer();
    const { fields, looks } = await read(blank);
    expect(Object.values(fields).every((value) => value === null)).toBe(true);
    expect(looks).toEqual([]);
  }, 60_000);
});
