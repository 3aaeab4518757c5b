import { createHash, randomInt } from 'node:crypto';
import { protectionActivities } from '../../../activities/deal/protection.ts';
import { type ChannelPrmDeal, readChannel } from '../../../sandbox/channel.ts';
import type { Fault, LoggedRequest, Simulator } from '../../../sandbox/simulator.ts';
import type { TestInstallation } from '../../environment/installation.ts';

/** Registrations of customers that nobody knows, and what is looked at in the simulated vendors afterwards. */

/** Partners of the sample channel: an automated, an assisted and a shadow segment. */
export const PLATINUM = '7002';
export const GOLD = '7003';
export const SHADOW = '7006';
/** Like PLATINUM, with nobody to write to: no notices. Call addQuietPartner first. */
export const QUIET = '7102';

const SYLLABLES = ['ka', 'mi', 'ro', 'tul', 'ves', 'dan', 'pel', 'qua', 'zor', 'bin', 'cho', 'fre'];
/** All test files share one Temporal: without ids of its own a file would meet another file's cases. */
const RUN = randomInt(100_000, 999_999);
let next = 0;

/** A name that is like none of the others, so that no registration is another's conflict. */
function word(number: number): string {
  const digest = createHash('sha256').update(`customer ${number}`).digest();
  return [...digest.subarray(0, 6)].map((byte) => SYLLABLES[byte % SYLLABLES.length]).join('');
}

export const CLOSE_DATE = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);

/** A complete registration of a new customer; of Platinum EMEA unless said otherwise. */
export function newDeal(change: Record<string, unknown> = {}) {
  next += 1;
  const name = word(next);
  return {
    deal_id: `E-${RUN}-${next}`,
    source_partner_id: PLATINUM,
    customer_name: `${name} Works`,
    opportunity_name: 'Monitoring',
    estimated_value: { amount: '22500.00', currency: 'USD' },
    expected_close_date: CLOSE_DATE,
    primary_contact_email: `contact@${name}.example`,
    partner_notes: 'Budget confirmed.',
    ...change,
  };
}

/** The same registration as it stands in the PRM, where it was entered; answers what the PRM's call submits. */
export function inPrm(here: TestInstallation, change: Record<string, unknown> = {}) {
  const { deal_id: _, ...deal } = newDeal(change);
  const id = String(RUN * 1_000 + next);
  const record: ChannelPrmDeal = {
    id,
    partnerId: deal.source_partner_id,
    status: 'Submitted',
    name: deal.opportunity_name,
    customerName: deal.customer_name,
    amount: Number(deal.estimated_value.amount),
    currency: deal.estimated_value.currency,
    closeDate: deal.expected_close_date,
    contactEmail: deal.primary_contact_email,
    notes: deal.partner_notes,
    createdAt: '2026-11-20T08:12:00Z',
  };
  here.impartner.seed({ prmDeals: [record] });
  return { ...deal, deal_id: id };
}

/** Starts the protection windows that are due by the clock of Temporal's server, as a schedule does every minute. Answers how many. */
export async function startDueWindows(here: TestInstallation): Promise<number> {
  const at = new Date(await here.env.currentTimeMs());
  return protectionActivities({ ...here.deps, now: () => at }).startDueProtections();
}

/** Makes a protection window due, as if the day of its first notice had come, without starting it. */
export async function makeWindowDue(here: TestInstallation, id: string): Promise<void> {
  const due = "update registrations set window_due = now() - interval '1 minute' where case_id = $1";
  await here.store.pool.query(due, [id]);
}

export function addQuietPartner(here: TestInstallation): void {
  const { partners } = readChannel('2026-11-20');
  const like = partners.find(({ id }) => id === PLATINUM);
  if (!like) throw new Error(`no partner ${PLATINUM} in the sample channel`);
  here.impartner.seed({ partners: [{ ...like, id: QUIET, name: 'Quiet Systems SARL', email: '' }] });
}

/** The next requests that match a fault misbehave as it says. */
export async function misbehave(vendor: Simulator, ...faults: Fault[]): Promise<void> {
  await vendor.app.inject({ method: 'POST', url: '/__sim/faults', payload: faults });
}

const NAMES: [RegExp, string][] = [
  [/sobjects\/Account\//, 'account'],
  [/sobjects\/Contact\//, 'contact'],
  [/sobjects\/Opportunity\//, 'opportunity'],
  [/objects\/v1\/Deal/, 'prm'],
];

/** Every write that the vendors were sent since `from`, as `PATCH account 201`, in order. */
export function writesSince(here: TestInstallation, from: number): string[] {
  return [...here.salesforce.requests, ...here.impartner.requests]
    .filter((one) => Date.parse(one.at) >= from && isWrite(one))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .map(
      ({ method, path, status }) =>
        `${method} ${NAMES.find(([pattern]) => pattern.test(path))?.[1]} ${status}`,
    );
}

function isWrite({ method, path }: LoggedRequest): boolean {
  return ['PATCH', 'PUT', 'DELETE'].includes(method) && NAMES.some(([pattern]) => pattern.test(path));
}

export async function eventually<T>(look: () => T | Promise<T>, ms = 15_000): Promise<NonNullable<T>> {
  const end = Date.now() + ms;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (Date.now() > end) throw new Error(`not within ${ms} ms: ${look}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
