import { type ThreadBudget, threads } from '../threads.ts';

/** A page of a document as a picture. */
export interface PagePicture {
  /** 1 for the first. */
  page: number;
  /** Points, as the places of a reading are. */
  width: number;
  height: number;
  /** PNG in shades of grey, base64. */
  png: string;
}

const MOST_MS = 20_000;

/** Each document has a thread of its own: what one file does to a library must not reach the next. */
const paint = threads<{ bytes: Uint8Array; most: number }, { pictures: PagePicture[] }>(
  new URL('./page-pictures-thread.ts', import.meta.url),
  false,
);

/** The first pages of a PDF, a scan or a photograph, painted in a thread; none of a document without pages, or of one that cannot be painted. */
export async function pagePictures(
  bytes: Uint8Array,
  most: number,
  { ms = MOST_MS }: Partial<ThreadBudget> = {},
): Promise<PagePicture[]> {
  const answer = await paint({ bytes: new Uint8Array(bytes), most }, { ms });
  return 'code' in answer ? [] : answer.pictures;
}
