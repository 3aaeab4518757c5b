import { VendorFault } from './ports/call.ts';
import { refused } from './refused.ts';

/** A record that went into another one of its kind, which is somebody's work: nothing is written there in its place. */
interface Merged {
  vendor: string;
  /** The kind and id by which a message calls it. */
  name: string;
  /** Id of the record that stays. */
  into: string;
}

/** Of a write about it. */
export const mergedAway = ({ vendor, name, into }: Merged): VendorFault =>
  refused(
    vendor,
    MERGED,
    `${name} was merged into ${into}: settle it there, and reject this one as a duplicate`,
  );

/** Whether a write was refused because its record went into another one. */
export const isMergedAway = (error: unknown): boolean =>
  error instanceof VendorFault && error.code === MERGED;

const MERGED = 'RECORD_MERGED';

/** What the undo of a write says of it. */
export const leftMerged = ({ vendor, name, into }: Merged): { corrected: string } => ({
  corrected: `${vendor}: ${name} was merged into ${into} after our write and was left as it is`,
});
