import type { SalesforceMapping } from '../../../contracts/vendors/salesforce.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { type Call, VendorFault } from '../../ports/call.ts';
import { refused } from '../../refused.ts';
import { knownIds } from '../known-ids.ts';
import type { AccountRef } from '../payloads.ts';
import type { SalesforceClient } from './client.ts';
import { survivorOf } from './gone.ts';

/** What new records hang on. */
export interface Accounts {
  /** What a new record says of it. */
  hanging(at: AccountRef): JsonObject;
  /** The same as a condition of a query. */
  on(at: AccountRef): [field: string, value: string];
  /**
   * After a refusal: whether the account was merged into another one since it was chosen.
   * @throws VendorFault `unavailable` when it was: the repeat takes the one that stays
   */
  followed(at: AccountRef, refusal: unknown, call: Call): Promise<void>;
}

/** Salesforce answers 404 to a path that ends in some top level domains (`acme.inc`); its guide says to replace the dots. */
export const accountKey = (externalId: string) => externalId.replaceAll('.', '_');

export function accountsOf({ account }: SalesforceMapping, client: SalesforceClient): Accounts {
  const survivors = knownIds();
  const standing = (id: string) => survivors.get(id) ?? id;
  return {
    hanging: (at) =>
      'id' in at
        ? { AccountId: standing(at.id) }
        : { Account: { [account.externalId]: accountKey(at.externalId) } },
    on: (at) =>
      'id' in at
        ? ['AccountId', standing(at.id)]
        : [`Account.${account.externalId}`, accountKey(at.externalId)],
    async followed(at, refusal, call) {
      if (!('id' in at) || !(refusal instanceof VendorFault) || !GONE.has(refusal.code ?? '')) return;
      const survivor = await survivorOf(client, 'Account', standing(at.id), call);
      if (survivor === null) return;
      survivors.note(at.id, survivor);
      throw refused(
        'salesforce',
        'ACCOUNT_MERGED',
        `Account ${at.id} was merged into ${survivor}; the repeat takes that one`,
        'unavailable',
      );
    },
  };
}

/** What a record that hangs on a deleted account is refused with. */
const GONE = new Set([
  'ENTITY_IS_DELETED',
  'INVALID_CROSS_REFERENCE_KEY',
  'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
]);
