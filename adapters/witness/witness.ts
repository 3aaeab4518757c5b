import type { Checkpoint } from '../../domain/audit.ts';
import type { Call } from '../ports/call.ts';

/** A place where the owner of the database cannot write: what it holds shows when the history was rewritten or cut off. */
export interface Witness {
  /** `file`, `http`, `mail`. */
  name: string;
  /**
   * Keeps a checkpoint's number and hash, which commit to all before it. The same again changes nothing that matters.
   * @throws Error or VendorFault when it was not kept
   */
  note(checkpoint: Checkpoint, call: Call): Promise<void>;
}
