import type { DecisionAction } from './decision.ts';
import { canonicalText } from './evidence.ts';
import type { Json, JsonObject } from './json.ts';

/**
 * What an accepted decision returns: proof of who decided what on which evidence, and where it stands in the audit trail.
 * Signed by the installation; it can be checked years later with the public key alone.
 */
export type Receipt = ReceiptBody & {
  /** The installation's key. */
  kid: string;
  /** SHA-256 of that public key (SPKI, DER), hex: says which key to ask for. */
  fingerprint: string;
  /** Ed25519 over receiptText, base64url. */
  signature: string;
};

export type ReceiptBody = {
  schemaVersion: 1;
  case: string;
  round: number;
  action: DecisionAction;
  /** Person id. */
  by: string;
  /** UTC instant, ISO 8601. */
  at: string;
  evidenceHash: string;
  /** SHA-256 of the canonical decision request, without its token. */
  decisionHash: string;
  policyVersion: string | null;
  authorityVersion: number;
  /** Key of the person who signed; null when policy let an unsigned decision pass. */
  signedWith: string | null;
  /** The audit row that records it. */
  audit: { seq: number; hash: string };
};

/** The canonical text that is signed: everything but the signature. */
export function receiptText(receipt: Omit<Receipt, 'signature'> & { signature?: string }): string {
  const { signature: _, ...rest } = receipt;
  return canonicalText(rest);
}

/** Reads a receipt from JSON without believing it. @throws Error naming the first field that is missing or of another type. */
export function parseReceipt(value: Json): Receipt {
  const object: JsonObject =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  const audit: JsonObject =
    typeof object.audit === 'object' && object.audit !== null && !Array.isArray(object.audit)
      ? object.audit
      : {};
  const wrong = [
    ...STRINGS.filter((name) => typeof object[name] !== 'string'),
    ...['round', 'authorityVersion'].filter((name) => !Number.isSafeInteger(object[name])),
    ...['policyVersion', 'signedWith'].filter(
      (name) => object[name] !== null && typeof object[name] !== 'string',
    ),
    ...(Number.isSafeInteger(audit.seq) && typeof audit.hash === 'string' ? [] : ['audit']),
    ...(object.schemaVersion === 1 ? [] : ['schemaVersion']),
  ];
  if (wrong.length > 0) throw new Error(`not a decision receipt: ${wrong[0]} is missing or of another type`);
  return object as Receipt;
}

const STRINGS = [
  'case',
  'action',
  'by',
  'at',
  'evidenceHash',
  'decisionHash',
  'kid',
  'fingerprint',
  'signature',
];
