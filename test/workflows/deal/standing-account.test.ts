import { expect, test } from '@jest/globals';
import { describeInstallation } from '../../environment/describe-installation.ts';
import { GOLD, newDeal, writesSince } from './cases.ts';

/** The customer of a registration is in the CRM already: whatever is approved, it stays one account. */

const here = describeInstallation();

// A person decides, so that the rollbacks do not change what happens to those after them.
const assisted = (change: Record<string, unknown> = {}) => newDeal({ source_partner_id: GOLD, ...change });
type Row = Record<string, string>;
type Org = Record<'Account' | 'Contact' | 'Opportunity', Row[]>;
const exported = async () => JSON.stringify(await here.exported());
const org = async () => ((await here.exported()) as { salesforce: Org }).salesforce;
const approved = async (id: string) => {
  await here.until(id, ({ status }) => status === 'waiting_for_decision');
  await here.decide(id, 'p-olga', { action: 'approve' });
  return here.until(id, ({ status }) => status === 'completed');
};

let made = 0;
/** What sellers keep of a deal's customer: an account without an external id of ours, that nobody touched lately. */
function standing({ customer_name, primary_contact_email }: ReturnType<typeof newDeal>): string {
  made += 1;
  const id = `001QD00000STA0${made}AAA`;
  const website = `https://www.${primary_contact_email.split('@')[1]}`;
  here.salesforce.seed({ accounts: [{ id, name: customer_name, website }], opportunities: [] });
  return id;
}
const another = (deal: ReturnType<typeof newDeal>) => {
  const { customer_name, primary_contact_email } = deal;
  return assisted({ customer_name, primary_contact_email });
};
/** Ids of the accounts of a deal's customer, and of those that its opportunity and its contact hang on. */
async function hanging({ deal_id, customer_name, primary_contact_email }: ReturnType<typeof newDeal>) {
  const { Account, Contact, Opportunity } = await org();
  return {
    accounts: Account.filter(({ Name }) => Name === customer_name).map(({ Id }) => Id),
    opportunity: Opportunity.filter((row) => row.PRM_Deal_Id__c === `portal-${deal_id}`).map(
      (row) => row.AccountId,
    ),
    contact: Contact.filter((row) => row.Email === primary_contact_email).map((row) => row.AccountId),
  };
}

test('an account of sellers gets contact and opportunity and is not written to; the rollback leaves it as it was', async () => {
  const deal = assisted();
  const account = standing(deal);
  const before = await exported();
  const from = Date.now();
  const id = await here.submit(deal);
  expect(await approved(id)).toMatchObject({ outcome: 'Approved' });
  expect(await hanging(deal)).toEqual({ accounts: [account], opportunity: [account], contact: [account] });
  expect(writesSince(here, from)).toEqual([
    'PATCH contact 201',
    'PATCH opportunity 201',
    'PUT prm 200',
    'PATCH prm 200',
  ]);
  expect(await here.reverse(id, 'p-olga')).toBe('rolled_back');
  expect(await exported()).toBe(before);
});

test('of two registrations each hangs on it, and each goes by itself', async () => {
  const deal = assisted();
  const account = standing(deal);
  const first = await here.submit(deal);
  await approved(first);
  const between = await exported();
  const second = another(deal);
  const id = await here.submit(second);
  await approved(id);
  expect(await hanging(second)).toEqual({ accounts: [account], opportunity: [account], contact: [account] });
  expect(await here.reverse(id, 'p-olga')).toBe('rolled_back');
  expect(JSON.parse(await exported()).salesforce).toEqual(JSON.parse(between).salesforce);
});

test('an account that an earlier registration of ours made is used by its external id, and made again when that went', async () => {
  const deal = assisted();
  const first = await here.submit(deal);
  await approved(first);
  const { accounts } = await hanging(deal);
  expect(accounts).toHaveLength(1);

  const second = another(deal);
  const from = Date.now();
  await approved(await here.submit(second));
  expect(await hanging(second)).toMatchObject({ accounts, opportunity: accounts });
  expect(writesSince(here, from)[0]).toBe('PATCH account 200');

  const later = assisted();
  const gone = await here.submit(later);
  await approved(gone);
  const waits = another(later);
  const id = await here.submit(waits);
  await here.until(id, ({ status }) => status === 'waiting_for_decision');
  expect(await here.reverse(gone, 'p-olga')).toBe('rolled_back');
  expect((await hanging(later)).accounts).toEqual([]);
  await approved(id);
  const after = await hanging(waits);
  expect(after.accounts).toHaveLength(1);
  expect(after.opportunity).toEqual(after.accounts);
});
