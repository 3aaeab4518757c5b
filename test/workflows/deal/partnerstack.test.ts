import { createHmac } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { eventReaders } from '../../../adapters/intake/events.ts';
import { serverConfiguration } from '../../../contracts/server-configuration.ts';
import { createApp } from '../../../server/app.ts';
import { refusedRequests } from '../../../server/refused-requests.ts';
import { describeInstallation } from '../../environment/describe-installation.ts';
import { inUsd } from '../../environment/in-usd.ts';
import { settledIntake } from '../../environment/settled.ts';
import { CLOSE_DATE, GOLD, misbehave, newDeal } from './cases.ts';

/** The whole installation with PartnerStack as its PRM. */

const here = describeInstallation({ prm: 'partnerstack' });

interface Deal {
  Id: string;
  stage: string;
  external_key?: string;
  account_name: string;
  amount: number;
  meta?: Record<string, unknown>;
  lost_reason?: string;
}
const exported = async () => JSON.stringify(await here.exported());
const deals = async () => ((await here.exported()) as { partnerstack: { deals: Deal[] } }).partnerstack.deals;
const waiting = (id: string) => here.until(id, ({ status }) => status === 'waiting_for_decision');
const decided = async (id: string, action: 'approve' | 'reject', outcome: string) => {
  await here.decide(id, 'p-olga', { action });
  return here.until(id, (row) => row.status === 'completed' && row.outcome === outcome);
};

const SECRET = 'a-secret-of-at-least-24-characters';

/** Tells of a deal as PartnerStack would; answers the case that it became. */
async function told(key: string, event = 'deal.created') {
  const { store, vault, taskQueue } = here;
  const now = () => new Date();
  const intake = {
    store,
    vault,
    client: here.env.client,
    taskQueue,
    events: eventReaders({ prm: 'partnerstack', crm: 'salesforce' }),
    now,
    formatOf: inUsd,
  };
  const sources = { partnerstack: { scheme: 'hmac_sha256', secrets: [SECRET] } };
  const configuration = serverConfiguration.parse({
    QUARTERDECK_WEBHOOK_SECRETS: JSON.stringify(sources),
  });
  const app = createApp({ intake, configuration, refused: refusedRequests(store, now) });
  const payload = JSON.stringify({ event, key });
  const signature = createHmac('sha256', SECRET).update(payload).digest('hex');
  const headers = { 'content-type': 'application/json', 'x-partnerstack-signature': signature };
  const answer = await app.inject({ method: 'POST', url: '/webhooks/partnerstack', headers, payload });
  await app.close();
  const { intake: id } = answer.json() as { intake: string };
  const [became] = await settledIntake(store, id);
  return became?.kind === 'submitted' ? became : { case: null, state: became?.kind };
}

/** A new customer's registration, entered in PartnerStack. */
function entered() {
  const { deal_id, customer_name, primary_contact_email } = newDeal();
  const id = `deal_${deal_id.replaceAll('-', '')}`;
  here.partnerstack.seed({
    prmDeals: [
      {
        ...{ id, partnerId: GOLD, status: 'Submitted', name: 'Monitoring', customerName: customer_name },
        ...{ amount: 22_500.5, currency: 'USD', closeDate: CLOSE_DATE, contactEmail: primary_contact_email },
        ...{ notes: 'Budget confirmed.', createdAt: new Date(Date.now() - 60_000).toISOString() },
      },
    ],
  });
  return id;
}

test('a deal of PartnerStack is approved there, and its rollback leaves what nobody had decided', async () => {
  const key = entered();
  const { case: id } = await told(key);
  expect(id).toBe(`deal:partnerstack:${key}`);
  await waiting(String(id));
  const undecided = await exported();
  await decided(String(id), 'approve', 'Approved');
  const deal = (await deals()).find((each) => each.Id === key);
  expect(deal).toMatchObject({
    stage: 'approved',
    amount: 2_250_050,
    meta: { routing_recommendation: expect.any(String) },
  });
  // PartnerStack tells of our own write too.
  expect(await told(key, 'deal.updated')).toMatchObject({ case: id, state: 'accepted' });
  expect(here.impartner.requests).toEqual([]);
  expect(await here.reverse(String(id), 'p-olga')).toBe('rolled_back');
  expect(await exported()).toBe(undecided);
});

test('a rejection is the stage declined and its reason', async () => {
  const key = entered();
  const { case: id } = await told(key);
  await waiting(String(id));
  await decided(String(id), 'reject', 'Rejected');
  expect((await deals()).find((each) => each.Id === key)).toMatchObject({ stage: 'declined' });
});

test('a mailed registration becomes one deal there, though the answer is lost, and is not taken in again', async () => {
  const deal = newDeal({ source_partner_id: GOLD });
  const id = await here.submit(deal);
  await waiting(id);
  const undecided = await exported();
  await misbehave(here.partnerstack, { method: 'POST', path: 'deals', loseAnswer: true });
  await decided(id, 'approve', 'Approved');
  const made = (await deals()).filter((each) => each.account_name === deal.customer_name);
  expect(made).toMatchObject([{ stage: 'approved', external_key: expect.stringMatching(/^qd-/) }]);
  expect(await told(String(made[0]?.Id))).toMatchObject({ case: null, state: 'ignored' });
  expect(await here.reverse(id, 'p-olga')).toBe('rolled_back');
  expect(await exported()).toBe(undecided);
});
