import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createDocuments } from '../../../adapters/documents/index.ts';
import { bombPdf, contentPdf, encryptedPdf, formPdf, pdfOf, textPdf } from './pdf-files.ts';

const documents = createDocuments();
const call = { timeoutMs: 10_000, mayWait: true };
const read = (bytes: Buffer, how = call) =>
  documents.text({ name: 'a', type: 'application/octet-stream', bytes }, how);
const published = (name: string) => read(readFileSync(`test/data/documents/${name}`));

/** @param count what the page tree claims */
function manyPages(pages: number, count: number): Buffer {
  const kids = Array.from({ length: pages }, (_, index) => `${3 + index} 0 R`).join(' ');
  return pdfOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${count} >>`,
    ...Array.from({ length: pages }, () => '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>'),
  ]);
}

describe('a PDF', () => {
  test('gives its text line by line', async () => {
    const { pages, form } = await read(textPdf(['Customer: ACME (Berlin)', 'Value: 120k EUR']));
    expect(pages).toEqual(['Customer: ACME (Berlin)\nValue: 120k EUR']);
    expect(form).toEqual([]);
  });

  test('gives the fields that were filled into its form', async () => {
    const { form } = await read(formPdf({ customer_name: 'ACME GmbH', Notes: 'Pilot done', Empty: '' }));
    expect(form).toEqual([
      { name: 'customer_name', value: 'ACME GmbH' },
      { name: 'Notes', value: 'Pilot done' },
    ]);
  });

  test('keeps columns apart and reads accents, as published invoices have them', async () => {
    const fiber = (await published('free_fiber.pdf')).pages;
    expect(fiber).toHaveLength(2);
    expect(fiber[0]).toContain('alexis@via.ecp.fr\tde Lattre Alexis');
    expect((await published('QualityHosting.pdf')).pages.join('\n')).toContain('Rechnung');
    const facturX = (await published('EN16931_Einfach.pdf')).pages.join('\n');
    expect(facturX).toContain('Verkäufer');
    expect(facturX).toContain('Name:\tLieferant GmbH');
  });

  test.each([
    ['protected by a password', encryptedPdf(), 'encrypted'],
    ['cut off', Buffer.from('%PDF-1.4\n1 0 obj\n<< /Type /Cat'), 'broken'],
    ['claiming a billion pages', manyPages(0, 1_000_000_000), 'broken'],
    ['of 300 pages', manyPages(300, 300), 'too_large'],
    [
      'larger than 10 MB',
      Buffer.concat([Buffer.from('%PDF-1.4'), Buffer.alloc(11 * 1024 * 1024)]),
      'too_large',
    ],
  ])('that is %s is refused', async (_name, bytes, code) => {
    await expect(read(bytes)).rejects.toMatchObject({ kind: 'rejected', code });
  });

  test('that unpacks to gigabytes is given up, and the process goes on meanwhile', async () => {
    const bomb = bombPdf(600_000_000);
    expect(bomb.length).toBeLessThan(3_000_000);
    let beats = 0;
    const beat = setInterval(() => {
      beats += 1;
    }, 50);
    const before = performance.now();
    await expect(read(bomb, { ...call, timeoutMs: 3_000 })).rejects.toMatchObject({
      code: expect.stringMatching(/^too_(large|slow)$/),
    });
    clearInterval(beat);
    expect(performance.now() - before).toBeLessThan(8_000);
    expect(beats).toBeGreaterThan(5);
  }, 30_000);

  test('whose pages lead back to themselves ends', async () => {
    const cycle = pdfOf([
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Kids [3 0 R] /Count 2 /Parent 3 0 R >>',
      '<< /Type /Pages /Kids [2 0 R] /Count 2 /Parent 2 0 R >>',
    ]);
    await expect(read(cycle)).rejects.toMatchObject({ kind: 'rejected' });
  });

  test('that shows a form inside itself ends', async () => {
    const self = contentPdf(Buffer.from('/F1 Do '.repeat(1_000)));
    await expect(read(self)).resolves.toEqual({ pages: [''], form: [] });
  });

  test('is given up when the caller gives up', async () => {
    const signal = AbortSignal.timeout(300);
    await expect(read(bombPdf(600_000_000), { ...call, signal } as typeof call)).rejects.toThrow(/timeout/);
  }, 20_000);

  test('of bytes changed at random is read or refused', async () => {
    const whole = textPdf(['Customer: ACME']);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 20 }),
        async (changes) => {
          const bytes = Buffer.from(whole);
          for (const [at, byte] of changes) bytes[at] = byte;
          const what = await read(bytes).catch((error: { kind?: string }) => error.kind);
          expect(what === 'rejected' || typeof what === 'object').toBe(true);
        },
      ),
      { numRuns: 12 },
    );
  }, 60_000);
});

describe('another document', () => {
  test('of text is read as it is', async () => {
    expect((await read(Buffer.from('Kunde: Müller\fSeite 2'))).pages).toEqual(['Kunde: Müller', 'Seite 2']);
    expect((await read(Buffer.from('\ufeffKunde: Müller', 'utf16le'))).pages).toEqual(['Kunde: Müller']);
  });

  test('of any other kind is refused', async () => {
    await expect(read(Buffer.from([0x50, 0x4b, 3, 4, 0, 255]))).rejects.toMatchObject({
      code: 'unsupported',
    });
  });

  test('needs a reader that exists', () => {
    expect(() => createDocuments('toString')).toThrow('use one of: local');
  });
});
