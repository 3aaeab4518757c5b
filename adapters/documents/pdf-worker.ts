import { parentPort } from 'node:worker_threads';
import { getDocumentProxy } from 'unpdf';
import { type Placed, textLines } from './text-lines.ts';

/** What the thread answers: the text, or why there is none. */
export type PdfAnswer =
  | { pages: string[]; form: { name: string; value: string }[] }
  | { code: 'encrypted' | 'broken' | 'too_large' | 'too_slow' };

const MOST_PAGES = 200;
const MOST_TEXT = 1_000_000;

async function read(bytes: Uint8Array): Promise<PdfAnswer> {
  const pdf = await getDocumentProxy(bytes, { verbosity: 0, stopAtErrors: false, useSystemFonts: false });
  if (pdf.numPages === 0) return { code: 'broken' };
  if (pdf.numPages > MOST_PAGES) return { code: 'too_large' };
  const pages: string[] = [];
  const tooltips = new Map<string, string>();
  let length = 0;
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    const placed = items.filter((item) => 'str' in item);
    const text = textLines(placed as Placed[]);
    length += text.length;
    if (length > MOST_TEXT) return { code: 'too_large' };
    pages.push(text);
    for (const { fieldName, alternativeText } of (await page.getAnnotations()).slice(0, MOST_FIELDS))
      if (typeof fieldName === 'string' && typeof alternativeText === 'string')
        tooltips.set(fieldName, alternativeText);
  }
  return { pages, form: formFields(await pdf.getFieldObjects(), tooltips) };
}

const MOST_FIELDS = 1_000;

/** Filled-in fields of an AcroForm (ISO 32000-1 12.7) with their names, text and choices only; of a form without end the first. */
function formFields(
  fields: Record<string, object[]> | null,
  tooltips: ReadonlyMap<string, string>,
): { name: string; value: string }[] {
  const first = Object.entries(fields ?? {}).slice(0, MOST_FIELDS);
  return first.flatMap(([name, widgets]) => {
    const called = labelled(name, tooltips.get(name) ?? '');
    const values = (widgets as { value?: unknown; type?: string }[])
      .filter(({ type }) => type === 'text' || type === 'combobox' || type === 'listbox')
      .map(({ value }) => (Array.isArray(value) ? value.join(', ') : value))
      .filter((value) => typeof value === 'string' && value.trim() !== '');
    return values
      .slice(0, 1)
      .map((value) => ({ name: called.slice(0, 100), value: String(value).slice(0, 5_000) }));
  });
}

/** Names that a form's program gave: `Text1`, `undefined_3`, `Textfeld 12`. */
const MADE_UP =
  /^(?:text(?:field|box|feld)?|field|feld|champ|campo|texto?|undefined|untitled|fill|combo(?:box)?|dropdown|list(?:box)?)[ _.-]?\d{0,4}$/i;

/** What a field is called for people: its tooltip, where its name says nothing. */
function labelled(name: string, tooltip: string): string {
  const last =
    name
      .split('.')
      .at(-1)
      ?.replace(/\[\d+\]$/, '') ?? name;
  // A dot would part it as the names of forms are parted.
  return MADE_UP.test(last) && tooltip.trim() !== '' ? tooltip.trim().replaceAll('.', ' ') : name;
}

parentPort?.on('message', async (bytes: Uint8Array) => {
  const answer = await read(bytes).catch(
    ({ name }: Error): PdfAnswer => ({ code: name === 'PasswordException' ? 'encrypted' : 'broken' }),
  );
  parentPort?.postMessage(answer);
});
