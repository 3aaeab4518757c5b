import { z } from 'zod';
import type { Claim, ClaimEvent } from '../../domain/incentives/claim.ts';
import type { JsonObject } from '../../domain/json.ts';
import { vendorConfig } from '../config.ts';
import { readPayload } from '../payload.ts';
import type { AccountsPort } from '../ports/accounts.ts';
import type { Among } from '../ports/port-row.ts';
import type { Landed, Write } from '../ports/write.ts';
import { bookedBy } from '../store/accounts/booked-by.ts';
import { waitingPrograms } from '../store/accounts/standings.ts';
import { versionsInForce } from '../store/incentive-programs.ts';
import { statement } from '../store/statement.ts';
import { bookkeeping, type Decided } from './bookkeeping.ts';
import { accruedPayload, accruePayload, holdPayload, refundPayload, releasePayload } from './payloads.ts';

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
  async function book(
    program: string,
    event: ClaimEvent,
    effect: string,
    decided?: Decided,
  ): Promise<Landed> {
    await books.book(program, event, effect, decided);
    return (await landed(event.event)) as Landed;
  }

  const accrue: Write = {
    ...common,
    undoneSealed: true,
    send(payload: JsonObject, key) {
      const { program, event, claim, ...decided } = readPayload(VENDOR, 'claim', accruePayload, payload);
      return book(program, { kind: 'claim', event, claim: claim as Claim }, key, decided);
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
      const { program, first, ...refunded } = readPayload(VENDOR, 'refund', refundPayload, payload);
      return book(program, { kind: 'refund', ...refunded }, key, { isFirst: first });
    },
    lookup: (payload) => landed(readPayload(VENDOR, 'refund', refundPayload, payload).event),
    undo: async () => ({
      corrected: 'what a refund took back stays taken back; if it never happened, the sale is claimed anew',
    }),
  };
  const hold: Write = {
    ...common,
    movesMoney: false,
    send(payload: JsonObject, key) {
      const { program, ...held } = readPayload(VENDOR, 'hold', holdPayload, payload);
      return book(program, { kind: 'hold', ...held }, key);
    },
    lookup: (payload) => landed(readPayload(VENDOR, 'hold', holdPayload, payload).event),
    async undo({ payload, key }) {
      const { program, event } = readPayload(VENDOR, 'hold', holdPayload, payload);
      await books.book(program, { kind: 'release', event: `${event}/undo`, hold: event }, `${key}/undo`);
      return {};
    },
  };
  const release: Write = {
    ...common,
    movesMoney: false,
    send(payload: JsonObject, key) {
      const { program, ...released } = readPayload(VENDOR, 'release', releasePayload, payload);
      return book(program, { kind: 'release', ...released }, key);
    },
    lookup: (payload) => landed(readPayload(VENDOR, 'release', releasePayload, payload).event),
    undo: async () => ({ corrected: 'the hold stays released' }),
  };
  return {
    ...{ vendor: VENDOR, writes: { accrue, refund, hold, release } },
    preview: (program, event) => books.preview(program, event),
    async corrected() {
      const db = statement(among.store());
      for (const { program, number, versions } of await waitingPrograms(db)) {
        const inForce = await versionsInForce(db, among.worker().key, program);
        if (inForce.join() === versions.join()) continue;
        // Of two workers that find it, the second one finds it taken.
        await books.book(program, { kind: 'corrected', event: `${program}/corrected/${number}` }, 'policy');
      }
    },
  };
}
