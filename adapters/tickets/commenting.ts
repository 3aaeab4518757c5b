import type { Write } from '../ports/write.ts';
import { ticketComment } from './payloads.ts';
import { takeBackComment, type Withdrawing } from './undo.ts';

/** What comments need of a vendor. */
export interface Commenting extends Omit<Withdrawing, 'close' | 'comment'> {
  /** How long `commentOf` may miss what was just said. */
  searchLagMs: number;
  /** Answers its id, by which `commentOf` knows it, too. */
  comment(id: string, text: string, key: string, call: Parameters<Write['before']>[2]): Promise<string>;
  /** What the vendor calls one; default `comment`. */
  word?: string;
}

/** A comment on a ticket. A repeat would say it twice, so it is looked for by our key. */
export function ticketComments(at: Commenting): Write {
  return {
    repeat: 'lookup',
    searchLagMs: at.searchLagMs,
    movesMoney: false,
    before: async () => null,
    async send(payload, key, call) {
      const { id, text } = ticketComment.parse(payload);
      return { id: await at.comment(id, text, key, call), created: true };
    },
    async lookup(payload, key, call) {
      const found = await at.commentOf(ticketComment.parse(payload).id, key, call);
      return found === null ? 'absent' : { id: found, created: true };
    },
    undo: ({ payload, key }, call) =>
      takeBackComment(
        at,
        { ...ticketComment.parse(payload), key, ...(at.word === undefined ? {} : { word: at.word }) },
        call,
      ),
  };
}
