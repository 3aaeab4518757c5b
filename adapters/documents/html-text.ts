import { Parser } from 'htmlparser2';

/** What stands in these is not shown. */
const HIDDEN = new Set([
  'head',
  'noscript',
  'object',
  'script',
  'select',
  'style',
  'svg',
  'template',
  'title',
]);
/** These begin and end on a line of their own. */
const BLOCKS = new Set(
  'address article aside blockquote body caption center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section table tbody tfoot thead tr ul'.split(
    ' ',
  ),
);
/** Elements that have no end tag. */
const VOID = new Set('area base br col embed hr img input link meta source wbr'.split(' '));
const UNSEEN =
  /(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden|mso-hide\s{0,9}:\s{0,9}all|font-size\s{0,9}:\s{0,9}0(?:px|pt|em)?\s{0,9}(?:;|$))/i;

/** A page, or a cell of a row, while it is written. */
interface Frame {
  lines: string[];
  line: string;
  /** The line is empty or ends with a blank. Kept apart: to look at the end of a line that grows piece by piece copies it each time. */
  blank: boolean;
  /** It lays out the page and is no cell of a table with values. */
  holdsTable: boolean;
}

/**
 * The text of an HTML mail as its reader sees it: blocks on lines of their own, the cells of a row side by side behind tabs, a term of a
 * list before its description, nothing of what is hidden.
 */
export function htmlText(html: string): string {
  const frames: Frame[] = [newFrame()];
  const rows: Frame[][] = [];
  let hidden = 0;
  let preformatted = 0;
  let term = false;
  /** Something emphasized has just ended. */
  let label = false;
  const top = () => frames.at(-1) as Frame;

  const parser = new Parser({
    onopentag(name, attributes) {
      if (hidden > 0 || HIDDEN.has(name) || UNSEEN.test(attributes.style ?? '') || 'hidden' in attributes) {
        if (!VOID.has(name)) hidden += 1;
        return;
      }
      const frame = top();
      // Forms set a label and its value apart by style alone.
      if (label && VALUES.has(name) && !frame.blank) beginAgain(frame, `${frame.line}\t`);
      label = false;
      if (name === 'br') endLine(frame);
      else if (name === 'dd' && term) beginAgain(frame, `${frame.line.trimEnd()}\t`);
      else if (BLOCKS.has(name)) endBlock(frame);
      if (name === 'table') frame.holdsTable = true;
      if (name === 'tr') {
        // A row that was never ended.
        while (rows.length >= frames.length) frame.lines.push(...rowLines(rows.pop() ?? []));
        rows.push([]);
      }
      if (isCell(name) && rows.length === frames.length) frames.push(newFrame());
      if (name === 'pre') preformatted += 1;
      term &&= name !== 'p' && name !== 'dl';
    },
    ontext(text) {
      if (hidden > 0) return;
      label = false;
      write(top(), text, preformatted > 0);
    },
    onclosetag(name) {
      if (hidden > 0) {
        if (!VOID.has(name)) hidden -= 1;
        return;
      }
      label = EMPHASIZED.has(name);
      if (isCell(name) && frames.length > 1 && rows.length === frames.length - 1) {
        const cell = frames.pop() as Frame;
        endBlock(cell);
        rows.at(-1)?.push(cell);
        return;
      }
      const frame = top();
      if (name === 'dt') term = true;
      else if (BLOCKS.has(name)) endBlock(frame);
      if (name === 'dd') term = false;
      if (name === 'tr' && rows.length === frames.length) frame.lines.push(...rowLines(rows.pop() ?? []));
      if (name === 'p') endParagraph(frame);
      if (name === 'pre') preformatted -= 1;
    },
  });
  parser.write(html);
  parser.end();
  for (const frame of frames) endBlock(frame);
  return frames
    .flatMap(({ lines }) => lines)
    .join('\n')
    .trim();
}

const EMPHASIZED = new Set(['b', 'strong', 'label']);
const VALUES = new Set(['span', 'font', 'a', 'label', 'output']);

const isCell = (name: string) => name === 'td' || name === 'th';

function newFrame(): Frame {
  return { lines: [], line: '', blank: true, holdsTable: false };
}

function write(frame: Frame, text: string, preformatted: boolean): void {
  if (preformatted) {
    const [first = '', ...more] = text.split(/\r?\n/);
    add(frame, first);
    for (const one of more) {
      endLine(frame);
      add(frame, one);
    }
    return;
  }
  // A no-break space is one that somebody set on purpose.
  const shown = text.replace(/[ \t\r\n\f]+/g, ' ');
  add(frame, frame.blank ? shown.replace(/^ /, '') : shown);
}

function add(frame: Frame, text: string): void {
  if (text === '') return;
  frame.line += text;
  frame.blank = /\s$/.test(text.slice(-1));
}

function beginAgain(frame: Frame, line: string): void {
  frame.line = line;
  frame.blank = true;
}

function endLine(frame: Frame): void {
  frame.lines.push(frame.line.trimEnd());
  beginAgain(frame, '');
}

function endBlock(frame: Frame): void {
  if (frame.line.trim() !== '') endLine(frame);
  beginAgain(frame, '');
}

function endParagraph({ lines }: Frame): void {
  if (lines.length > 0 && lines.at(-1) !== '') lines.push('');
}

/** Longer ones are columns of a page and not of a table. */
const MOST_CELL_LINES = 5;

/** A row of values is one line; a row that lays out a page is what its cells hold, one below the other. */
function rowLines(cells: readonly Frame[]): string[] {
  const said = cells.map(({ lines }) => lines.filter((line) => line.trim() !== ''));
  const filled = said.filter((lines) => lines.length > 0);
  const isLayout =
    filled.length < 2 ||
    cells.some(({ holdsTable }) => holdsTable) ||
    said.some(
      (lines) => lines.length > MOST_CELL_LINES || lines.filter((one) => one.includes(':')).length > 1,
    );
  return isLayout ? cells.flatMap(({ lines }) => lines) : [said.map((lines) => lines.join(' ')).join('\t')];
}
