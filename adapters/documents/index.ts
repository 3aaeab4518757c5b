import { chooseVendor } from '../ports/choose-vendor.ts';
import type { DocumentsPort } from '../ports/documents.ts';
import { localDocuments } from './local.ts';

/** Every reader of documents; a new one (an OCR service …) is one line here. */
const READERS: Record<string, () => DocumentsPort> = {
  /** In this machine's own memory: PDF with a text layer, PDF forms, plain text. */
  local: localDocuments,
};

/** @throws Error for an unknown name. */
export function createDocuments(name = 'local'): DocumentsPort {
  return chooseVendor('document reader', READERS, name)();
}
