import { oneLine } from '../../../adapters/one-line.ts';
import { type FaultKind, VendorFault } from '../../../adapters/ports/call.ts';
import type { StaffMessage, StaffPort } from '../../../adapters/ports/staff.ts';
import { readTell, readUpdate } from '../../../adapters/staff/payloads.ts';
import { staffText } from '../../../adapters/staff/staff-text.ts';
import type { Failing, ShownMessage, StaffRig } from '../staff-contract.ts';

/** A channel that does everything right, in memory: a board per person on which messages can be replaced and taken down. */
export interface Board extends StaffRig {
  port: StaffPort & { writes: { update: NonNullable<StaffPort['writes']['update']> } };
  /** What hangs there, by key. */
  hanging: Map<string, ShownMessage>;
}

export function createBoard(): Board {
  const hanging = new Map<string, ShownMessage>();
  let failing: Failing | null = null;
  const shownOf = (message: StaffMessage, waits: boolean): ShownMessage => ({
    text: `${oneLine(message.title)}\n${staffText(message)}`,
    links: message.next.page === null ? [] : [message.next.page],
    mentions: [],
    waits,
  });
  /** Does it, unless it shall fail. */
  function write(work: () => void): void {
    const how = failing;
    failing = null;
    if (how !== 'away' && how !== 'refused') work();
    const kind: FaultKind = how === 'refused' ? 'rejected' : 'unavailable';
    const certainlyNotLanded = how === 'refused';
    if (how) throw new VendorFault({ vendor: 'board', kind, message: how, certainlyNotLanded });
  }
  return {
    hanging,
    reach: { slack: 'U0123ABCD' },
    shown: async () => [...hanging.values()],
    async fail(how) {
      failing = how;
    },
    remove: async () => hanging.clear(),
    close: async () => undefined,
    port: {
      vendor: 'board',
      addressOf: ({ slack }) => slack ?? null,
      writes: {
        tell: {
          repeat: 'upsert',
          searchLagMs: 0,
          movesMoney: false,
          before: async () => null,
          async send(payload, key) {
            const { message } = readTell('board', payload);
            write(() => hanging.set(key, shownOf(message, true)));
            return { id: key, created: true };
          },
          lookup: async (_payload, key) => (hanging.has(key) ? { id: key, created: true } : 'absent'),
          async undo({ key }) {
            hanging.delete(key);
            return {};
          },
        },
        update: {
          repeat: 'upsert',
          searchLagMs: 0,
          movesMoney: false,
          before: async (payload) => ({ ...hanging.get(readUpdate('board', payload).told) }),
          async send(payload) {
            const { told, message } = readUpdate('board', payload);
            const there = hanging.has(told);
            write(() => there && hanging.set(told, shownOf(message, false)));
            return { id: told, created: false, ...(there ? {} : { detail: { deleted: true } }) };
          },
          async lookup(payload) {
            const { told, message } = readUpdate('board', payload);
            const same = hanging.get(told)?.text === shownOf(message, false).text;
            return same ? { id: told, created: false } : 'absent';
          },
          undo: async () => ({ corrected: 'The message keeps what it says now.' }),
        },
      },
    },
  };
}
