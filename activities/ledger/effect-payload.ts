import { readKept } from '../../adapters/store/evidence.ts';
import type { Store } from '../../adapters/store/pool.ts';
import { SubjectErased, unseal } from '../../adapters/store/seal.ts';
import { statement } from '../../adapters/store/statement.ts';
import type { Vault } from '../../adapters/store/vault.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import { failure } from '../kit/vendor-failures.ts';

/** What a workflow says of a message: which one, in which language, to whom (sealed), with which values. */
export interface Notice {
  kind: string;
  language: string;
  to: string;
  values: JsonObject;
}

/** The words of a notice, and of the correction that its undo sends. */
export type RenderNotice = (notice: Omit<Notice, 'to'>) => {
  subject: string;
  text: string;
  correction: { subject: string; text: string };
};

/**
 * Opens a payload just before it leaves: sealed values are unsealed, references to names are read, and a `$notice` becomes a message in
 * the partner's language. Until here neither Temporal nor the ledger could read any of it.
 * @throws failure SubjectErased
 */
export function openPayload({ store, vault, render }: { store: Store; vault: Vault; render: RenderNotice }) {
  return async (payload: JsonObject): Promise<JsonObject> => {
    try {
      const tx = statement(store);
      const opened = await readKept(tx, await unseal(tx, vault, payload));
      const { message } = opened;
      if (!isNotice(message)) return opened;
      const { to, ...notice } = message.$notice;
      const { correction, ...words } = render(notice);
      return { ...opened, message: { to, ...words }, correction };
    } catch (error) {
      if (error instanceof SubjectErased) throw failure('SubjectErased', error.message);
      throw error;
    }
  };
}

function isNotice(message: Json | undefined): message is { $notice: Notice & JsonObject } {
  return typeof message === 'object' && message !== null && '$notice' in message;
}
