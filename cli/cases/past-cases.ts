import type { RowProblem } from '../../adapters/intake/deal/row-problem.ts';
import type { Session } from '../session.ts';

/** A case of the past, decided anew by a lifecycle. */
export interface PastCase {
  case: string;
  externalId: string;
  /** tier/region/program */
  segment: string;
  /** What it is about, for people. */
  about: string | null;
  machine: string;
  human: string | null;
  agreed: boolean | null;
  /** Decimal string. */
  amountUsd: string;
  /** What speaks against deciding it with nobody asked. */
  reasons: { rule: string; text: string }[];
  /** UTC instant. */
  decidedAt: string;
  decidedBy: string | null;
  /** What the person wrote. */
  reason: string | null;
  policyVersion: string;
}

/** What rehearsing a file gave. */
export interface PastCases {
  cases: PastCase[];
  problems: RowProblem[];
  /** What the reader of the figures has to know. */
  notes: string[];
}

/** Decides the cases of a file as of their own days. Nothing is written. @param body content of the file */
export type RehearseFile = (session: Session, body: Buffer) => Promise<PastCases>;
