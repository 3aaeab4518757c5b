import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Paper, PlannedDocument } from '../../../sandbox/channel/generator/claim/claim.ts';
import { printed } from '../../../sandbox/channel/generator/claim/money.ts';
import { pdfFile } from '../../../sandbox/channel/generator/claim/papers/pdf-file.ts';
import { wordsOf } from '../../../sandbox/channel/generator/claim/papers/words.ts';
import { longDate } from '../../../sandbox/channel/generator/days.ts';
import { seeded } from '../../../sandbox/channel/generator/random.ts';

/** Papers by another PDF writer and another camera than the sample's: Chromium prints them, and takes their picture. */
export interface BrowserPapers {
  pdf(document: PlannedDocument): Promise<Buffer>;
  /** A PDF that holds one picture. */
  scan(document: PlannedDocument): Promise<Buffer>;
  photo(document: PlannedDocument): Promise<Buffer>;
  close(): Promise<void>;
}

const PATHS = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/chromium-browser'];

/** @throws Error when there is no Chromium */
export async function openBrowserPapers(): Promise<BrowserPapers> {
  const executablePath = process.env.QD_TEST_CHROMIUM ?? PATHS.find((path) => existsSync(path));
  if (!executablePath)
    throw new Error(
      'Half of the claims are printed by Chromium, which is missing: install it, or name it in QD_TEST_CHROMIUM.',
    );
  const browser: Browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  // One page for all: what is asked for at the same moment waits.
  const page: Page = await browser.newPage({ viewport: { width: 1_000, height: 1_400 } });
  let turn: Promise<unknown> = Promise.resolve();
  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work);
    turn = next.catch(() => undefined);
    return next;
  };
  const picture = (document: PlannedDocument, isPhoto: boolean) =>
    alone(async () => {
      await page.setContent(sheet(document.paper, document.look.seed, angleOf(document, isPhoto)));
      const { again } = document.look;
      const quality = again === 'recompress' ? 35 : isPhoto ? 78 : 62;
      const cut = again === 'crop' ? 45 : 0;
      const clip = { x: cut, y: cut, width: 1_000 - 2 * cut, height: 1_400 - 2 * cut };
      return { bytes: await page.screenshot({ type: 'jpeg', quality, clip }), ...clip };
    });
  return {
    pdf: ({ paper, look, painted }) =>
      alone(async () => {
        await page.setContent(sheet(paper, look.seed, null, painted));
        return datedOn(paper.day, await page.pdf({ format: 'A4', printBackground: true }));
      }),
    async scan(document) {
      const { bytes, width, height } = await picture(document, false);
      const made = { at: `${document.paper.day}T10:00:00Z`, by: 'CopyCentre 7' };
      return pdfFile('', { picture: { kind: 'jpeg', width, height, bytes }, made });
    },
    photo: async (document) => (await picture(document, true)).bytes,
    close: () => browser.close(),
  };
}

interface Angle {
  degrees: number;
  blur: number;
  light: number;
  isPhoto: boolean;
}

/** Another picture of the same sheet is taken from another angle in other light; one that was only compressed again is not. */
function angleOf({ look }: PlannedDocument, isPhoto: boolean): Angle {
  const random = seeded(look.seed, look.again === 'rescan' ? 'again' : 'picture');
  return {
    degrees: (random.next() - 0.5) * (isPhoto ? 5 : 2),
    blur: random.next() * 0.6,
    light: 0.85 + random.next() * 0.2,
    isPhoto,
  };
}

const LAYOUTS = [
  'body{font-family:Georgia,serif} h1{text-align:right} table{border-collapse:collapse;width:100%} td,th{border-bottom:1px solid #999;padding:6px} .sums{margin-left:55%}',
  'body{font-family:Verdana,sans-serif;font-size:12px} .parties{display:flex;justify-content:space-between} table{width:100%;border:1px solid #333} th{background:#dfe6ee} td,th{padding:5px} .sums{text-align:right}',
  'body{font-family:"Courier New",monospace;font-size:13px} table{width:100%} .sums{margin-left:45%}',
];

function sheet(paper: Paper, seed: number, angle: Angle | null, painted?: Paper): string {
  const { seller, buyer, currency, language } = paper;
  const words = wordsOf(language);
  const money = (minor: number) => printed(minor, currency, language);
  const shown = (line: Paper['lines'][number], at: number) => {
    const over = painted?.lines[at];
    const cell = (text: string, above?: string) =>
      above === undefined || above === text
        ? `<td align=right>${escaped(text)}</td>`
        : `<td align=right style="position:relative">${escaped(text)}<span style="position:absolute;right:0;background:#fff;padding:0 6px">${escaped(above)}</span></td>`;
    const priced =
      paper.title === 'delivery_note'
        ? ''
        : cell(money(line.unit)) + cell(money(line.net), over && money(over.net));
    return `<tr><td>${line.sku}<td>${escaped(line.name)}${cell(String(line.quantity), over && String(over.quantity))}${priced}</tr>`;
  };
  const [sku, name, quantity, unit, net] = words.columns;
  const prices = paper.title === 'delivery_note' ? '' : `<th align=right>${unit}<th align=right>${net}`;
  const sums: [string, number, number | undefined][] = [
    [words.net, paper.net, painted?.net],
    [`${words.tax} ${paper.taxPercent}%`, paper.tax, painted?.tax],
    [words.total, paper.total, painted?.total],
  ];
  const sum = ([label, amount, over]: (typeof sums)[number]) =>
    `<div>${label}: ${currency} ${money(amount)}${over === undefined ? '' : `<span style="margin-left:-140px;background:#fff;display:inline-block;width:140px">${currency} ${money(over)}</span>`}</div>`;
  const isInvoice = !['delivery_note', 'proof_of_performance'].includes(paper.title);
  const table = `<table><tr><th align=left>${sku}<th align=left>${name}<th align=right>${quantity}${prices}</tr>${paper.lines.map(shown).join('')}</table>`;
  const taken = angle
    ? `body{transform:rotate(${angle.degrees}deg);filter:blur(${angle.blur}px) brightness(${angle.light})}${angle.isPhoto ? 'html{background:#554} body{background:linear-gradient(135deg,#fff,#cfcabf)}' : ''}`
    : '';
  return `<!doctype html><html><meta charset=utf-8><style>body{margin:60px;padding:30px}${LAYOUTS[seed % LAYOUTS.length]}${taken}</style>
<h1>${words.titles[paper.title]}</h1><div class=parties><p><b>${escaped(seller.name)}</b><br>${escaped(seller.street)}<br>${seller.postalCode} ${escaped(seller.city)}${seller.vatId ? `<br>${words.taxNumber}: ${seller.vatId}` : ''}</p>
<p>${words.customer}:<br><b>${escaped(buyer.name)}</b><br>${escaped(buyer.street)}<br>${buyer.postalCode} ${escaped(buyer.city)}</p></div>
<p>${words.number}: ${escaped(paper.number)}<br>${words.day}: ${longDate(paper.day, language === 'ja' ? 'en' : language)}</p>
${paper.lines.length > 0 ? table : ''}${isInvoice ? `<div class=sums>${sums.map(sum).join('')}</div>` : ''}${paper.remark ? `<p><small>${escaped(paper.remark)}</small></p>` : ''}</html>`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** Chromium dates a file by the machine's clock; an invoice was printed on its day. No byte moves. */
function datedOn(day: string, pdf: Buffer): Buffer {
  const stamp = day.replaceAll('-', '');
  const text = pdf
    .toString('latin1')
    .replace(/(\/(?:CreationDate|ModDate) \(D:)\d{8}/g, (_, name: string) => `${name}${stamp}`);
  return Buffer.from(text, 'latin1');
}
