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

/** The whole installation with HubSpot as its CRM. */

const here = describeInstallation({ crm: 'hubspot' });

interface Exported {
  id: string;
  properties: Record<string, string>;
  associations: Record<string, string[]>;
}
type Crm = Record<'companies' | 'contacts' | 'deals', Exported[]>;
const exported = async () => JSON.stringify(await here.exported());
const crm = async () => ((await here.exported()) as { hubspot: Crm }).hubspot;
const waiting = (id: string) => here.until(id, ({ status }) => status === 'waiting_for_decision');
const approved = async (id: string) => {
  await here.decide(id, 'p-olga', { action: 'approve' });
  return here.until(id, ({ status, outcome }) => status === 'completed' && outcome === 'Approved');
};

test('an approved registration becomes company, contact and deal; its rollback leaves what nobody had decided', async () => {
  const deal = newDeal({
    source_partner_id: GOLD,
    product_families: ['backup', 'monitoring'],
    competitor: 'Initech',
  });
  const id = await here.submit(deal);
  await waiting(id);
  const undecided = await exported();
  await approved(id);

  const { companies, contacts, deals } = await crm();
  const host = deal.primary_contact_email.split('@')[1] as string;
  const company = companies.find(({ properties }) => properties.qd_account_id === host);
  expect(company?.properties).toMatchObject({ name: deal.customer_name, domain: host });
  const contact = contacts.find(({ properties }) => properties.email === deal.primary_contact_email);
  expect(contact?.associations).toEqual({ companies: [company?.id] });
  const opportunity = deals.find(({ properties }) => properties.prm_deal_id === `portal-${deal.deal_id}`);
  expect(opportunity).toMatchObject({
    properties: {
      dealname: 'Monitoring',
      amount: '22500',
      deal_currency_code: 'USD',
      closedate: `${CLOSE_DATE}T12:00:00Z`,
      qd_partner_id: GOLD,
      qd_deal_size: 'standard',
      qd_product_mix: 'backup;monitoring',
      qd_competitor: 'Initech',
    },
    associations: { companies: [company?.id] },
  });
  expect(here.salesforce.requests).toEqual([]);

  expect(await here.reverse(id, 'p-olga')).toBe('rolled_back');
  expect(await exported()).toBe(undecided);
});

test('a company that sellers keep gets contact and deal and is no second one; the rollback leaves it as it was', async () => {
  const deal = newDeal({ source_partner_id: GOLD });
  const host = deal.primary_contact_email.split('@')[1] as string;
  const account = here.hubspot.create('companies', {
    properties: { name: deal.customer_name, domain: host },
  });
  const id = await here.submit(deal);
  await waiting(id);
  const undecided = await exported();
  await approved(id);

  const { companies, contacts, deals } = await crm();
  expect(companies.filter(({ properties }) => properties.domain === host).map((each) => each.id)).toEqual([
    account,
  ]);
  const contact = contacts.find(({ properties }) => properties.email === deal.primary_contact_email);
  expect(contact?.associations).toEqual({ companies: [account] });
  const opportunity = deals.find(({ properties }) => properties.prm_deal_id === `portal-${deal.deal_id}`);
  expect(opportunity?.associations).toEqual({ companies: [account] });

  expect(await here.reverse(id, 'p-olga')).toBe('rolled_back');
  expect(await exported()).toBe(undecided);
});

test('answers that are lost on the way leave one of each, and the rollback none', async () => {
  const deal = newDeal({ source_partner_id: GOLD });
  const id = await here.submit(deal);
  await waiting(id);
  const undecided = await exported();
  for (const kind of ['companies', 'contacts', 'deals'])
    await misbehave(here.hubspot, { path: `${kind}/batch/create`, loseAnswer: true });
  await approved(id);
  const { companies, contacts, deals } = await crm();
  const host = deal.primary_contact_email.split('@')[1] as string;
  expect(companies.filter(({ properties }) => properties.domain === host)).toHaveLength(1);
  expect(contacts.filter(({ properties }) => properties.email?.endsWith(host))).toHaveLength(1);
  expect(deals.filter(({ properties }) => properties.prm_deal_id === `portal-${deal.deal_id}`)).toHaveLength(
    1,
  );
  expect(await here.reverse(id, 'p-olga')).toBe('rolled_back');
  expect(await exported()).toBe(undecided);
});

test('a registration that a partner entered in HubSpot is that deal from the webhook to the rollback', async () => {
  const secret = '11111111-2222-3333-4444-555555555555';
  const url = 'https://channel.example';
  const configuration = serverConfiguration.parse({
    QUARTERDECK_WEBHOOK_SECRETS: JSON.stringify({ hubspot: { scheme: 'hubspot_v3', secrets: [secret] } }),
    QUARTERDECK_URL: url,
  });
  const { store, vault, taskQueue } = here;
  const now = () => new Date();
  const intake = {
    store,
    vault,
    client: here.env.client,
    taskQueue,
    events: eventReaders({ prm: 'impartner', crm: 'hubspot' }),
    now,
    formatOf: inUsd,
  };
  const app = createApp({ intake, configuration, refused: refusedRequests(store, now) });

  const { customer_name, primary_contact_email } = newDeal();
  const company = here.hubspot.create('companies', { properties: { name: customer_name } });
  const contact = here.hubspot.create('contacts', { properties: { email: primary_contact_email } });
  const objectId = here.hubspot.create('deals', {
    properties: {
      pipeline: 'partner_registrations',
      dealname: 'Data platform',
      amount: '31000.5',
      deal_currency_code: 'USD',
      closedate: CLOSE_DATE,
      qd_partner_id: GOLD,
    },
    associations: [
      { to: { id: company }, types: [{ associationTypeId: 341 }] },
      { to: { id: contact }, types: [{ associationTypeId: 3 }] },
    ],
  });
  const event = { eventId: 1, subscriptionId: 2, occurredAt: Date.now(), subscriptionType: 'deal.creation' };
  const payload = JSON.stringify([{ ...event, objectId: Number(objectId) }]);
  const at = String(Date.now());
  const answer = await app.inject({
    method: 'POST',
    url: '/webhooks/hubspot',
    headers: {
      'content-type': 'application/json',
      'x-hubspot-request-timestamp': at,
      'x-hubspot-signature-v3': createHmac('sha256', secret)
        .update(`POST${url}/webhooks/hubspot${payload}${at}`)
        .digest('base64'),
    },
    payload,
  });
  const id = `deal:hubspot:${objectId}`;
  const intakeId = `intake:hubspot:${objectId}`;
  expect(answer.json()).toEqual({ events: [{ case: null, state: 'reading', intake: intakeId }] });
  expect(await settledIntake(store, intakeId)).toMatchObject([{ case: id, revision: 1, state: 'accepted' }]);
  const { summary } = await waiting(id);
  // Its own company is looked at by a person; its own deal is no conflict.
  expect(summary).toMatchObject({ triage_status: 'NEEDS_REVIEW', rules: ['conflict.possible_account'] });
  const undecided = await exported();
  const before = (await crm()).deals.length;
  await approved(id);
  const { deals, contacts } = await crm();
  expect(deals).toHaveLength(before);
  expect(deals.find((each) => each.id === objectId)?.properties).toMatchObject({
    dealname: 'Data platform',
    qd_deal_size: 'standard',
    qd_partner_sourced: 'true',
  });
  expect(contacts.filter(({ properties }) => properties.email === primary_contact_email)).toHaveLength(1);
  expect(await here.reverse(id, 'p-olga')).toBe('rolled_back');
  expect(await exported()).toBe(undecided);
  await app.close();
});
