import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { pictureMetadata } from '../../../adapters/documents/pictures/picture-metadata.ts';
import { withoutCoordinates } from '../../../adapters/documents/pictures/without-coordinates.ts';
import { textAndScan } from './scans.ts';

const XMP =
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description ' +
  'xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="54,10.1234N"><exif:GPSLongitude>12,7.5678E</exif:GPSLongitude>' +
  '<exif:Note>kept</exif:Note></rdf:Description></rdf:RDF></x:xmpmeta>';

/** A photograph that says everything of its making. */
const photograph = (form: 'jpeg' | 'png' | 'webp') =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: '#9ab' } })
    .withExif({
      IFD0: {
        Make: 'Acme',
        Model: 'X100',
        Software: 'Adobe Photoshop 24.1',
        DateTime: '2026:04:02 08:00:00',
      },
      IFD2: { DateTimeOriginal: '2026:03:05 12:30:00', BodySerialNumber: 'SN-0042' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '54/1 10/1 1234/100',
        GPSLongitudeRef: 'E',
        GPSLongitude: '12/1 7/1 5678/100',
      },
    })
    .withXmp(XMP)
    .toFormat(form)
    .toBuffer();
const coordinates = async (bytes: Buffer) => {
  const { exif, xmp } = await sharp(bytes).metadata();
  const text = `${exif?.toString('latin1') ?? ''}${xmp?.toString('latin1') ?? ''}`;
  // 54/1 as two numbers of four bytes, in either order.
  const numbers = [Buffer.from('3600000001000000', 'hex'), Buffer.from('0000003600000001', 'hex')];
  return { exif: numbers.some((one) => exif?.includes(one)), xmp: /10\.1234|7\.5678/.test(text) };
};

describe('a photograph', () => {
  test.each(['jpeg', 'png', 'webp'] as const)(
    'as %s is kept without where it was taken, and is the same picture',
    async (form) => {
      const sent = await photograph(form);
      expect(await coordinates(sent)).toEqual({ exif: true, xmp: true });
      const kept = withoutCoordinates(sent);
      expect(await coordinates(kept)).toEqual({ exif: false, xmp: false });
      // A PNG packs its XMP: then all of it goes.
      if (form !== 'png')
        expect((await sharp(kept).metadata()).xmp?.toString()).toContain('<exif:Note>kept</exif:Note>');
      expect((await sharp(kept).raw().toBuffer()).equals(await sharp(sent).raw().toBuffer())).toBe(true);
      expect(pictureMetadata(kept)).toEqual({
        ...{ madeOn: '2026-03-05', changedOn: '2026-04-02', programs: ['Adobe Photoshop 24.1'] },
        camera: 'Acme|X100|SN-0042',
      });
      // Kept again it is the same file: a claim is found by its hash.
      expect(withoutCoordinates(kept)).toEqual(kept);
    },
  );

  test('within a PDF is kept so too, and the PDF stays whole', async () => {
    const jpeg = await photograph('jpeg');
    const pdf = await textAndScan(['Invoice'], jpeg);
    const kept = withoutCoordinates(pdf);
    expect(kept.includes(jpeg)).toBe(false);
    expect(kept.includes(withoutCoordinates(jpeg))).toBe(true);
    expect(pictureMetadata(kept).camera).toBe('Acme|X100|SN-0042');
  });

  test('without them is kept as it was sent', async () => {
    const sent = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#fff' } })
      .jpeg()
      .toBuffer();
    expect(withoutCoordinates(sent)).toBe(sent);
  });

  test('that is crafted so that every directory leads to hundreds of others takes no time', () => {
    // A thousand TIFF headers, all with one directory of 512 pointers, each to another directory of 512 entries.
    const [blocks, entries] = [1_000, 512];
    const sent = Buffer.alloc(
      12 * blocks + 2 + 12 * entries + 60_000,
      Buffer.from([entries & 0xff, entries >> 8]),
    );
    const first = 12 * blocks;
    for (let block = 0; block < blocks; block += 1) {
      sent.write('II*\0', 12 * block, 'latin1');
      sent.writeUInt32LE(first - 12 * block, 12 * block + 4);
    }
    sent.writeUInt16LE(entries, first);
    for (let entry = 0; entry < entries; entry += 1) {
      const at = first + 2 + 12 * entry;
      sent.writeUInt16LE(0x8825, at);
      sent.writeUInt16LE(4, at + 2);
      sent.writeUInt32LE(1, at + 4);
      sent.writeUInt32LE(first + 2 + 12 * entries + 2 * entry, at + 8);
    }
    const before = process.cpuUsage();
    expect(withoutCoordinates(sent).length).toBe(sent.length);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(3_000);
  });

  test('whose directories point anywhere is read to its end', async () => {
    const sent = await photograph('jpeg');
    const at = sent.indexOf('Exif\0\0') + 6;
    for (let byte = at; byte < at + 400; byte += 1) {
      const broken = Buffer.from(sent);
      broken[byte] = 0xff;
      expect(withoutCoordinates(broken).length).toBe(sent.length);
      pictureMetadata(broken);
    }
  });
});
