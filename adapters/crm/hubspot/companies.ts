import { type Call, VendorFault } from '../../ports/call.ts';
import type { HubspotClient } from './client.ts';
import type { Companies } from './upsert.ts';

/** Where new records hang: company ids by our external ids, remembered from the write that comes just before. */
export function hubspotCompanies(
  client: HubspotClient,
  property: string,
): Companies & { note(externalId: string, id: string | null): void } {
  const known = new Map<string, string>();

  function note(externalId: string, id: string | null): void {
    known.delete(externalId);
    if (id === null) return;
    known.set(externalId, id);
    if (known.size > 1000) known.delete(known.keys().next().value as string);
  }

  async function read(externalId: string, call: Call): Promise<string | null> {
    const row = await client.row({ type: 'companies', property, value: externalId }, [], call);
    note(externalId, row?.id ?? null);
    return row?.id ?? null;
  }

  return {
    note,
    async id(at, call) {
      if ('id' in at) return at.id;
      const { externalId } = at;
      const id = known.get(externalId) ?? (await read(externalId, call));
      if (id !== null) return id;
      throw new VendorFault({
        vendor: 'hubspot',
        kind: 'rejected',
        code: 'NO_COMPANY',
        message: `no company has this ${property}; its write comes first`,
        certainlyNotLanded: true,
      });
    },
    async moved(at, call) {
      if ('id' in at) return false;
      const { externalId } = at;
      const before = known.get(externalId);
      return (await read(externalId, call)) !== before;
    },
  };
}
