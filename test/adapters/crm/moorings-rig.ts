import { setTimeout as sleep } from 'node:timers/promises';
import type { CrmPort } from '../../../adapters/ports/crm.ts';
import type { Simulator } from '../../../sandbox/simulator.ts';
import { written } from '../as-ledger.ts';
import { call, control } from '../contract.ts';
import { documented } from '../documented.ts';
import { CRM } from './records.ts';
import { type CrmKind, type CrmRig, EARLIER, numbered } from './rig.ts';

type Row = Record<string, unknown>;
type Seed = Record<string, (Row & { id: number })[]>;

const { moorings } = await documented<{ moorings(config: unknown): CrmPort }>('adapters/crm/moorings.ts');
const { createMoorings } = await documented<{
  createMoorings(options: { seed: Seed; searchLagMs?: number }): Simulator & {
    import(kind: string, rows: Seed[string], at: string): void;
  };
}>('sandbox/moorings.ts');

const KINDS = { account: 'organizations', contact: 'people', opportunity: 'deals' } as const;
const id = (seeded: string) => numbered(seeded);
const organization = (account: (typeof CRM.accounts)[number]) => ({
  id: Number(id(account.id)),
  name: account.name,
  website: account.website ?? null,
  parent_id: account.parentId ? Number(id(account.parentId)) : null,
  street: account.street ?? null,
  postal_code: account.postalCode ?? null,
  city: account.city ?? null,
  country: account.country ?? null,
  last_touch: account.lastTouch ?? null,
});
const deal = (each: (typeof CRM.opportunities)[number]) => ({
  id: Number(id(each.id)),
  organization_id: Number(id(each.accountId)),
  title: each.name,
  stage: each.stage,
  closed: each.stage.startsWith('Closed'),
  partner_id: each.partnerId ?? null,
  last_activity: each.lastActivity ?? null,
  products: each.products ?? [],
});

/** The CRM without an upsert of docs/adding-a-vendor.md. */
export async function mooringsRig({ searchLagMs = 60 } = {}): Promise<CrmRig & { settings: object }> {
  const seed = { organizations: CRM.accounts.map(organization), deals: CRM.opportunities.map(deal) };
  const simulator = createMoorings({ seed, searchLagMs });
  const baseUrl = await simulator.listen();
  const settings = {
    ...{ baseUrl, apiToken: 'sandbox-moorings', requestsPerSecond: 1_000, pageSize: 2, settleMs: 0 },
    searchLagMs: searchLagMs + 40,
  };
  const { state, ...http } = control(simulator, baseUrl);
  const port = moorings(settings);
  await written(port.writes.upsertAccount, EARLIER, 'earlier');
  http.requests.length = 0;
  const rows = async (kind: CrmKind) => (JSON.parse(await state())[KINDS[kind]] ?? []) as Row[];
  async function asSeller(method: string, path: string, body?: Row) {
    const headers = { authorization: 'Bearer seller', 'content-type': 'application/json' };
    const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) };
    const answer = await fetch(`${baseUrl}/${path}`, init);
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
    return (await answer.json()) as { id: number };
  }
  const or = (value: unknown) => (value ?? null) as string | null;
  return {
    settings,
    port,
    state,
    id,
    longId: '9007199254740991',
    tellsDeletions: false,
    touch: async () =>
      (await port.writes.upsertAccount.send({ ...EARLIER, name: 'Earlier Group' }, 'touch', call)).id,
    count: async (kind) => (await rows(kind)).length,
    async held(kind, of) {
      const row = (await rows(kind)).find((each) => String(each.id) === of);
      if (!row) return null;
      const account = row.organization_id === undefined ? null : String(row.organization_id);
      if (kind === 'account') return { name: or(row.name), domain: or(row.website) };
      if (kind === 'contact') return { email: or(row.email), account };
      return {
        ...{ name: or(row.title), amount: Number(row.amount), currency: or(row.currency), account },
        ...{ closeDate: String(row.closes_on), partnerId: or(row.partner_id), size: or(row.size) },
        // Moorings tells it by the partner.
        partnerSourced: row.partner_id != null,
        ...{ products: row.products as string[], competitor: or(row.competitor), stage: or(row.stage) },
      };
    },
    others: {
      // Moorings keeps a list as it was written.
      async change(kind, of, { name, amount, products: _, ...to }) {
        const named = kind === 'opportunity' ? { title: name } : { name };
        const fields = { ...named, ...to, ...(amount === undefined ? {} : { amount: Number(amount) }) };
        await asSeller('PATCH', `${KINDS[kind]}/${of}`, fields);
      },
      async remove(kind, of) {
        await asSeller('DELETE', `${KINDS[kind]}/${of}`);
      },
      async claim(externalId, name) {
        const claimed = await asSeller('POST', 'organizations', { name, external_id: externalId });
        await sleep(searchLagMs + 20);
        return String(claimed.id);
      },
      import({ accounts = [], opportunities = [] }, at) {
        const organizations = accounts.map((each) => ({ ...organization(each), id: Number(each.id) }));
        const deals = opportunities.map((each) => ({
          ...deal(each),
          ...{ id: Number(each.id), organization_id: Number(each.accountId) },
        }));
        simulator.import('organizations', organizations, at);
        simulator.import('deals', deals, at);
      },
      async spoil() {
        const at = '2026-11-01T00:00:00.000Z';
        const data = [
          { id: 7, title: 'Seats', modified_at: null },
          { id: 8, title: 'Seats', modified_at: at },
        ];
        await http.fault({ path: '^/deals', status: 200, body: { data, next: null } });
        return { odd: '7', good: '8' };
      },
    },
    http: {
      ...http,
      again: ({ loginUrl: _, ...more }: { loginUrl?: string }) => moorings({ ...settings, ...more }),
      secrets: ['sandbox-moorings'],
      harmless: /^$/,
      writing: { method: 'POST|PATCH' },
    },
    close: () => simulator.close(),
  };
}
