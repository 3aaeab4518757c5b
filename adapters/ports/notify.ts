import type { Write } from './write.ts';

export interface Message {
  /** Address, or channel; restored from its token only here, at the edge. */
  to: string;
  subject: string;
  text: string;
  html?: string;
  inReplyTo?: string;
}

export interface NotifyPort {
  readonly vendor: string;
  writes: {
    /** Payload: { message: Message, partnerId, kind }. The Message-ID is derived from the key. */
    send: Write;
  };
}
