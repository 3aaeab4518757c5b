import { unzipSync } from 'fflate';
import { lookupTable } from '../../domain/lookup-table.ts';
import { htmlText } from './html-text.ts';

const WORDS = 'word/document.xml';
/** A form has a page or two: a million characters with their marks around them. */
const MOST_XML = 20_000_000;

/** Whether a zip holds a Word document (ECMA-376). */
export function isDocx(bytes: Buffer): boolean {
  return bytes.subarray(0, 4).toString('hex') === '504b0304' && bytes.includes(WORDS);
}

/** The text of a Word document; null when it is damaged or unpacks to too much. */
export function docxText(bytes: Buffer): string | null {
  try {
    const files = unzipSync(bytes, {
      filter: ({ name, originalSize }) => name === WORDS && originalSize <= MOST_XML,
    });
    const xml = files[WORDS];
    return xml ? htmlText(asHtml(Buffer.from(xml).toString('utf8'))) : null;
  } catch {
    return null;
  }
}

/** Its marks of paragraphs, rows and cells are HTML's by other names; what is deleted or a field's code is not shown. */
const MARKS = lookupTable<string>({
  tbl: 'table',
  tr: 'tr',
  tc: 'td',
  p: 'div',
  br: 'br',
  cr: 'br',
  delText: 'template',
  instrText: 'template',
});

function asHtml(xml: string): string {
  return xml
    .replace(/>[ \t\r\n]+</g, '><')
    .replace(/<(\/?)w:([A-Za-z]{1,20})\b[^<>]{0,2000}>/g, (tag, end: string, name: string) => {
      if (name === 'tab') return '\u2003';
      const mark = MARKS[name];
      if (mark === undefined) return '';
      // `<w:p/>` is an empty paragraph.
      return tag.endsWith('/>') && mark !== 'br' ? `<${mark}></${mark}>` : `<${end}${mark}>`;
    });
}
