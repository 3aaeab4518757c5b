import { proxyActivities } from '@temporalio/workflow';
import type { BareDeal, bareActivities } from './yardstick-activities.ts';

/** What the bench measures itself against: a workflow that does nothing, and a bare one that makes the same vendor calls. */
const calls = proxyActivities<ReturnType<typeof bareActivities>>({
  startToCloseTimeout: '30 s',
  retry: { initialInterval: '1 s' },
});

export async function empty(): Promise<void> {}

/** The calls of a deal registration, one regular activity each; no gate, ledger, evidence or audit. */
export async function bare(deal: BareDeal): Promise<void> {
  await calls.readPartner(deal);
  await calls.findCandidates(deal);
  await calls.writeAccount(deal);
  await calls.writeContact(deal);
  await calls.writeOpportunity(deal);
  const id = await calls.createDeal(deal);
  await calls.updateDeal(deal, id);
  await calls.sendMail(deal);
}
