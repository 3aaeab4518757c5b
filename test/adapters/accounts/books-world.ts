import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { createAccounts } from '../../../adapters/accounts/index.ts';
import { installationKey, type SigningKey } from '../../../adapters/keys/keys.ts';
import type { AccountsPort, BookedDetail } from '../../../adapters/ports/accounts.ts';
import { putPrograms } from '../../../adapters/store/incentive-programs.ts';
import { transact } from '../../../adapters/store/pool.ts';
import type { ClaimEvent } from '../../../domain/incentives/claim.ts';
import type { IncentiveProgram } from '../../../domain/incentives/program.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { call } from '../contract.ts';
import type { Opened } from '../store/database.ts';

/** The accounts of a test file's database, with as many workers as it asks for. */
export interface BooksWorld {
  key: SigningKey;
  /** UTC instant that the workers take for now. */
  at: string;
  /** A worker of its own, with nothing in memory. */
  worker(): AccountsPort;
  force(...programs: IncentiveProgram[]): Promise<void>;
  /** Takes an event as its write does. @returns what it has booked */
  take(port: AccountsPort, program: string, event: ClaimEvent): Promise<BookedDetail>;
}

export function booksWorld(db: Opened): BooksWorld {
  let folder: string;
  const world: BooksWorld = {
    key: undefined as unknown as SigningKey,
    at: '2026-02-21T09:00:00.000Z',
    worker: () =>
      createAccounts(
        'postgres',
        {},
        {
          store: () => db.app,
          worker: () => ({ key: world.key, vault: db.vault, now: () => new Date(world.at) }),
        },
      ),
    force: (...programs) => transact(db.app, (tx) => putPrograms(tx, world.key, programs)),
    async take({ writes }, program, event) {
      if (event.kind === 'undo') {
        const payload = undoing(program, event);
        const landed = { id: '', created: true };
        await writes.accrue.undo({ payload, before: null, landed, key: event.event }, call);
        return { lines: [], standing: 'booked', why: null, number: 0 };
      }
      const { kind, ...payload } = event;
      if (kind === 'corrected') throw new Error('the accounts find that out by themselves');
      const write = kind === 'claim' ? writes.accrue : writes[kind];
      const sent = await write.send({ program, ...payload } as unknown as JsonObject, event.event, call);
      return sent.detail as unknown as BookedDetail;
    },
  };
  /** The undo of a write is told the payload of that write; of the claim only its name matters. */
  const undoing = (program: string, { claim, event }: Extract<ClaimEvent, { kind: 'undo' }>): JsonObject => ({
    program,
    event,
    claim: {
      ...{ claim, partner: '-', distributor: null, persons: [], completeAt: '2026-01-01T00:00:00Z' },
      ...{ submittedOn: '2026-01-01', extended: false, agreement: null, request: null, lines: [ANY_LINE] },
    },
  });
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'qd-books-'));
    world.key = installationKey(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return world;
}

const ANY_LINE = {
  ...{
    line: '-',
    sale: '-',
    source: { record: '-', fields: {} },
    soldOn: '2026-01-01',
    sku: '-',
    quantity: 1,
  },
  ...{ amount: { amount: '1', currency: 'EUR' }, exchange: null, country: null, publicSector: null },
  ...{ deal: null, vendor: null },
  partner: { record: '-', tier: null, region: null, country: null, certifications: null },
};
