import type { Call } from '../../ports/call.ts';
import { refused } from '../../refused.ts';
import { knownIds } from '../known-ids.ts';
import type { HubspotClient } from './client.ts';
import type { Companies } from './upsert.ts';

/** Where new records hang: company ids by our external ids. */
export function hubspotCompanies(
  client: HubspotClient,
  property: string,
): Companies & { note(externalId: string, id: string | null): void } {
  const known = knownIds();

  async function read(externalId: string, call: Call): Promise<string | null> {
    const row = await client.row({ type: 'companies', property, value: externalId }, [], call);
    known.note(externalId, row?.id ?? null);
    return row?.id ?? null;
  }

  return {
    note: known.note,
    async id(at, call) {
      if ('id' in at) return at.id;
      const { externalId } = at;
      const id = known.get(externalId) ?? (await read(externalId, call));
      if (id !== null) return id;
      throw refused('hubspot', 'NO_COMPANY', `no company has this ${property}; its write comes first`);
    },
    async moved(at, call) {
      if ('id' in at) return false;
      const { externalId } = at;
      const before = known.get(externalId);
      return (await read(externalId, call)) !== before;
    },
  };
}
