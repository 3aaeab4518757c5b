import { expect, test } from '@jest/globals';
import { pagePictures } from '../../../adapters/documents/page-pictures.ts';
import { readDocument } from '../../../adapters/documents/read-document.ts';
import { type ClaimPage, claimPage } from '../../../cli/claim/page/claim-page.ts';
import { marksOf } from '../../../cli/claim/page/marks.ts';
import { documentName } from '../../../domain/claim/document-proof.ts';
import { placeText } from '../../../domain/claim/place-text.ts';
import type { FieldMapping } from '../../../domain/claim/proven-line.ts';
import { invoicePdf } from '../../workflows/claim/invoice.ts';

/** However busy the machine is. */
const PATIENT = { ms: 100_000 };

const HOSTILE = `"><script>alert(1)</script><img src=https://evil.example onerror='x'>\u202e&\u0000`;

const PAGE: ClaimPage = {
  case: `claim:${HOSTILE}`,
  title: HOSTILE,
  validation: 'Requires Review',
  status: HOSTILE,
  facts: [[HOSTILE, HOSTILE]],
  reasons: [{ rule: HOSTILE, text: HOSTILE, source: HOSTILE, value: HOSTILE }],
  lines: [
    {
      ...{
        line: HOSTILE,
        sku: HOSTILE,
        quantity: HOSTILE,
        amount: HOSTILE,
        soldOn: HOSTILE,
        shownBy: HOSTILE,
      },
      ...{ verdict: 'review', earns: HOSTILE, words: [HOSTILE] },
    },
  ],
  booked: [{ amount: HOSTILE, about: HOSTILE, words: [HOSTILE] }],
  documents: [
    {
      ...{ title: HOSTILE, kind: HOSTILE, hash: HOSTILE, pages: [], findings: [HOSTILE], unread: HOSTILE },
      marks: [
        {
          ...{
            number: null,
            page: null,
            box: null,
            name: HOSTILE,
            value: HOSTILE,
            how: 'cell',
            confidence: 1,
          },
          ...{ place: HOSTILE, claimed: { stated: HOSTILE, agrees: false } },
        },
      ],
    },
  ],
  writtenAt: HOSTILE,
  grounds: HOSTILE,
};

test('nothing from outside is more than text, wherever it stands on the page', () => {
  const page = claimPage(PAGE);
  for (const one of ['<script', '<img', '\u202e', '\u0000']) expect(page).not.toContain(one);
  const tags = page.replace(/<style>.*<\/style>/s, '').match(/<[^>]*>/g) ?? [];
  for (const tag of tags) expect(tag).not.toMatch(/\son\w+=|evil|javascript:/i);
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
});

test('the page loads nothing, and its own policy would not let it', async () => {
  const page = claimPage(PAGE);
  const addresses = [...page.matchAll(/(?:src|href|action|srcset|xlink:href)="([^"]*)"/g)].map(
    ([, one]) => one,
  );
  expect(addresses.every((one) => one?.startsWith('#') || one?.startsWith('data:image/png;base64,'))).toBe(
    true,
  );
  expect(page.match(/<style>(.*)<\/style>/s)?.[1]).not.toMatch(/url\(|@import/);
  expect(page).toMatch(
    /content="default-src &#39;none&#39;; style-src &#39;sha256-[A-Za-z0-9+/=]+&#39;; img-src data:;/,
  );
  expect(page).not.toMatch(/ style="/);
});

test('a document is shown page by page, and each field stands marked where it was read, beside what was claimed', async () => {
  const bytes = invoicePdf({
    ...{
      number: 'RE-4711',
      day: '2026-11-20',
      seller: 'Alster Systemhaus GmbH',
      customer: 'Warnow Hafen GmbH',
    },
    ...{ sku: 'ANL-PRO', quantity: 4, net: 9_600 },
  });
  const reading = await readDocument({ name: 'x', bytes }, PATIENT);
  const pages = await pagePictures(bytes, 10, PATIENT);
  expect(pages.map(({ page }) => page)).toEqual([1]);
  for (const [shown, is] of [
    [pages[0]?.width, 595],
    [pages[0]?.height, 842],
  ])
    expect(Math.abs((shown ?? 0) - (is ?? 0))).toBeLessThan(1);
  const { total, invoiceNumber } = reading.fields;
  if (!total || !invoiceNumber) throw new Error('the invoice was not read');
  const mapping = (field: string, value: typeof total, stated: string): FieldMapping => ({
    ...{ line: null, field, stated, read: value.value, from: documentName(reading.document) },
    ...{
      at: placeText(value.place),
      how: value.how,
      confidence: 1,
      prm_field: 'X',
      agrees: stated === value.value,
    },
  });
  const marks = marksOf(reading, [
    mapping('total', total, '99.00'),
    mapping('invoiceNumber', invoiceNumber, invoiceNumber.value),
  ]);
  const page = claimPage({
    ...PAGE,
    documents: [
      { title: 'RE.pdf', kind: 'Invoice', hash: reading.document, pages, marks, findings: [], unread: null },
    ],
  });
  const boxes = page.match(/<rect class="mark(?: doubt)?"/g) ?? [];
  expect(boxes).toHaveLength(marks.filter(({ box }) => box !== null).length);
  expect(boxes.filter((one) => one.includes('doubt'))).toHaveLength(1);
  expect(page).toContain('✗ <bdi>99.00</bdi>');
  expect(page).toContain('✓ agrees');
  const { box } = marks.find(({ name }) => name === 'Total') ?? {};
  expect(page).toContain(`x="${((box?.left ?? 0) - 2).toFixed(1)}"`);
  // Decided blind nothing is set beside it.
  expect(marksOf(reading, null).every(({ claimed }) => claimed === null)).toBe(true);
});

test('a file that cannot be painted has no pages', async () => {
  expect(await pagePictures(Buffer.from('%PDF-1.4 broken'), 10, PATIENT)).toEqual([]);
  expect(await pagePictures(Buffer.from('sku,quantity'), 10, PATIENT)).toEqual([]);
});
