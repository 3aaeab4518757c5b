import type { ChannelCrm } from '../channel.ts';
import type { Records } from '../records.ts';
import { HUBSPOT_OBJECTS } from './objects.ts';
import { checked, type HubspotRecord, HubspotRefusal, invalid, kindOf, propertyOf } from './rows.ts';

/** Names, in the record that stays, those that went into it. */
const ABSORBED = 'hs_merged_object_ids';

const binOf = (type: string) => `${type} in the bin`;

interface Input {
  properties?: unknown;
  associations?: { to?: { id?: unknown }; types?: { associationTypeId?: number }[] }[];
}

/** The records of an account and what happens to them. @param searchLagMs how long the search still sees what was before */
export function createAccount(records: Records, searchLagMs: number) {
  /** What the search has not noticed yet, newest last; null: there was nothing. */
  const earlier = new Map<string, { until: number; row: HubspotRecord | null }[]>();

  const all = (type: string) => records.all(type) as HubspotRecord[];
  /** What a record was merged into. */
  const merged = new Map<string, string>();
  const get = (type: string, id: string) =>
    records.get(type, merged.get(`${type} ${id}`) ?? id) as HubspotRecord | undefined;

  function remember(type: string, id: string): void {
    if (searchLagMs === 0) return;
    const of = `${type} ${id}`;
    earlier.set(of, [
      ...(earlier.get(of) ?? []),
      { until: Date.now() + searchLagMs, row: get(type, id) ?? null },
    ]);
  }

  /** The records as the search sees them now. */
  function indexed(type: string): HubspotRecord[] {
    const now = Date.now();
    const rows = new Map(all(type).map((row) => [row.Id, row]));
    for (const [of, versions] of earlier) {
      const [kind, id] = of.split(' ') as [string, string];
      const seen = versions.find(({ until }) => until > now);
      if (!seen) earlier.delete(of);
      else if (kind === type && seen.row) rows.set(id, seen.row);
      else if (kind === type) rows.delete(id);
    }
    return [...rows.values()];
  }

  function find(type: string, id: string, idProperty?: string): HubspotRecord | undefined {
    if (idProperty === undefined || idProperty === 'hs_object_id') return get(type, id);
    if (!propertyOf(type, idProperty).unique)
      throw new HubspotRefusal(400, 'VALIDATION_ERROR', `${idProperty} is no unique property`);
    return all(type).find((row) => row.properties[idProperty]?.toLowerCase() === id.toLowerCase());
  }

  /** A contact that has this as another address: no read by address finds it, and no other may have it. */
  const second = (type: string, name: string, value: string) =>
    name === 'email'
      ? all(type).find((row) =>
          (row.properties.hs_additional_emails ?? '')
            .split(';')
            .some((each) => each.trim().toLowerCase() === value),
        )
      : undefined;

  function write(
    type: string,
    id: string,
    properties: Record<string, string>,
    linked?: Pick<HubspotRecord, 'associations' | 'primary'>,
    now = new Date().toISOString(),
  ): HubspotRecord {
    const old = get(type, id);
    for (const { name, unique } of kindOf(type).properties) {
      const value = properties[name];
      const taken = unique && value ? (find(type, value, name) ?? second(type, name, value)) : undefined;
      if (!taken || taken.Id === id) continue;
      if (name === 'email')
        throw new HubspotRefusal(409, 'CONFLICT', `Contact already exists. Existing ID: ${taken.Id}`);
      throw invalid(name, 'CONFLICTING_UNIQUE_VALUE', `${value} already has that value.`);
    }
    remember(type, id);
    const kept = Object.entries({ ...old?.properties, ...properties }).filter(([, value]) => value !== '');
    const row: HubspotRecord = {
      Id: id,
      properties: {
        ...Object.fromEntries(kept),
        createdate: old?.properties.createdate ?? now,
        hs_lastmodifieddate: now,
      },
      associations: {},
      ...(linked ??
        (old && { associations: old.associations, ...(old.primary ? { primary: old.primary } : {}) })),
    };
    records.put(type, row);
    return row;
  }

  function create(type: string, { properties, associations = [] }: Input, at?: string): HubspotRecord {
    const values = checked(type, properties);
    const linked: Pick<HubspotRecord, 'associations' | 'primary'> = { associations: {} };
    const { to: plain, primary = {} } = kindOf(type);
    for (const { to, types = [] } of associations) {
      const named = (ids: Record<string, number>) =>
        Object.entries(ids).find(([, typeId]) =>
          types.some(({ associationTypeId }) => associationTypeId === typeId),
        )?.[0];
      const kind = named(plain) ?? named(primary);
      if (!kind) throw new HubspotRefusal(400, 'VALIDATION_ERROR', 'No such association type');
      const linkedTo = get(kind, String(to?.id));
      if (!linkedTo) throw new HubspotRefusal(404, 'OBJECT_NOT_FOUND', `No ${kind} with ID ${to?.id} exists`);
      // A merged record is reached as the one that it went into.
      const id = linkedTo.Id;
      linked.associations[kind] = [...(linked.associations[kind] ?? []), id];
      if (named(primary)) linked.primary = id;
    }
    const key = kindOf(type).properties.find(({ name, unique }) => unique && values[name])?.name;
    const text = key ? String(values[key]) : JSON.stringify(values);
    const { digest } = records.next(type, text);
    return write(type, String(1_000_000_000 + digest.readUIntBE(0, 5)), values, linked, at);
  }

  /** @param at when they were last changed; now when absent */
  function seed({ accounts, opportunities }: ChannelCrm, at?: string): void {
    const put = (type: string, id: string, values: Record<string, string | undefined>, company?: string) => {
      const properties = Object.entries(values).filter((each) => each[1] !== undefined);
      write(
        type,
        id,
        Object.fromEntries(properties) as Record<string, string>,
        company ? { associations: { companies: [company] }, primary: company } : { associations: {} },
        at,
      );
    };
    const moment = (date: string | undefined) => date && `${date}T00:00:00Z`;
    for (const { id, ...account } of accounts)
      put('companies', id, {
        name: account.name,
        domain: account.website.replace(/^https?:\/\//, '').replace(/^www\.|\/.*$/g, ''),
        address: account.street,
        zip: account.postalCode,
        city: account.city,
        country: account.country,
        hs_parent_company_id: account.parentId,
        notes_last_contacted: moment(account.lastTouch),
      });
    for (const { id, ...deal } of opportunities)
      put(
        'deals',
        id,
        {
          dealname: deal.name,
          pipeline: 'default',
          dealstage: deal.stage.startsWith('Closed') ? deal.stage.toLowerCase().replace(' ', '') : deal.stage,
          amount: String(deal.amount),
          closedate: moment(deal.closeDate),
          qd_partner_id: deal.partnerId,
          notes_last_updated: moment(deal.lastActivity),
          qd_product_mix: deal.products?.join(';'),
        },
        deal.accountId,
      );
  }

  return {
    seed,
    all,
    get,
    indexed,
    find,
    create,
    /** As a seller merges two records: the first stays, and answers for the other. */
    merge(type: string, winner: string, loser: string): void {
      remember(type, loser);
      records.remove(type, loser);
      merged.set(`${type} ${loser}`, winner);
      const before = get(type, winner)?.properties[ABSORBED];
      write(type, winner, { [ABSORBED]: before ? `${before};${loser}` : loser });
    },
    change: (type: string, id: string, properties: unknown) => write(type, id, checked(type, properties)),
    remove(type: string, id: string): void {
      remember(type, id);
      // What hung on it stays, without it.
      for (const other of Object.keys(HUBSPOT_OBJECTS))
        for (const row of all(other))
          if (row.associations[type]?.includes(id))
            records.put(other, {
              ...row,
              ...(row.primary === id ? { primary: undefined } : {}),
              associations: {
                ...row.associations,
                [type]: (row.associations[type] ?? []).filter((each) => each !== id),
              },
            });
      records.remove(type, id);
      records.put(binOf(type), { Id: id, archivedAt: new Date().toISOString() });
    },
    /** What was deleted, by id. */
    bin: (type: string) => records.all(binOf(type)).toSorted((a, b) => (a.Id < b.Id ? -1 : 1)),
  };
}
