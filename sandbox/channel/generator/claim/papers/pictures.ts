import { PDFiumLibrary } from '@hyzyla/pdfium';
import sharp from 'sharp';
import { seeded } from '../../random.ts';
import type { Look } from '../claim.ts';
import { pdfFile } from './pdf-file.ts';

/** One gray value a pixel, 0 black. */
interface Gray {
  width: number;
  height: number;
  data: Uint8Array;
}

/** As many grains as are drawn; they come again, which nobody sees. */
const DUST = 65_521;
/** The page at 150 dpi; A4 is 842 points high. */
const SCALE = 150 / 72;

/** A page as an office scanner hands it on: a picture in a PDF, a little askew, with dust and uneven light. */
export async function scanned(pdf: Buffer, look: Look): Promise<Buffer> {
  const sheet = await pictureOf(pdf);
  const { width, height, bytes } = await taken(sheet, look, {
    askew: 1.2,
    noise: 10,
    shade: 12,
    quality: 60,
  });
  return pdfFile('', {
    picture: { kind: 'jpeg', width, height, bytes },
    made: { at: '2026-01-01T00:00:00Z', by: 'ScanStation 400' },
  });
}

/** A page as somebody photographs it on a desk: turned further, darker at its edges, with the desk around it. */
export async function photographed(pdf: Buffer, look: Look): Promise<Buffer> {
  const sheet = await pictureOf(pdf);
  return (await taken(sheet, look, { askew: 3, noise: 14, shade: 60, quality: 72, desk: 60 })).bytes;
}

interface Taking {
  /** Degrees to either side. */
  askew: number;
  noise: number;
  /** How much darker the darkest corner is. */
  shade: number;
  quality: number;
  /** Pixels of desk around the sheet. */
  desk?: number;
}

async function taken(
  sheet: Gray,
  look: Look,
  how: Taking,
): Promise<{ width: number; height: number; bytes: Buffer }> {
  // A second picture of the same sheet is another angle and other dust; one that was compressed again is the same picture.
  const random = seeded(look.seed, look.again === 'recompress' || !look.again ? 'picture' : look.again);
  const { desk = 0, askew, noise, shade } = how;
  const turned = sharp(sheet.data, { raw: { width: sheet.width, height: sheet.height, channels: 1 } })
    .extend({ top: desk, bottom: desk, left: desk, right: desk, background: '#6b6b6b' })
    .rotate((random.next() * 2 - 1) * askew, { background: desk > 0 ? '#6b6b6b' : '#f4f4f4' })
    .toColourspace('b-w');
  const { data, info } = await turned.raw().toBuffer({ resolveWithObject: true });
  const lit = new Uint8Array(info.width * info.height);
  const dust = Int8Array.from({ length: DUST }, () => (random.next() + random.next() - 1) * noise);
  // Light falls off with the square of the distance from its middle.
  const fallsOff = (length: number, middle: number) =>
    Float32Array.from({ length }, (_, at) => (at / length - middle) ** 2 * shade);
  const [across, down] = [fallsOff(info.width, random.next()), fallsOff(info.height, random.next())];
  for (let y = 0, at = 0; y < info.height; y += 1) {
    for (let x = 0; x < info.width; x += 1, at += 1) {
      const light = (data[at * info.channels] as number) - (across[x] as number) - (down[y] as number);
      lit[at] = Math.max(0, Math.min(255, light + (dust[(at * 31 + y * 17) % DUST] as number)));
    }
  }
  const picture = sharp(lit, { raw: { width: info.width, height: info.height, channels: 1 } });
  const cut = look.again === 'crop' ? 0.04 : 0;
  const area = {
    left: Math.round(info.width * cut),
    top: Math.round(info.height * cut),
    width: Math.round(info.width * (1 - 2 * cut)),
    height: Math.round(info.height * (1 - 2 * cut)),
  };
  const quality = look.again === 'recompress' ? Math.round(how.quality * 0.55) : how.quality;
  const bytes = await picture.extract(area).toColourspace('srgb').jpeg({ quality }).toBuffer();
  return { width: area.width, height: area.height, bytes };
}

let library: Promise<PDFiumLibrary> | undefined;

async function pictureOf(pdf: Buffer): Promise<Gray> {
  library ??= PDFiumLibrary.init();
  const opened = await (await library).loadDocument(pdf);
  try {
    const { width, height, data } = await opened
      .getPage(0)
      .render({ scale: SCALE, colorSpace: 'Gray', render: 'bitmap' });
    return { width, height, data };
  } finally {
    opened.destroy();
  }
}
