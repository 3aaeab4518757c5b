import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll } from '@jest/globals';
import pg from 'pg';
import { openStore, type Store } from '../../../adapters/store/pool.ts';
import { openVault, type Vault } from '../../../adapters/store/vault.ts';
import { freshDatabase } from '../../environment/servers.ts';

/** A test file's own database, opened once per role. */
export interface Opened {
  app: Store;
  auditor: Store;
  partner: Store;
  /** The owner of the schema, a superuser: what an attacker inside the database would be. */
  admin: pg.Client;
  adminUrl: string;
  vault: Vault;
}

/** Opens a fresh database before all tests of the file and drops it after them. */
export function openedDatabase(): Opened {
  const opened = {} as Opened;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const database = await freshDatabase();
    drop = database.drop;
    opened.app = openStore({ url: database.appUrl });
    opened.auditor = openStore({ url: database.auditorUrl });
    opened.partner = openStore({ url: database.partnerUrl, max: 1 });
    opened.adminUrl = database.adminUrl;
    opened.admin = new pg.Client({ connectionString: database.adminUrl });
    await opened.admin.connect();
    opened.vault = openVault(randomBytes(32).toString('base64'));
  });
  afterAll(async () => {
    await Promise.all([opened.app, opened.auditor, opened.partner].map((store) => store?.close()));
    await opened.admin?.end();
    await drop?.();
  });
  return opened;
}

let cases = 0;

/** The fields of a new case with an identity of its own. */
export function aCase(lifecycle: 'deal' = 'deal') {
  cases += 1;
  return {
    case: `${lifecycle}:files:D_${cases}`,
    lifecycle,
    source: 'files',
    externalId: `D_${cases}`,
    sequence: 1,
    openedAt: '2026-11-20T08:00:00.000Z',
  };
}
