import { factsOfClaim } from '../../../../domain/claim/checks/facts-of-claim.ts';
import type { ClaimEvidence } from '../../../../domain/claim/evidence.ts';
import type { ClaimedLine, StatedClaim } from '../../../../domain/claim/stated-claim.ts';
import {
  type DocumentField,
  type DocumentLine,
  type DocumentReading,
  type LineField,
  NO_FIELDS,
  NO_LINE,
  type ReadValue,
} from '../../../../domain/documents/document-reading.ts';
import { aProgram } from '../../incentives/made.ts';
import { past } from './made.ts';

export const read = (value: string): ReadValue => ({
  ...{ value, text: value, confidence: 0.99, how: 'text_layer' },
  place: { page: 1, box: { left: 72, top: 144, width: 60, height: 10 } },
});

const all = <K extends string>(values: Partial<Record<K, string>>) =>
  Object.fromEntries(
    Object.entries<string | undefined>(values).map(([key, value]) => [key, value ? read(value) : null]),
  );

/** The invoice of the sale that `evidence` claims, with these changes. */
export function invoice(
  fields: Partial<Record<DocumentField, string>> = {},
  lines: Partial<Record<LineField, string>>[] = [{}],
  changes: Partial<DocumentReading> = {},
): DocumentReading {
  const said = {
    ...{ invoiceNumber: 'RE-2026/0815', invoicedOn: '2026-10-12', customer: 'Nordwind Logistik GmbH' },
    ...{ seller: 'Alster Systemhaus GmbH', currency: 'EUR', net: '4200.00' },
  };
  const sold = { sku: 'EP-PRO', quantity: '10', unitPrice: '420.00', amount: '4200.00' };
  return {
    ...{
      schemaVersion: 1,
      document: 'a'.repeat(64),
      name: 'invoice.pdf',
      form: 'pdf',
      kind: 'invoice',
      pages: 1,
    },
    fields: { ...NO_FIELDS, ...all({ ...said, ...fields }) },
    lines: lines.map((line): DocumentLine => ({ ...NO_LINE, ...all({ ...sold, ...line }) })),
    findings: [],
    ...changes,
  };
}

export interface Changes extends Partial<Omit<ClaimEvidence, 'stated' | 'partner'>> {
  stated?: Partial<Omit<StatedClaim, 'lines'>>;
  lines?: Partial<ClaimedLine>[];
  partner?: Partial<NonNullable<ClaimEvidence['partner']>>;
  program?: ClaimEvidence['program'];
}

/** A claim of ten seats to a German customer, proved by its invoice, against which nothing speaks, with these changes. */
export function evidence({ stated, lines = [{}], partner, ...changes }: Changes = {}): ClaimEvidence {
  const body = aProgram();
  const whole: Omit<ClaimEvidence, 'past'> = {
    ...{ schemaVersion: 1, asOf: '2026-10-20T09:00:00.000Z', claim: 'claim:files:C_1', problems: [] },
    ...{ submittedOn: '2026-10-20', completeAt: '2026-10-20T08:00:00.000Z', candidates: [], edited: null },
    stated: {
      ...{ partnerId: '7001', program: body.program, dealId: null, customerName: 'Nordwind Logistik GmbH' },
      ...{ country: 'DE', publicSector: false, soldOn: '2026-10-12', invoiceNumber: 'RE-2026/0815' },
      ...{ vendor: null, request: null, total: null, persons: [], documents: [], notes: null },
      ...stated,
      lines: lines.map((line, at) => ({
        ...{ line: `${at + 1}`, sku: 'EP-PRO', quantity: '10', soldOn: null, invoiceNumber: null },
        amount: { amount: '4200.00', currency: 'EUR' },
        ...line,
      })),
    },
    program: { version: 'v1', body },
    versions: [changes.program ?? { version: 'v1', body }],
    partner: {
      ...{ record: 'prm:7001', id: '7001', name: 'Alster Systemhaus GmbH', active: true, tier: 'Gold' },
      ...{ region: 'EMEA', country: 'DE', certifications: [], parent: null, territories: null },
      ...partner,
    },
    ...{
      agreement: 'prm:Agreement/1',
      deal: null,
      request: null,
      prefilled: null,
      readings: [invoice()],
      unread: [],
    },
    rates: ['2026-10-12', '2026-10-20'].map((date) => ({ date, currency: 'EUR', usd: '1.1' })),
    ...changes,
  };
  const facts = factsOfClaim(whole, { case: whole.claim, claim: whole.claim, usd: null });
  return { ...whole, past: changes.past ?? past(facts) };
}
