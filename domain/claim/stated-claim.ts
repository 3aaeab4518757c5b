import type { Money } from '../money.ts';

/** What a partner claims, as they state it. Days are `2026-01-31`. What is not stated is null. */
export interface StatedClaim {
  partnerId: string;
  /** Id of the incentive program; null: to be found among those of the day of the sale. */
  program: string | null;
  /** The partner's registration that the sale belongs to, by the PRM's id. */
  dealId: string | null;
  customerName: string | null;
  /** The customer's country, ISO 3166-1. */
  country: string | null;
  publicSector: boolean | null;
  /** Day of the sale; MDF: of the activity. */
  soldOn: string | null;
  invoiceNumber: string | null;
  /** MDF: who invoiced the activity, and the approved request for funds. */
  vendor: string | null;
  request: string | null;
  lines: ClaimedLine[];
  /** What the partner expects to be paid; null: what the program gives. */
  total: Money | null;
  persons: ClaimedPerson[];
  documents: ClaimedDocument[];
  notes: string | null;
}

export interface ClaimedLine {
  /** Unique within the claim. */
  line: string;
  sku: string;
  /** A whole number above 0. */
  quantity: string;
  /** Net. */
  amount: Money | null;
  /** Null: those of the claim. */
  soldOn: string | null;
  invoiceNumber: string | null;
}

/** Somebody at the partner who is to be paid. In evidence `person` is a token. */
export interface ClaimedPerson {
  person: string;
  /** Weight among all who are paid. */
  share: string;
  /** Reference of the partner's consent on file. */
  consent: string | null;
}

/** A document by the hash of its content; its bytes are sealed apart. In evidence `name` is null. */
export interface ClaimedDocument {
  /** SHA-256, hexadecimal. */
  hash: string;
  name: string | null;
  /** Media type, as stated; what it is its bytes say. */
  type: string;
}
