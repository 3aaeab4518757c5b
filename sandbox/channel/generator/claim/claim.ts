/** What stands on a paper: an invoice, or what is handed in as one. Amounts are minor units. */
export interface Paper {
  title: Title;
  number: string;
  /** ISO date. */
  day: string;
  seller: Party;
  buyer: Party;
  lines: PaperLine[];
  currency: string;
  taxPercent: number;
  net: number;
  tax: number;
  total: number;
  language: string;
  /** A sentence below the totals. */
  remark?: string;
}

export type Title =
  | 'invoice'
  | 'proforma'
  | 'quotation'
  | 'credit_note'
  | 'delivery_note'
  | 'proof_of_performance'
  | 'point_of_sale';

export interface Party {
  name: string;
  street: string;
  city: string;
  postalCode: string;
  country: string;
  vatId?: string;
}

export interface PaperLine {
  sku: string;
  name: string;
  quantity: number;
  /** Of one unit. */
  unit: number;
  net: number;
  /** In a sales file each line has its own. */
  day?: string;
  number?: string;
  customer?: string;
}

/** In which form a paper is handed in. `mail` holds it as text, `mail_pdf` as attachment. */
export type Medium =
  | 'pdf'
  | 'cii'
  | 'ubl'
  | 'hybrid'
  | 'mail'
  | 'mail_pdf'
  | 'csv'
  | 'xlsx'
  | 'scan'
  | 'photo';

/** Media whose text has to be recognised in a picture. */
export const PICTURES: ReadonlySet<Medium> = new Set(['scan', 'photo']);

/** How a paper came to be a file; the same paper with the same look is the same file. */
export interface Look {
  /** Of the drawn details: layout, angle, noise. */
  seed: number;
  /** Made by the tools of the sample, or by somebody else's. */
  tool: 'own' | 'other';
  /** A second picture of the same sheet: cut closer, or compressed harder. */
  again?: 'rescan' | 'crop' | 'recompress';
}

export interface PlannedDocument {
  name: string;
  medium: Medium;
  paper: Paper;
  look: Look;
  /** Made of this paper, as somebody changed it afterwards by hand. */
  painted?: Paper;
}

/** A claim as `POST /api/claims` takes it, but for the bytes of its documents. */
export interface ClaimFields {
  claim_id: string;
  source_partner_id: string;
  program: string;
  deal_id?: string;
  customer_name?: string;
  country?: string;
  public_sector: boolean;
  sold_on: string;
  invoice_number?: string;
  vendor?: string;
  request?: string;
  lines: ClaimLine[];
  total?: Amount;
  persons?: { person: string; consent?: string }[];
  notes?: string;
}

export interface ClaimLine {
  sku: string;
  quantity: string;
  amount: Amount;
  sold_on?: string;
  invoice_number?: string;
}

export interface Amount {
  amount: string;
  currency: string;
}

/** What must be found out about a claim; only tests and benchmarks read it. */
export interface ClaimTruth {
  claim: string;
  /** `clean.…`, `invalid.…` or `duplicate.…` */
  kind: string;
  /** The claim of the same sale that came before; null: there is none. */
  same: string | null;
  /** All of its documents can be read by a program: no picture. */
  readable: boolean;
  /** What it was written on, and by whose tools: `other pdf+pdf`. */
  papers: string;
  why: string;
}

export interface PlannedClaim {
  /** UTC instant. */
  submittedAt: string;
  fields: ClaimFields;
  documents: PlannedDocument[];
  truth: ClaimTruth;
}

/** A registration and a request for funds, as the PRM holds them; `deal` fits `records.ts`. */
export interface FundRequestRecord {
  id: string;
  partnerId: string;
  status: 'Approved' | 'Rejected';
  amount: string;
  currency: string;
  approvedOn: string;
  activityOn: string;
}
