import { longDate, shortDate } from '../../days.ts';
import { seeded } from '../../random.ts';
import type { Look, Paper } from '../claim.ts';
import { printed } from '../money.ts';
import type { Mark } from './page.ts';
import { wordsOf } from './words.ts';

/** Places of the five columns, as three programs print them: left edges of words, right edges of numbers. */
const COLUMNS = [
  [50, 130, 350, 450, 545],
  [50, 120, 330, 430, 540],
  [60, 150, 370, 460, 535],
] as const;

/** Puts a paper on a page, in one of three layouts. @param painted what was laid over it afterwards */
export function invoiceMarks(paper: Paper, look: Look, painted?: Paper): Mark[] {
  const layout = look.seed % 3;
  const marks = marksOf(paper, layout, look);
  if (!painted) return marks;
  const over = marksOf(painted, layout, look);
  return [...marks, ...over.flatMap((mark, at) => coverOf(marks[at], mark))];
}

function coverOf(before: Mark | undefined, after: Mark): Mark[] {
  if (!before || !('text' in before) || !('text' in after) || before.text === after.text) return [];
  const width = after.align === 'right' ? 90 : 180;
  return [{ cover: [after.align === 'right' ? after.x - width : after.x, after.y + 3, width, 13] }, after];
}

function marksOf(paper: Paper, layout: number, look: Look): Mark[] {
  const { seller, buyer, currency, language } = paper;
  const words = wordsOf(language);
  const random = seeded(look.seed, 'page');
  const columns = COLUMNS[layout] as (typeof COLUMNS)[number];
  const date =
    random.next() < 0.5
      ? longDate(paper.day, language === 'ja' ? 'en' : language)
      : shortDate(paper.day, language);
  const money = (minor: number) => printed(minor, currency, language);
  const sellerAt = layout === 1 ? 330 : 50;
  const left = columns[0];
  const right = columns[4];
  const head: Mark[] = [
    { text: seller.name, x: sellerAt, y: 60, size: 14, bold: true },
    { text: seller.street, x: sellerAt, y: 76 },
    { text: `${seller.postalCode} ${seller.city}`, x: sellerAt, y: 89 },
    ...(seller.vatId ? [{ text: `${words.taxNumber}: ${seller.vatId}`, x: sellerAt, y: 102 }] : []),
    { text: words.titles[paper.title], x: left, y: 150, size: 18, bold: true },
    { text: `${words.number}: ${paper.number}`, x: left, y: 175 },
    { text: `${words.day}: ${date}`, x: left, y: 190 },
    { text: `${words.customer}:`, x: left, y: 220, bold: true },
    { text: buyer.name, x: left, y: 234 },
    { text: buyer.street, x: left, y: 247 },
    { text: `${buyer.postalCode} ${buyer.city}`, x: left, y: 260 },
  ];
  const y = (row: number) => 320 + row * 20;
  const [sku, name, quantity, unit, net] = words.columns;
  const table: Mark[] = [
    { text: sku, x: columns[0], y: 300, bold: true },
    { text: name, x: columns[1], y: 300, bold: true },
    { text: quantity, x: columns[2], y: 300, bold: true, align: 'right' },
    { text: unit, x: columns[3], y: 300, bold: true, align: 'right' },
    { text: net, x: columns[4], y: 300, bold: true, align: 'right' },
    { line: [left, 305, right, 305] },
    ...paper.lines.flatMap((line, row): Mark[] => [
      { text: line.sku, x: columns[0], y: y(row) },
      { text: line.name, x: columns[1], y: y(row) },
      { text: String(line.quantity), x: columns[2], y: y(row), align: 'right' },
      ...(paper.title === 'delivery_note'
        ? []
        : ([
            { text: money(line.unit), x: columns[3], y: y(row), align: 'right' },
            { text: money(line.net), x: columns[4], y: y(row), align: 'right' },
          ] as const)),
    ]),
    { line: [left, y(paper.lines.length), right, y(paper.lines.length)] },
  ];
  const below = y(paper.lines.length) + 20;
  const total = (text: string, amount: number, at: number, bold = false): Mark[] => [
    { text, x: columns[2] + 15, y: below + at * 16, bold },
    { text: `${money(amount)} ${currency}`, x: right, y: below + at * 16, bold, align: 'right' },
  ];
  const rate = String(paper.taxPercent).replace('.', language === 'en' ? '.' : ',');
  const totals =
    paper.title === 'delivery_note'
      ? []
      : [
          ...total(words.net, paper.net, 0),
          ...total(`${words.tax} ${rate} %`, paper.tax, 1),
          ...total(words.total, paper.total, 2, true),
        ];
  return [...head, ...table, ...totals, ...remarks(paper, below + 80)];
}

function remarks({ remark }: Paper, y: number): Mark[] {
  return remark ? [{ text: remark, x: 50, y, size: 8 }] : [];
}

/** What shows that an activity took place: who came, when and where, with the logo's place on it. */
export function performanceMarks(paper: Paper): Mark[] {
  const words = wordsOf(paper.language);
  const rows = [
    `${words.titles.proof_of_performance}: ${paper.number}`,
    `${words.customer}: ${paper.buyer.name}`,
    `${paper.seller.name}, ${paper.seller.city}`,
    longDate(paper.day, paper.language),
  ];
  return rows.map((text, at) => ({ text, x: 60, y: 80 + at * 24, size: at === 0 ? 16 : 11, bold: at === 0 }));
}
