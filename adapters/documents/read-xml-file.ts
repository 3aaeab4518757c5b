import { checked } from '../../domain/invoice/checked.ts';
import { readEInvoice } from '../../domain/invoice/e-invoice.ts';
import type { DocumentAnswer } from './read-bytes.ts';
import { readXml } from './xml.ts';

/** Reads an electronic invoice that is a file of its own (XRechnung). */
export function readXmlFile(bytes: Buffer): DocumentAnswer {
  const read = readXml(bytes);
  if ('code' in read) return read;
  const content = readEInvoice(read.root);
  return content ? { form: 'xml', pages: null, ...checked(content) } : { code: 'unsupported' };
}
