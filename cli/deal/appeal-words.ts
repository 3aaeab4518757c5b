import { appealsOf } from '../../adapters/store/deal/appeals.ts';
import { getEvidence } from '../../adapters/store/evidence.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { unseal } from '../../adapters/store/seal.ts';
import { openVault } from '../../adapters/store/vault.ts';

/**
 * Why a rejection was appealed, in the appellant's words; null when the case is no appeal, this command may not open what is
 * sealed, or the words were erased.
 */
export async function appealWords(tx: Tx, env: NodeJS.ProcessEnv, caseId: string): Promise<string | null> {
  const { as } = await appealsOf(tx, caseId);
  const masterKey = env.QUARTERDECK_MASTER_KEY;
  const kept = as && masterKey ? await getEvidence(tx, as.reasonHash) : undefined;
  if (!kept || !masterKey) return null;
  const { reason } = await unseal(tx, openVault(masterKey), kept, { erased: 'mark' });
  return typeof reason === 'string' ? reason : null;
}
