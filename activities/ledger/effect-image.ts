import { addressesIn } from '../../adapters/store/addresses.ts';
import type { Store } from '../../adapters/store/pool.ts';
import {
  openSubject,
  SubjectErased,
  type SubjectKeys,
  seal,
  subjectAmong,
  unseal,
} from '../../adapters/store/seal.ts';
import { statement } from '../../adapters/store/statement.ts';
import type { Vault } from '../../adapters/store/vault.ts';
import { isSealed, subjectsIn } from '../../domain/evidence.ts';
import type { JsonObject } from '../../domain/json.ts';
import { failure } from '../kit/vendor-failures.ts';

/** What a record held before a write, as the ledger keeps it until the undo puts it back. */
export interface BeforeImages {
  /**
   * @param payload the write's own, with its sealed values
   * @param keys of everybody whose values stand in it; erased people have none
   */
  conceal(image: JsonObject, payload: JsonObject, keys: SubjectKeys): Promise<JsonObject>;
  /** @throws failure SubjectErased */
  reveal(stored: JsonObject): Promise<JsonObject>;
}

/**
 * Seals an image whole for everybody whom it may tell of: those whose values the payload holds, and those whose addresses
 * stand in the image (a contact may have had another person's). Sealed once for each, one inside the other, so that erasing
 * any of them makes it unreadable. An image of nobody is kept as it is.
 */
export function sealedImages({ store, vault }: { store: Store; vault: Vault }): BeforeImages {
  return {
    async conceal(image, payload, keys) {
      const subjects = new Map<string, Buffer>();
      for (const id of subjectsIn(payload)) {
        const key = keys.get(id);
        if (key) subjects.set(id, key);
      }
      for (const address of addressesIn(Buffer.from(JSON.stringify(image)))) {
        const known = subjectAmong(keys, vault.personOf(address));
        const { id, key } = known ?? (await openSubject(statement(store), vault, address));
        subjects.set(id, key);
      }
      return [...subjects].reduce<JsonObject>((inner, [id, key]) => seal(inner, { id, key }), image);
    },
    async reveal(stored) {
      let image = stored;
      try {
        while (isSealed(image)) image = await unseal(statement(store), vault, image as JsonObject);
      } catch (error) {
        if (error instanceof SubjectErased) throw failure('SubjectErased', error.message);
        throw error;
      }
      return image;
    },
  };
}
