import type { Call } from './call.ts';

/** What a document says. */
export interface DocumentText {
  /** Page by page; empty strings where a page holds pictures only. */
  pages: string[];
  /** Filled-in fields of a form by the names that its maker gave them. */
  form: { name: string; value: string }[];
}

/** Reads the text of a document that came with a registration or a claim. */
export interface DocumentsPort {
  readonly vendor: string;
  /**
   * @throws VendorFault `rejected` with a code: `encrypted`, `broken`, `too_large`, `too_slow`, `unsupported`
   */
  text(document: { name: string; type: string; bytes: Buffer }, call: Call): Promise<DocumentText>;
}
