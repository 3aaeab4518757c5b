import type { DocumentsPort } from '../../ports/documents.ts';
import { shownText } from '../texts.ts';

const MOST_TEXT = 100_000;
const MOST_MS = 10_000;

/**
 * A document as one text: first its form, each field as a labelled line, then its pages; cut, and cleaned of what cannot be shown.
 * @throws VendorFault see DocumentsPort
 */
export async function documentText(
  port: DocumentsPort,
  document: { name: string; type: string; bytes: Buffer },
): Promise<string> {
  const { pages, form } = await port.text(document, { timeoutMs: MOST_MS, mayWait: true });
  const lines = form.map(
    ({ name, value }) =>
      `${label(name)}: ${value
        .split('\n')
        .map((line) => line.trim())
        .join(' ')}`,
  );
  const text = [...lines, ...(lines.length > 0 ? [''] : []), ...pages]
    .join('\n')
    .slice(0, 2 * MOST_TEXT)
    .normalize('NFC');
  return shownText(text.slice(0, MOST_TEXT)).trim();
}

/** `form1.page1.CustomerName` → `Customer Name` */
function label(name: string): string {
  const last = name.split('.').at(-1) ?? name;
  return last
    .replace(/\[\d+\]$/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/_/g, ' ');
}
