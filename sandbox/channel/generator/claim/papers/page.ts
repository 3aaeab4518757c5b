import { moveTo, type PdfFile, pdfFile } from './pdf-file.ts';

/** A4 in points; y counts from above. */
export const WIDTH = 595;
export const HEIGHT = 842;

/** Something on a page. */
export type Mark =
  | { text: string; x: number; y: number; size?: number; bold?: boolean; align?: 'right' }
  | { line: [x: number, y: number, toX: number, toY: number] }
  /** A white rectangle that hides what lies below it. */
  | { cover: [x: number, y: number, width: number, height: number] };

/** A page of Helvetica text, lines and covers, in this order. */
export function page(marks: readonly Mark[], more: PdfFile = {}): Buffer {
  return pdfFile(marks.map(drawn).join('\n'), more);
}

function drawn(mark: Mark): string {
  if ('line' in mark) {
    const [x, y, toX, toY] = mark.line;
    return `0.5 w ${moveTo(x, HEIGHT - y)} m ${moveTo(toX, HEIGHT - toY)} l S`;
  }
  if ('cover' in mark) {
    const [x, y, width, height] = mark.cover;
    return `1 g ${moveTo(x, HEIGHT - y)} ${width} ${height} re f 0 g`;
  }
  const { text, size = 10, bold = false } = mark;
  const x = mark.align === 'right' ? mark.x - widthOf(text, size, bold) : mark.x;
  return `BT /${bold ? 'F2' : 'F1'} ${size} Tf ${moveTo(x, HEIGHT - mark.y)} Td (${escaped(text)}) Tj ET`;
}

/** Of digits and their signs exactly, of letters about: what stands at the right edge of a column is numbers. */
export function widthOf(text: string, size: number, bold = false): number {
  const units = [...text].reduce((sum, sign) => sum + (NARROW.has(sign) ? 278 : sign === '-' ? 333 : 556), 0);
  return (units * size * (bold ? 1.02 : 1)) / 1000;
}

const NARROW = new Set([...'., iljtI|!:;/']);
const WINDOWS_1252: Record<string, string> = {
  ...{ '€': '\x80', '“': '\x93', '”': '\x94', '„': '\x84', '–': '\x96', '’': '\x92' },
};

/** One byte a character, as the fonts' encoding has it; what it does not have is written without its accent. */
function escaped(text: string): string {
  const bytes = text.replace(/[€“”„–’]/g, (sign) => WINDOWS_1252[sign] as string);
  return [...bytes]
    .map((sign) => ((sign.codePointAt(0) ?? 0) > 0xff ? (sign.normalize('NFKD')[0] as string) : sign))
    .map((sign) => ((sign.codePointAt(0) ?? 0) > 0xff ? '?' : sign))
    .join('')
    .replace(/[()\\]/g, '\\$&');
}
