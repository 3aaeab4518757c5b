import type { Reach } from '../../contracts/policy-authority.ts';
import type { StaffMessage } from '../../domain/staff-message.ts';
import type { Call } from './call.ts';
import type { Write } from './write.ts';

export type { Reach, StaffMessage };

/** A channel over which our own people are told and asked; partners are told over NotifyPort. */
export interface StaffPort {
  /** Also the channel's name in the setting and in the record of what was said. */
  readonly vendor: string;
  /** The person's address in this channel; null when the person cannot be reached here. */
  addressOf(reach: Reach): string | null;
  /** Reads what proves address and credentials and changes nothing, for `doctor`; absent where there is no such read. @throws VendorFault */
  answers?(call: Call): Promise<void>;
  writes: {
    /** Payload: { to, message: StaffMessage }. Landed.id names the message there. */
    tell: Write;
    /**
     * Payload: { to, told: string (Landed.id of tell), message: StaffMessage }: replaces what was said, once it is decided. Null
     * where a message cannot be changed (mail).
     */
    update: Write | null;
  };
}
