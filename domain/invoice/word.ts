import type { Box } from '../documents/document-reading.ts';

/** A word, or a run of words, as it stands on a page. */
export interface Word {
  text: string;
  /** 1 for the first. */
  page: number;
  /** In points from the top left corner. */
  box: Box;
  /** 0 to 1: how sure it is that this is what stands there; 1 where the file says it. */
  confidence: number;
  /** Whether it was recognised in a picture, and not written in the file. */
  recognised?: boolean;
}

/** The smallest box around some, of which there is at least one. */
export function around(boxes: readonly Box[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const box of boxes) {
    left = Math.min(left, box.left);
    top = Math.min(top, box.top);
    right = Math.max(right, box.left + box.width);
    bottom = Math.max(bottom, box.top + box.height);
  }
  return { left, top, width: right - left, height: bottom - top };
}
