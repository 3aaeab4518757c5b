import { z } from 'zod';
import type { Claim, ClaimEvent } from '../../domain/incentives/claim.ts';
import type { JsonObject } from '../../domain/json.ts';
import { vendorConfig } from '../config.ts';
import { readPayload } from '../payload.ts';
import type { AccountsPort } from '../ports/accounts.ts';
import type { Among } from '../ports/port-row.ts';
import type { Landed, Write } from '../ports/write.ts';
import { bookedBy } from '../store/accounts/booked-by.ts';
import { statement } from '../store/statement.ts';
import { bookkeeping } from './bookkeeping.ts';
import { accruedPayload, accruePayload, refundPayload } from './payloads.ts';

const VENDOR = 'accounts';
const settings = z.strictObject({});

/** The ledger of money in our own database. Nothing of it is asked of anybody else, so a repeat is harmless and a look-up sees everything. */
export function postgresAccounts(config: unknown, among: Pick<Among, 'store' | 'worker'>): AccountsPort {
  vendorConfig(VENDOR, settings, config);
  const books = bookkeeping(among);
  const common = { repeat: 'upsert', searchLagMs: 0, movesMoney: true, before: async () => null } as const;

  async function landed(event: string): Promise<Landed | 'absent'> {
    const found = await bookedBy(statement(among.store()), event);
    return found ? { id: event, created: true, detail: found as unknown as JsonObject } : 'absent';
  }
  async function book(program: string, event: ClaimEvent, effect: string, by?: string[]): Promise<Landed> {
    await books.book(program, event, effect, by);
    return (await landed(event.event)) as Landed;
  }

  const accrue: Write = {
    ...common,
    undoneSealed: true,
    send(payload: JsonObject, key) {
      const { program, event, claim, versions } = readPayload(VENDOR, 'claim', accruePayload, payload);
      return book(program, { kind: 'claim', event, claim: claim as Claim }, key, versions);
    },
    lookup: (payload) => landed(readPayload(VENDOR, 'claim', accruedPayload, payload).event),
    async undo({ payload, key }) {
      const { program, event, claim } = readPayload(VENDOR, 'claim', accruedPayload, payload);
      await books.book(program, { kind: 'undo', event: `${event}/undo`, claim: claim.claim }, `${key}/undo`);
      return {};
    },
  };
  const refund: Write = {
    ...common,
    send(payload: JsonObject, key) {
      const { program, ...refunded } = readPayload(VENDOR, 'refund', refundPayload, payload);
      return book(program, { kind: 'refund', ...refunded }, key);
    },
    lookup: (payload) => landed(readPayload(VENDOR, 'refund', refundPayload, payload).event),
    undo: async () => ({
      corrected: 'what a refund took back stays taken back; if it never happened, the sale is claimed anew',
    }),
  };
  return { vendor: VENDOR, writes: { accrue, refund } };
}
