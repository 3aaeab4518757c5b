import type { Box } from '../../domain/documents/document-reading.ts';
import { applied, type Matrix, product } from './matrix.ts';

/** Instructions that paint a page, as pdf.js lists them. */
export interface PaintList {
  fnArray: ArrayLike<number>;
  argsArray: readonly unknown[];
}

/** The numbers of the instructions that count here. */
export type PaintNumbers = Readonly<Record<string, number>>;

/** Letters are put on the clipping path or nowhere, and none is painted. (ISO 32000-1, 9.3.6) */
const INVISIBLE = new Set([3, 7]);
const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

export interface Painted {
  /** Letters are written without being painted, as programs do that put the text of a scan behind its picture. */
  invisibleText: boolean;
  /** Pictures that are painted after letters, and may cover them. */
  over: Box[];
  /** All pictures. */
  pictures: Box[];
}

/** What of a page's instructions tells that its text is not what a person sees, or that a picture is. @param view from the page to the page as it is shown */
export function paintedOver({ fnArray, argsArray }: PaintList, is: PaintNumbers, view: Matrix): Painted {
  const painted: Painted = { invisibleText: false, over: [], pictures: [] };
  const saved: { mode: number; matrix: Matrix }[] = [];
  let mode = 0;
  let matrix = view;
  let written = false;
  for (let at = 0; at < fnArray.length; at += 1) {
    const args = argsArray[at] as unknown[] | null;
    switch (fnArray[at]) {
      case is.paintFormXObjectBegin:
        saved.push({ mode, matrix });
        matrix = product(matrix, (args?.[0] as Matrix | null) ?? IDENTITY);
        break;
      case is.save:
        saved.push({ mode, matrix });
        break;
      case is.restore:
      case is.paintFormXObjectEnd:
        ({ mode, matrix } = saved.pop() ?? { mode: 0, matrix: view });
        break;
      case is.transform:
        matrix = product(matrix, args as unknown as Matrix);
        break;
      case is.setTextRenderingMode:
        mode = Number(args?.[0] ?? 0);
        break;
      case is.showText:
        written = true;
        painted.invisibleText ||= INVISIBLE.has(mode);
        break;
      case is.paintImageXObject:
      case is.paintInlineImageXObject:
        painted.pictures.push(unitSquare(matrix));
        if (written) painted.over.push(unitSquare(matrix));
        break;
      default:
    }
  }
  return painted;
}

/** A picture fills the square of one unit. */
function unitSquare(matrix: Matrix): Box {
  const corners = [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ].map(([x = 0, y = 0]) => applied(matrix, x, y));
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { left, top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}
