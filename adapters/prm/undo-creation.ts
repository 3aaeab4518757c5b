import type { JsonObject } from '../../domain/json.ts';
import { VendorFault } from '../ports/call.ts';
import { holdsOurs } from '../restore.ts';

/** A record that we made in a PRM, for the undo of its creation. Names of fields are the vendor's. */
export interface Made {
  vendor: string;
  /** The kind and id by which a message calls it. */
  name: string;
  /** What the creation set. */
  fields: JsonObject;
  /** What `withdraw` leaves in it. */
  withdrawn?: JsonObject;
  /** What these fields hold now; or, of a record that is not there any more, what is to be said of it. */
  now(names: string[]): Promise<JsonObject | { gone: { corrected?: string } }>;
  remove(): Promise<void>;
  /** What becomes of a record that may not be removed; answers what to say about it. */
  withdraw(): Promise<string>;
}

/** Removes what we made, unless somebody has changed it since. */
export async function undoCreation(made: Made): Promise<{ corrected?: string }> {
  const { vendor, name, fields, withdrawn } = made;
  const held = await made.now(Object.keys(fields));
  if (isGone(held)) return held.gone;
  if (!holdsOurs(held, fields) && !holdsOurs(held, { ...fields, ...withdrawn }))
    return { corrected: `${vendor}: ${name} was changed after our write and was kept` };
  try {
    await made.remove();
    return {};
  } catch (error) {
    if (!(error instanceof VendorFault)) throw error;
    if (error.kind !== 'auth' && error.kind !== 'rejected') throw error;
  }
  return { corrected: await made.withdraw() };
}

const isGone = (
  held: JsonObject | { gone: { corrected?: string } },
): held is { gone: { corrected?: string } } => typeof held.gone === 'object';
