import { XmlElement as ParsedElement, parseXml, XmlText } from '@rgrove/parse-xml';
import type { XmlElement } from '../../domain/invoice/xml-element.ts';

const MOST_BYTES = 5_000_000;
/** An invoice of 5,000 lines has 300,000 elements. */
const MOST_DEPTH = 50;

export type XmlRead = { root: XmlElement } | { code: 'too_large' | 'broken' | 'unsupported' };

/**
 * Reads an XML file. It must be well-formed and have no document type: an invoice needs none, and with it come external files and
 * entities that grow without end.
 */
export function readXml(bytes: Uint8Array): XmlRead {
  if (bytes.length > MOST_BYTES) return { code: 'too_large' };
  const text = decoded(bytes);
  if (text === null) return { code: 'broken' };
  if (/<!DOCTYPE/i.test(text)) return { code: 'unsupported' };
  if (isDeep(text)) return { code: 'too_large' };
  try {
    const { root } = parseXml(text);
    return root ? { root: elementOf(root, `/${root.name}`) } : { code: 'broken' };
  } catch {
    return { code: 'broken' };
  }
}

/** The parser goes one call deeper for each element within another: a file that nests without end is told before. */
function isDeep(text: string): boolean {
  let depth = 0;
  for (const [tag] of text.matchAll(/<(?:\/|[^!?/][^<>]*)>?/g)) {
    if (tag.startsWith('</')) depth -= 1;
    else if (!tag.endsWith('/>')) depth += 1;
    if (depth > MOST_DEPTH) return true;
  }
  return false;
}

const DECLARED = /^<\?xml[^>]{0,100}encoding=["']([A-Za-z0-9._-]{1,40})["']/;

/** By its mark, else by what it declares, else UTF-8. (XML 1.0, appendix F) */
function decoded(bytes: Uint8Array): string | null {
  const mark = Buffer.from(bytes.subarray(0, 2)).toString('hex');
  const declared = DECLARED.exec(Buffer.from(bytes.subarray(0, 200)).toString('latin1').trimStart())?.[1];
  const encoding = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : (declared ?? 'utf-8');
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes).trimStart();
  } catch {
    return null;
  }
}

function elementOf(element: ParsedElement, path: string): XmlElement {
  const counted = new Map<string, number>();
  const children = element.children.filter((child) => child instanceof ParsedElement);
  const sameName = new Map<string, number>();
  for (const { name } of children) sameName.set(name, (sameName.get(name) ?? 0) + 1);
  return {
    name: element.name,
    attributes: element.attributes,
    path,
    text: element.children
      .filter((child) => child instanceof XmlText)
      .map(({ text }) => text)
      .join(''),
    children: children.map((child) => {
      const number = (counted.get(child.name) ?? 0) + 1;
      counted.set(child.name, number);
      const index = (sameName.get(child.name) ?? 1) > 1 ? `[${number}]` : '';
      return elementOf(child, `${path}/${child.name}${index}`);
    }),
  };
}
