import type { PageImage } from '../page-image.ts';

/** So many tiles lie along the longer side: a shadow is wider than one of them, and a letter is narrower. */
const TILES = 48;
/** Of a tile so many shades are as dark as its paper or darker. */
const PAPER = 0.85;
/** Darker paper than this is black, and no light brings it back. */
const DARKEST_PAPER = 24;
/** Letters are made at most so much darker: what nobody sees must not become readable. */
const MOST_STRETCH = 3;

/**
 * A picture as if it had been lit evenly: paper white and letters dark, whatever shadow, lamp or darkness it was taken in. Each shade is set
 * against that of the paper around it.
 */
export function evenlyLit(image: PageImage): PageImage {
  const { width, height, shades } = image;
  const tile = Math.max(8, Math.ceil(Math.max(width, height) / TILES));
  const [across, down] = [Math.ceil(width / tile), Math.ceil(height / tile)];
  const paper = smoothed(papers(image, tile, across, down), across, down);
  const lit = new Uint8Array(width * height);
  const counted = new Uint32Array(256);
  for (let y = 0; y < height; y += 1) {
    const v = Math.min(down - 1, Math.max(0, y / tile - 0.5));
    const above = Math.floor(v);
    const below = Math.min(down - 1, above + 1);
    for (let x = 0; x < width; x += 1) {
      const u = Math.min(across - 1, Math.max(0, x / tile - 0.5));
      const left = Math.floor(u);
      const right = Math.min(across - 1, left + 1);
      const at = (row: number, column: number) => paper[row * across + column] ?? 255;
      const top = at(above, left) + (at(above, right) - at(above, left)) * (u - left);
      const bottom = at(below, left) + (at(below, right) - at(below, left)) * (u - left);
      const shade = (255 * (shades[y * width + x] ?? 255)) / (top + (bottom - top) * (v - above));
      const now = shade > 255 ? 255 : Math.round(shade);
      lit[y * width + x] = now;
      counted[now] = (counted[now] ?? 0) + 1;
    }
  }
  return { ...image, shades: stretched(lit, counted) };
}

/** The shade of the paper in each tile. */
function papers({ width, height, shades }: PageImage, tile: number, across: number, down: number): number[] {
  return Array.from({ length: across * down }, (_, index) => {
    const [left, top] = [(index % across) * tile, Math.floor(index / across) * tile];
    const counted = new Uint32Array(256);
    let all = 0;
    for (let y = top; y < Math.min(height, top + tile); y += 1)
      for (let x = left; x < Math.min(width, left + tile); x += 1) {
        const shade = shades[y * width + x] ?? 255;
        counted[shade] = (counted[shade] ?? 0) + 1;
        all += 1;
      }
    return Math.max(DARKEST_PAPER, percentile(counted, all, PAPER));
  });
}

/** A tile that is all ink takes the paper of its neighbours. */
function smoothed(paper: readonly number[], across: number, down: number): number[] {
  const near = (of: readonly number[], index: number) => {
    const [x, y] = [index % across, Math.floor(index / across)];
    const found: number[] = [];
    for (let row = Math.max(0, y - 1); row <= Math.min(down - 1, y + 1); row += 1)
      for (let column = Math.max(0, x - 1); column <= Math.min(across - 1, x + 1); column += 1)
        found.push(of[row * across + column] ?? 255);
    return found;
  };
  const brightest = paper.map((_, index) => Math.max(...near(paper, index)));
  return brightest.map((_, index) => {
    const around = near(brightest, index);
    return around.reduce((sum, one) => sum + one, 0) / around.length;
  });
}

/** Makes the darkest hundredth black where ink is there at all. */
function stretched(lit: Uint8Array, counted: Uint32Array): Uint8Array {
  const ink = percentile(counted, lit.length, 0.005);
  const by = Math.min(MOST_STRETCH, 255 / Math.max(1, 255 - ink));
  return by <= 1 ? lit : lit.map((shade) => Math.max(0, Math.round(255 - (255 - shade) * by)));
}

function percentile(counted: Uint32Array, all: number, share: number): number {
  let seen = 0;
  for (let shade = 0; shade < 256; shade += 1) {
    seen += counted[shade] ?? 0;
    if (seen >= all * share) return shade;
  }
  return 255;
}
