import type { PageImage } from '../page-image.ts';

/** The longer side is looked at with about so many points. */
const POINTS = 700;
/** A page that leans more, in degrees, was not meant to be read. */
const MOST = 15;
const COARSE = 0.5;
const FINE = 0.1;
/** Ink is darker than this on a page that is lit evenly. */
const INK = 150;
/** Fewer points of ink are a stain. */
const LEAST_INK = 60;
/** Lines of text stand apart so much more clearly in one direction than in the other. */
const CLEARER = 1.15;

/** How the lines of a page run. */
export interface Lean {
  /** Whether they run from top to bottom, so that the page lies on its side. */
  sideways: boolean;
  /** Degrees by which they fall to the right, once the page was turned upright by a quarter to the right where it lies on its side. */
  degrees: number;
}

/**
 * How the lines of text run, by the direction in which ink and paper take turns most clearly. Upright and upside down look the same to it.
 * @param image lit evenly (see evenlyLit) @returns null where there is no ink
 */
export function leanOf(image: PageImage): Lean | null {
  const points = inkOf(image);
  if (points.length < LEAST_INK) return null;
  const upright = steepest(points);
  // Turned by a quarter to the right: what was below is left.
  const turned = steepest(points.map(([x, y]) => [-y, x] as const));
  const sideways = turned.clear > upright.clear * CLEARER;
  return { sideways, degrees: (sideways ? turned : upright).degrees };
}

type Point = readonly [x: number, y: number];

function inkOf({ width, height, shades }: PageImage): Point[] {
  const step = Math.max(1, Math.round(Math.max(width, height) / POINTS));
  const points: Point[] = [];
  for (let y = 0; y + step <= height; y += step)
    for (let x = 0; x + step <= width; x += step) {
      let darkest = 255;
      for (let row = y; row < y + step; row += 1)
        for (let column = x; column < x + step; column += 1)
          darkest = Math.min(darkest, shades[row * width + column] ?? 255);
      if (darkest < INK) points.push([x / step, y / step]);
    }
  return points;
}

function steepest(points: readonly Point[]): { degrees: number; clear: number } {
  const best = (from: number, to: number, by: number) => {
    let found = { degrees: 0, clear: clarity(points, 0) };
    for (let degrees = from; degrees <= to + by / 2; degrees += by) {
      const clear = clarity(points, degrees);
      if (clear > found.clear) found = { degrees, clear };
    }
    return found;
  };
  const { degrees } = best(-MOST, MOST, COARSE);
  const fine = best(degrees - COARSE, degrees + COARSE, FINE);
  return { ...fine, degrees: Math.round(fine.degrees * 10) / 10 };
}

/** How much the ink changes from row to row, when rows fall to the right by so many degrees. */
function clarity(points: readonly Point[], degrees: number): number {
  const fall = Math.tan((degrees * Math.PI) / 180);
  const rows = new Map<number, number>();
  for (const [x, y] of points) {
    const row = Math.round(y - x * fall);
    rows.set(row, (rows.get(row) ?? 0) + 1);
  }
  let sum = 0;
  for (const [row, ink] of rows) sum += (ink - (rows.get(row + 1) ?? 0)) ** 2;
  return sum;
}
