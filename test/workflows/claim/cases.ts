import { randomInt } from 'node:crypto';
import { eventReaders } from '../../../adapters/intake/events.ts';
import { type Intake, receive } from '../../../adapters/intake/receive.ts';
import { UNSTATED } from '../../../domain/reading/source-format.ts';
import type { ChannelPrmDeal } from '../../../sandbox/channel.ts';
import type { TestInstallation } from '../../environment/installation.ts';
import { invoiceXml } from './invoice.ts';

/** Claims of sales that nobody has claimed before, and how they are taken in. */

/** Platinum EMEA, certified for Endpoint; its language is German. */
export const CERTIFIED = '7501';
/** All test files share one Temporal: without ids of its own a file would meet another file's cases. */
const RUN = randomInt(100_000, 999_999);
let next = 0;

/** A day of the sale within the window of the launch SPIFF, and within its time to submit. */
export const SOLD_ON = new Date(Date.now() - 8 * 86_400_000).toISOString().slice(0, 10);

/** The approved registration of a sale, as it stands in the PRM; answers its id there. */
export function approvedDeal(here: TestInstallation, change: Partial<ChannelPrmDeal> = {}): string {
  const id = String(RUN * 1_000 + next);
  const deal: ChannelPrmDeal = {
    id,
    partnerId: CERTIFIED,
    status: 'Approved',
    name: 'Endpoints',
    customerName: `Kiefernberg Maschinen ${id} GmbH`,
    amount: 20_000,
    currency: 'EUR',
    closeDate: SOLD_ON,
    contactEmail: 'einkauf@kiefernberg.example',
    notes: '',
    createdAt: '2026-10-01T08:00:00Z',
    ...change,
  };
  here.impartner.seed({ prmDeals: [deal] });
  return id;
}

/** A complete claim on the launch SPIFF for ten seats, but for its documents. */
export function newClaim(here: TestInstallation) {
  next += 1;
  const deal_id = approvedDeal(here);
  return {
    claim_id: `C-${RUN}-${next}`,
    source_partner_id: CERTIFIED,
    program: 'endpoint-launch-spiff',
    deal_id,
    customer_name: `Kiefernberg Maschinen ${deal_id} GmbH`,
    country: 'DE',
    public_sector: false,
    sold_on: SOLD_ON,
    invoice_number: `RE-${RUN}-${next}`,
    lines: [{ sku: 'EP-PRO', quantity: '10', amount: { amount: `${4_000 + next}.00`, currency: 'EUR' } }],
    persons: [{ person: `verkauf.${RUN}.${next}@fuldatal-systemtechnik.example`, consent: 'EV-2026-07' }],
  };
}

export const intakeOf = ({ store, vault, env, taskQueue, deps }: TestInstallation): Intake => ({
  ...{ store, vault, taskQueue, client: env.client, now: deps.now },
  events: eventReaders({ prm: 'impartner', crm: 'salesforce' }),
  formatOf: () => UNSTATED,
  deliverWithinMs: 20_000,
});

/** Submits a claim as the portal would; answers its case. */
export async function submitClaim(here: TestInstallation, claim: object): Promise<string> {
  const body = Buffer.from(JSON.stringify(claim));
  const input = { lifecycle: 'claim', source: 'portal', form: 'application/json', body } as const;
  const [received] = await receive(intakeOf(here), input);
  if (received?.kind !== 'submitted') throw new Error(`refused: ${JSON.stringify(received)}`);
  return received.case;
}

/** A document that came along, whatever is in it. */
export const fileOf = (bytes: Buffer) => ({
  name: 'rechnung',
  type: 'application/octet-stream',
  content: bytes.toString('base64'),
});

/** The same claim with the invoice that shows its first line. */
export function withInvoice(claim: ReturnType<typeof newClaim>) {
  const [line] = claim.lines;
  if (!line) throw new Error('the claim has a line');
  const xml = invoiceXml({
    ...{ number: claim.invoice_number, day: claim.sold_on, seller: 'Fuldatal Systemtechnik AG' },
    ...{ customer: claim.customer_name, sku: line.sku, quantity: Number(line.quantity) },
    net: Number(line.amount.amount),
  });
  return { ...claim, documents: [fileOf(xml)] };
}
