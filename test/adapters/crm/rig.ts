import { createCrm } from '../../../adapters/crm/index.ts';
import type { CrmPort } from '../../../adapters/ports/crm.ts';
import type { ChannelCrm } from '../../../sandbox/channel.ts';
import { PERSON } from '../../../sandbox/hostile.ts';
import { HUBSPOT_APPS } from '../../../sandbox/hubspot/access.ts';
import { createHubspot, type HubspotOptions } from '../../../sandbox/hubspot/index.ts';
import { SALESFORCE_APPS } from '../../../sandbox/salesforce/access.ts';
import { createSalesforce, type SalesforceOptions } from '../../../sandbox/salesforce/index.ts';
import { written } from '../as-ledger.ts';
import { call, control, type Rig } from '../contract.ts';
import { CRM } from './records.ts';

/** The account of an earlier case, on which contacts and opportunities hang. */
export const EARLIER = { externalId: 'earlier.example', name: 'Earlier Ltd' };

export type CrmKind = 'account' | 'contact' | 'opportunity';

/** What somebody else can change of a record. */
export interface Change {
  name?: string;
  email?: string;
  amount?: string;
  stage?: string;
  competitor?: string;
  /** In this order, which the CRM keeps or not. */
  products?: string[];
}

/** What a CRM holds of a record, in the words of the writes. */
export interface Held {
  name?: string | null;
  domain?: string | null;
  email?: string | null;
  amount?: number;
  currency?: string | null;
  /** The day that a seller west of us reads. */
  closeDate?: string;
  partnerId?: string | null;
  partnerSourced?: boolean;
  size?: string | null;
  products?: string[];
  competitor?: string | null;
  stage?: string | null;
  /** Id of the account that it hangs on. */
  account?: string | null;
}

/** One CRM adapter and the CRM behind it. */
export interface CrmRig extends Rig<CrmPort> {
  http: NonNullable<Rig<CrmPort>['http']>;
  /** Changes one account there and answers its id. */
  touch(): Promise<string>;
  /** The id of a seeded record: some CRMs have numbers only. */
  id(seeded: string): string;
  /** One of the longest. */
  longId: string;
  /** Whether its changes tell what was deleted. */
  tellsDeletions: boolean;
  /** Read past the adapter; null: there is no such record. */
  held(kind: CrmKind, id: string): Promise<Held | null>;
  count(kind: CrmKind): Promise<number>;
  /** Somebody else at work in the CRM. */
  others: {
    change(kind: CrmKind, id: string, to: Change): Promise<void>;
    remove(kind: CrmKind, id: string): Promise<void>;
    /** An account that carries our external id. */
    claim(externalId: string, name: string): Promise<string>;
    /** A contact of an account; answers its id. Absent where nobody is looked for by an address. */
    person?(account: string, email: string): Promise<string>;
    /** Many records of one instant. */
    import(records: Partial<ChannelCrm>, at: string): void;
    /** The record goes into another one of its kind, which stays; absent where records are not merged. */
    merge?(kind: CrmKind, loser: string, winner: string): void;
    /** The next page of opportunities holds one that cannot be read, and another one. Answers their ids. */
    spoil(): Promise<{ odd: string; good: string }>;
    /** Our user may not see it the next time; absent where nothing can be hidden from it alone. */
    hide?(kind: CrmKind, id: string): Promise<void>;
  };
}

type Row = Record<string, unknown>;
const OBJECTS = { account: 'Account', contact: 'Contact', opportunity: 'Opportunity' } as const;
const TYPES = { account: 'companies', contact: 'contacts', opportunity: 'deals' } as const;
const list = (text: unknown) => (typeof text === 'string' ? text.split(';').sort() : []);
const or = (value: unknown) => (value ?? null) as string | null;

/** @param create makes the adapter, which may be a wrong one */
export async function salesforceRig(options: SalesforceOptions = {}, create = createCrm): Promise<CrmRig> {
  const seller = { clientId: 'seller', clientSecret: 'sandbox-secret', scopes: ['*'] };
  const simulator = createSalesforce({
    seed: CRM,
    pageSize: 2,
    apps: [...SALESFORCE_APPS, seller],
    ...options,
  });
  const loginUrl = await simulator.listen();
  const settings = {
    ...{ loginUrl, clientId: 'sandbox-crm', clientSecret: 'sandbox-secret' },
    ...{ requestsPerSecond: 1000, pageSize: 2, settleMs: 0 },
  };
  const { state, ...http } = control(simulator, loginUrl);
  const port = create('salesforce', settings);
  await written(port.writes.upsertAccount, EARLIER, 'earlier');
  http.requests.length = 0;
  const rows = async (kind: CrmKind) => (JSON.parse(await state())[OBJECTS[kind]] ?? []) as Row[];
  async function asSeller(method: string, path: string, body?: object) {
    const form = { grant_type: 'client_credentials', client_id: 'seller', client_secret: 'sandbox-secret' };
    const signedIn = await fetch(`${loginUrl}/services/oauth2/token`, {
      method: 'POST',
      headers: { [PERSON]: 'seller' },
      body: new URLSearchParams(form),
    });
    const { access_token } = (await signedIn.json()) as { access_token: string };
    const answer = await fetch(`${loginUrl}/services/data/v68.0/sobjects/${path}`, {
      method,
      headers: {
        ...{ authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
        [PERSON]: 'seller',
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
    return (answer.status === 204 ? {} : await answer.json()) as { id: string };
  }
  return {
    port,
    state,
    touch: async () =>
      (await port.writes.upsertAccount.send({ ...EARLIER, name: 'Earlier Group' }, 'touch', call)).id,
    id: (seeded) => seeded,
    longId: '001QD00000LONGER',
    tellsDeletions: true,
    count: async (kind) => (await rows(kind)).length,
    async held(kind, id) {
      const row = (await rows(kind)).find(({ Id }) => Id === id);
      if (!row) return null;
      if (kind === 'account') return { name: or(row.Name), domain: or(row.Website) };
      if (kind === 'contact') return { email: or(row.Email), account: or(row.AccountId) };
      return {
        name: or(row.Name),
        amount: Number(row.Amount),
        currency: or(row.CurrencyIsoCode),
        closeDate: String(row.CloseDate),
        partnerId: or(row.Partner_ID__c),
        partnerSourced: row.IsPartnerSourced__c === true,
        size: or(row.Deal_Size__c),
        products: list(row.Product_Mix__c),
        competitor: or(row.Competitor__c),
        stage: or(row.StageName),
        account: or(row.AccountId),
      };
    },
    others: {
      async change(kind, id, { name, email, amount, stage, competitor, products }) {
        const fields = {
          ...{ Name: name, Email: email, StageName: stage, Competitor__c: competitor },
          Product_Mix__c: products?.join(';'),
          ...(amount === undefined ? {} : { Amount: Number(amount) }),
        };
        await asSeller('PATCH', `${OBJECTS[kind]}/${id}`, JSON.parse(JSON.stringify(fields)));
      },
      async remove(kind, id) {
        await asSeller('DELETE', `${OBJECTS[kind]}/${id}`);
      },
      async claim(externalId, name) {
        const fields = { Name: name, QD_Account_Id__c: externalId.replaceAll('.', '_') };
        return (await asSeller('POST', 'Account', fields)).id;
      },
      async person(account, Email) {
        return (await asSeller('POST', 'Contact', { LastName: 'Known', Email, AccountId: account })).id;
      },
      import: (records, at) => simulator.seed({ accounts: [], opportunities: [], ...records }, at),
      merge: (kind, loser, winner) => simulator.merge(OBJECTS[kind], winner, loser),
      async spoil() {
        const at = '2026-11-01T00:00:00.000+0000';
        const row = { AccountId: '001', Name: 'Seats', StageName: 'x', IsClosed: false, IsDeleted: false };
        const opportunity = (Id: string, LastModifiedDate: string) => ({
          Id,
          ...row,
          SystemModstamp: at,
          LastModifiedDate,
        });
        const records = [opportunity('006A', 'soon'), opportunity('006B', at)];
        const body = { totalSize: 2, done: true, records };
        await http.fault({ path: 'queryAll.*Opportunity', status: 200, body });
        return { odd: '006A', good: '006B' };
      },
      // Salesforce answers a record that is hidden from a user as one that is not there.
      hide: (kind, id) =>
        http.fault({
          path: `sobjects/${OBJECTS[kind]}/${id.slice(0, 15)}`,
          status: 404,
          body: [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }],
        }),
    },
    http: {
      ...http,
      again: ({ baseUrl: _, ...more }: { baseUrl?: string }) =>
        create('salesforce', { ...settings, ...more }),
      secrets: ['sandbox-secret'],
      renews: true,
      limit: {
        status: 403,
        body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' }],
      },
      harmless: /^POST .*oauth2\/token/,
    },
    close: () => simulator.close(),
  };
}

/** HubSpot keeps a moment, and shows its day in the zone of whoever looks. */
function dayInAmerica(told: string): string {
  const at = new Date(/^\d{10,}$/.test(told) ? Number(told) : told);
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/Los_Angeles' }).format(at);
}

/** Seeded ids as HubSpot has them: numbers. */
export const numbered = (seeded: string) =>
  String([...seeded].reduce((sum, one) => (sum * 31 + one.charCodeAt(0)) % 1e9, 7));

/**
 * @param numeric false: the seeded ids as they are
 * @param create makes the adapter, which may be a wrong one
 */
export async function hubspotRig(
  options: HubspotOptions = {},
  numeric = true,
  create = createCrm,
): Promise<CrmRig> {
  const id = (seeded: string) => (numeric ? numbered(seeded) : seeded);
  const seed: ChannelCrm = {
    accounts: CRM.accounts.map((each) => ({
      ...each,
      id: id(each.id),
      ...(each.parentId ? { parentId: id(each.parentId) } : {}),
    })),
    opportunities: CRM.opportunities.map((each) => ({
      ...each,
      id: id(each.id),
      accountId: id(each.accountId),
    })),
  };
  const seller = { token: 'seller', scopes: ['*'] };
  const simulator = createHubspot({ seed, apps: [...HUBSPOT_APPS, seller], listPage: 2, ...options });
  const baseUrl = await simulator.listen();
  const settings = {
    ...{ baseUrl, accessToken: 'sandbox-service-key', requestsPerSecond: 1000, searchesPerSecond: 1000 },
    ...{ pageSize: 2, settleMs: 0, binEveryMinutes: 0 },
  };
  const { state, ...http } = control(simulator, baseUrl);
  const port = create('hubspot', settings);
  await written(port.writes.upsertAccount, EARLIER, 'earlier');
  http.requests.length = 0;
  type Record_ = { id: string; properties: Record<string, string>; associations: Record<string, string[]> };
  const rows = async (kind: CrmKind) => (JSON.parse(await state())[TYPES[kind]] ?? []) as Record_[];
  async function asSeller(method: string, path: string, properties?: object) {
    const answer = await fetch(`${baseUrl}/crm/objects/2026-09/${path}`, {
      method,
      headers: { authorization: 'Bearer seller', 'content-type': 'application/json', [PERSON]: 'seller' },
      ...(properties ? { body: JSON.stringify({ properties }) } : {}),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
  }
  return {
    port,
    state,
    touch: async () =>
      (await port.writes.upsertAccount.send({ ...EARLIER, name: 'Earlier Group' }, 'touch', call)).id,
    id,
    longId: '90071992547409931',
    tellsDeletions: true,
    count: async (kind) => (await rows(kind)).length,
    async held(kind, of) {
      const row = (await rows(kind)).find((each) => each.id === of);
      if (!row) return null;
      const { properties: at, associations } = row;
      const account = associations.companies?.[0] ?? null;
      if (kind === 'account') return { name: or(at.name), domain: or(at.domain) };
      if (kind === 'contact') return { email: or(at.email), account };
      return {
        name: or(at.dealname),
        amount: Number(at.amount),
        currency: or(at.deal_currency_code),
        closeDate: dayInAmerica(String(at.closedate)),
        partnerId: or(at.qd_partner_id),
        partnerSourced: at.qd_partner_sourced === 'true',
        size: or(at.qd_deal_size),
        products: list(at.qd_product_mix),
        competitor: or(at.qd_competitor),
        stage: or(at.dealstage),
        account,
      };
    },
    others: {
      async change(kind, of, { name, email, amount, stage, competitor, products }) {
        const named = kind === 'opportunity' ? { dealname: name } : { name };
        const mix = { qd_product_mix: products?.join(';') };
        const properties = { ...named, ...mix, email, amount, dealstage: stage, qd_competitor: competitor };
        await asSeller('PATCH', `${TYPES[kind]}/${of}`, JSON.parse(JSON.stringify(properties)));
      },
      remove: (kind, of) => asSeller('DELETE', `${TYPES[kind]}/${of}`),
      claim: async (externalId, name) =>
        simulator.create('companies', { properties: { name, qd_account_id: externalId } }),
      person: async (_account, email) => simulator.create('contacts', { properties: { email } }),
      import: (records, at) => simulator.seed({ accounts: [], opportunities: [], ...records }, at),
      merge: (kind, loser, winner) => simulator.merge(TYPES[kind], winner, loser),
      async spoil() {
        const deal = (of: string, dealname: unknown) => ({
          id: of,
          properties: { dealname, hs_lastmodifieddate: '2026-11-01T00:00:00Z' },
        });
        const results = [deal('7', { of: 'another type' }), deal('8', 'Seats')];
        await http.fault({ path: 'deals/search', status: 200, body: { total: 2, results } });
        return { odd: '7', good: '8' };
      },
    },
    http: {
      ...http,
      again: ({ loginUrl: _, ...more }: { loginUrl?: string }) => create('hubspot', { ...settings, ...more }),
      secrets: ['sandbox-service-key'],
      limit: {
        status: 429,
        body: {
          status: 'error',
          category: 'RATE_LIMITS',
          policyName: 'TEN_SECONDLY_ROLLING',
          message: 'limit',
        },
      },
      refusal: {
        status: 207,
        body: {
          status: 'COMPLETE',
          results: [],
          numErrors: 1,
          errors: [{ status: 'error', category: 'VALIDATION_ERROR', message: 'no', context: {} }],
        },
      },
      harmless: /^POST .*\/(batch\/read|search)$/,
      writing: { path: 'batch/(create|upsert)$' },
    },
    close: () => simulator.close(),
  };
}
