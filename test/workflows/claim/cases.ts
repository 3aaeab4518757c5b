import { randomInt } from 'node:crypto';
import { eventReaders } from '../../../adapters/intake/events.ts';
import { type Intake, receive } from '../../../adapters/intake/receive.ts';
import { putPrograms } from '../../../adapters/store/incentive-programs.ts';
import { transact } from '../../../adapters/store/pool.ts';
import type { IncentiveProgram } from '../../../domain/incentives/program.ts';
import { UNSTATED } from '../../../domain/reading/source-format.ts';
import { incentivePrograms } from '../../../installation/incentives/programs.ts';
import type { ChannelPrmDeal } from '../../../sandbox/channel.ts';
import type { TestInstallation } from '../../environment/installation.ts';
import { type Invoiced, invoicePdf, invoiceXml } from './invoice.ts';

/** Claims of sales that nobody has claimed before, and how they are taken in. */

/** Platinum EMEA, certified for Endpoint; its language is German. */
export const CERTIFIED = '7501';
const CERTIFIED_MAIL = 'channel@fuldatal-systemtechnik.example';
/** All test files share one Temporal: without ids of its own a file would meet another file's cases. */
const RUN = randomInt(100_000, 999_999);
let next = 0;
const NAMES = [
  'Kiefernberg',
  'Lindhorst',
  'Warnowia',
  'Steinbrueck',
  'Ostrava',
  'Quendel',
  'Fjordtal',
  'Zeppelin',
  'Mirabell',
  'Hagedorn',
];
/** No two of one file are taken for one another. */
const customerOf = () =>
  `${NAMES[next % NAMES.length]} ${NAMES[(next * 3 + 1) % NAMES.length]} Maschinen GmbH`;

const dayFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
/** A day of the sale within the time to submit. */
export const SOLD_ON = dayFromNow(-8);
/** Name of the launch SPIFF of the sample, in force around today: its own window ends with a year. */
export const LAUNCH = 'endpoint-launch-today';

/**
 * Puts the launch SPIFF in force from 100 days ago on for 200 days, with these changes. A second time under one name it is a correction.
 * @returns its name
 */
export async function offer(here: TestInstallation, change: Partial<IncentiveProgram> = {}): Promise<string> {
  const launch = incentivePrograms('policy').find(({ program }) => program === 'endpoint-launch-spiff');
  if (!launch) throw new Error('policy/incentives has no endpoint-launch-spiff');
  const window = { from: dayFromNow(-100), to: dayFromNow(100) };
  const program = { ...launch, program: LAUNCH, effectiveFrom: window.from, window, ...change };
  await transact(here.store, (tx) => putPrograms(tx, here.deps.installationKey, [program]));
  return program.program;
}

/** Each unit sold pays so much. */
export const perUnit = (amount: string, currency = 'EUR'): Pick<IncentiveProgram, 'rules'> => {
  const all = { skus: [], tiers: [], regions: [], from: null, to: null };
  return { rules: [{ ...all, rule: 'seat', gives: { perUnit: { amount, currency } } }] };
};

/** The approved registration of a sale, as it stands in the PRM; answers its id there. */
export function approvedDeal(here: TestInstallation, change: Partial<ChannelPrmDeal> = {}): string {
  const id = String(RUN * 1_000 + next);
  const deal: ChannelPrmDeal = {
    id,
    partnerId: CERTIFIED,
    status: 'Approved',
    name: 'Endpoints',
    customerName: customerOf(),
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

/** A complete claim on the launch SPIFF for ten seats, but for its documents. Call offer first. */
export function newClaim(here: TestInstallation, program = LAUNCH) {
  next += 1;
  const deal_id = approvedDeal(here);
  return {
    claim_id: `C-${RUN}-${next}`,
    source_partner_id: CERTIFIED,
    program,
    deal_id,
    customer_name: customerOf(),
    country: 'DE',
    public_sector: false,
    sold_on: SOLD_ON,
    invoice_number: `RE-${RUN * 1_000 + next}`,
    lines: [
      { sku: 'EP-PRO', quantity: '10', amount: { amount: `${4_000 + 400 * next}.00`, currency: 'EUR' } },
    ],
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

/** What its partner was told of a claim, in order. */
export const toldOf = ({ smtp }: Pick<TestInstallation, 'smtp'>, { claim_id }: { claim_id: string }) =>
  smtp.mails.filter(
    ({ to, text }) => to.includes(CERTIFIED_MAIL) && new RegExp(`${claim_id}(?![\\w-])`).test(text),
  );

export type NewClaim = ReturnType<typeof newClaim>;

/** What the invoice of a claim says of its first line. */
export function invoiced({ lines: [line], ...claim }: NewClaim): Invoiced {
  if (!line) throw new Error('the claim has a line');
  return {
    ...{ number: claim.invoice_number, day: claim.sold_on, seller: 'Fuldatal Systemtechnik AG' },
    ...{ customer: claim.customer_name, sku: line.sku, quantity: Number(line.quantity) },
    net: Number(line.amount.amount),
  };
}

/** The same claim with the electronic invoice that shows its first line. */
export const withInvoice = (claim: NewClaim) => ({
  ...claim,
  documents: [fileOf(invoiceXml(invoiced(claim)))],
});

/** The same claim with that invoice as people print it. */
export const withPdf = (claim: NewClaim) => ({
  ...claim,
  documents: [fileOf(invoicePdf(invoiced(claim)))],
});

/** The same claim for two seats more than its invoice shows, so that a person decides. */
export const withMore = (claim: NewClaim) => ({
  ...withInvoice(claim),
  lines: claim.lines.map((line) => ({ ...line, quantity: '12' })),
});
