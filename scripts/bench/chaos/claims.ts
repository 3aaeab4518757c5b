import type { SigningKey } from '../../../adapters/keys/keys.ts';
import { putPrograms } from '../../../adapters/store/incentive-programs.ts';
import { type Store, transact } from '../../../adapters/store/pool.ts';
import { caseId } from '../../../domain/identity.ts';
import type { IncentiveProgram } from '../../../domain/incentives/program.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { incentivePrograms } from '../../../installation/incentives/programs.ts';
import { type Invoiced, invoicePdf, invoiceXml } from '../../../test/workflows/claim/invoice.ts';
import { draw, type Random } from '../random.ts';
import { cleanRegistrations } from '../registrations.ts';
import type { Prepared } from './input.ts';

/** Of the sample channel: Platinum in EMEA, where claims are decided without a person. */
const PARTNER = { id: '7501', name: 'Fuldatal Systemtechnik AG' };
const SKU = 'EP-PRO';
const UNIT_PRICE = 400;
/** Fewer claims of one partner are no history that a claim could stand out from, so that their order does not matter. */
const CLAIMS_OF_PROGRAM = 6;
/** A quantity of its own for each claim: two of the same are taken for one sale. */
const FIRST_QUANTITY = 10;
const DAY_MS = 86_400_000;
const dayFromNow = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
const programName = (index: number) => `chaos-${1 + Math.floor(index / CLAIMS_OF_PROGRAM)}`;

type Claim = JsonObject & { lines: JsonObject[] };
interface Kind {
  change(claim: Claim, sold: Invoiced): Claim;
  answer: Prepared['answer'];
  takenBack?: true;
}

const with_ = (claim: Claim, ...documents: Buffer[]): Claim => ({
  ...claim,
  documents: documents.map((bytes) => ({
    name: 'invoice',
    type: 'application/octet-stream',
    content: bytes.toString('base64'),
  })),
});
/** Two seats more than the invoice shows, so that a person decides. */
const withMore: Kind['change'] = (claim, sold) =>
  with_(
    { ...claim, lines: claim.lines.map((line) => ({ ...line, quantity: String(sold.quantity + 2) })) },
    invoiceXml(sold),
  );

/** Every way that a claim can go: decided by rule or by a person, edited, withdrawn, incomplete, unreadable, and taken back. */
const KINDS: readonly Kind[] = [
  { change: (claim, sold) => with_(claim, invoiceXml(sold)), answer: null },
  { change: (claim, sold) => with_(claim, invoicePdf(sold)), answer: null },
  { change: (claim, sold) => with_(claim, invoiceXml(sold)), answer: null, takenBack: true },
  { change: withMore, answer: { action: 'approve' } },
  { change: withMore, answer: { action: 'approve' }, takenBack: true },
  { change: withMore, answer: { action: 'reject' } },
  { change: withMore, answer: { action: 'override', edits: { lines: [{ line: '1', quantity: '3' }] } } },
  { change: withMore, answer: { action: 'rollback' } },
  { change: withMore, answer: null },
  // A product that the program does not pay for.
  {
    change: (claim, sold) =>
      with_(
        { ...claim, lines: claim.lines.map((line) => ({ ...line, sku: 'ARC-STD' })) },
        invoiceXml({ ...sold, sku: 'ARC-STD' }),
      ),
    answer: null,
  },
  // The partner is asked for the invoice.
  { change: (claim) => claim, answer: null },
  {
    change: (claim, sold) => with_(claim, invoiceXml(sold), Buffer.from('%PDF-1.4 broken %%EOF')),
    answer: { action: 'approve' },
  },
];

/** So many claims of as many sales, each with its documents: the same ones for the same seed and day. Their programs are put in force by offerPrograms. */
export function preparedClaims(random: Random, count: number): Prepared[] {
  const customers = cleanRegistrations(random);
  const soldOn = dayFromNow(-8);
  return Array.from({ length: count }, (_, index) => {
    const quantity = FIRST_QUANTITY + 3 * index;
    const net = quantity * UNIT_PRICE;
    const number = `RE-${10_000 + 7 * index}`;
    const customer = `${customers.next().value.customer_name} GmbH`;
    const id = `C-${String(index + 1).padStart(5, '0')}`;
    const claim: Claim = {
      claim_id: id,
      source_partner_id: PARTNER.id,
      program: programName(index),
      customer_name: customer,
      country: 'DE',
      public_sector: false,
      sold_on: soldOn,
      invoice_number: number,
      lines: [{ sku: SKU, quantity: String(quantity), amount: { amount: `${net}.00`, currency: 'EUR' } }],
      persons: [{ person: `sales.${index}@fuldatal-systemtechnik.example`, consent: 'EV-2026-07' }],
    };
    const sold = { number, day: soldOn, seller: PARTNER.name, customer, sku: SKU, quantity, net };
    const { change, answer, takenBack = false } = draw(random, KINDS);
    const identity = { lifecycle: 'claim', source: 'api', externalId: id, sequence: 1 } as const;
    return { case: caseId(identity), lifecycle: 'claim', body: change(claim, sold), answer, takenBack };
  });
}

/** Puts in force what so many claims are made on: the launch SPIFF of the sample without its ceilings, under other names. */
export async function offerPrograms(store: Store, key: SigningKey, claims: number): Promise<void> {
  const launch = incentivePrograms('policy').find(({ program }) => program === 'endpoint-launch-spiff');
  if (!launch) throw new Error('policy/incentives holds no endpoint-launch-spiff');
  const window = { from: dayFromNow(-100), to: dayFromNow(100) };
  const names = new Set(Array.from({ length: claims }, (_, index) => programName(index)));
  const programs: IncentiveProgram[] = [...names].map((program) => ({
    ...launch,
    ...{ program, window, effectiveFrom: window.from, caps: [] },
    eligibility: { ...launch.eligibility, deal: false },
    rules: launch.rules.map((rule) => ({
      ...rule,
      gives: { perUnit: { amount: '1.00', currency: launch.currency } },
    })),
  }));
  await transact(store, (tx) => putPrograms(tx, key, programs));
}
