import { openPayload, payloadOpener } from '../../activities/ledger/effect-payload.ts';
import { VendorFault } from '../../adapters/ports/call.ts';
import { LEDGERED_PORTS, writesOf } from '../../adapters/ports/index.ts';
import type { Landed } from '../../adapters/ports/write.ts';
import { setInstallation } from '../../adapters/store/installation.ts';
import { statement } from '../../adapters/store/statement.ts';
import { openVault } from '../../adapters/store/vault.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Configuration } from '../../installation/configuration.ts';
import { openPorts } from '../../installation/ports.ts';
import { applicationNow } from '../clock.ts';
import type { Session } from '../session.ts';
import { openEffects } from './ledger.ts';

/** What a vendor says about one open write. */
export interface Reconciled {
  case: string;
  key: string;
  operation: string;
  status: string;
  answer: 'landed' | 'absent' | 'unknown' | 'no answer';
  /** The record's id at the vendor. */
  id: string | null;
}

/**
 * Reads each open write from its vendor; nothing is written there, and the ledger is left to the case, which looks up before
 * it repeats. When every vendor has answered the installation notes it: after a restore nothing may be switched on before.
 */
export async function reconcile(session: Session, configuration: Configuration): Promise<Reconciled[]> {
  const store = session.store();
  const writes = writesOf(await openPorts(configuration, LEDGERED_PORTS, store));
  const vault = openVault(configuration.QUARTERDECK_MASTER_KEY);
  // Only looked up: whatever a notice would say, it is not sent.
  const nothing = { subject: '', text: '' };
  const open = payloadOpener({ vault, render: () => ({ ...nothing, correction: nothing }) });
  const found: Reconciled[] = [];
  for (const { key, case: id, operation, status, payload } of await session.db(openEffects)) {
    const write = writes[operation];
    let answer: Landed | 'absent' | 'unknown' | 'no answer' = 'unknown';
    try {
      const opened = await openPayload(statement(store), open, payload as JsonObject);
      answer = (await write?.lookup(opened, key, { timeoutMs: 20_000, mayWait: true })) ?? 'unknown';
    } catch (error) {
      if (!(error instanceof VendorFault)) throw error;
      answer = 'no answer';
    }
    const said =
      typeof answer === 'string' ? { answer, id: null } : { answer: 'landed' as const, id: answer.id };
    found.push({ case: id, key, operation, status, ...said });
  }
  if (found.every((one) => one.answer !== 'no answer')) {
    await session.db((tx) =>
      setInstallation(tx, 'reconciled', { at: applicationNow().toISOString(), effects: found.length }),
    );
  }
  return found;
}
