import type { PageLook } from '../../documents/document-reading.ts';
import type { ProgramType } from '../../incentives/program.ts';
import type { Money } from '../../money.ts';

/**
 * What a claim is compared by with those before it and after it. Where it is kept, the texts of `customer`, `sellers`, `invoices` and
 * `stems` are keyed hashes, so that nobody reads a name or a number out of them.
 */
export interface ClaimFacts {
  case: string;
  /** The same for all cases of one claim: what its earlier ones hold is no duplicate of it. */
  claim: string;
  partner: string;
  /** The partner above it; null: none is known. */
  parent: string | null;
  program: string | null;
  type: ProgramType | null;
  deal: string | null;
  /** The approved request for funds that it draws on. */
  request: string | null;
  submittedOn: string;
  /** The most that it may pay, in USD; null: not known. */
  usd: string | null;
  /** See customerWords: each word by its spellings. */
  customer: string[][];
  /** Who invoiced, as its documents say: VAT id and words of the name. */
  sellers: string[];
  lines: FactLine[];
  files: FactFile[];
}

export interface FactLine {
  line: string;
  /** See skuKey. */
  sku: string | null;
  /** Plain decimal. */
  quantity: string | null;
  amount: Money | null;
  /** The amount in USD at the rate of its day; null: not known. */
  usd: string | null;
  soldOn: string | null;
  /** See invoiceKeys and invoiceStems: of the stated number, and of those that its documents show. */
  invoices: string[];
  stems: string[];
  /** Record of the sale that it was matched to. */
  sale: string | null;
}

export interface FactFile {
  /** SHA-256 of the bytes, hexadecimal. */
  hash: string;
  /** Of its pages, their numbers keyed; empty: none was painted. */
  looks: PageLook[];
  /** Of a picture: keyed; null: not known. */
  camera: string | null;
}
