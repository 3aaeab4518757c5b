import type { Checking } from '../../adapters/intake/deal/parts-of.ts';
import type { Input } from '../../adapters/intake/receive.ts';
import type { CrmPort } from '../../adapters/ports/crm.ts';
import { openVault } from '../../adapters/store/vault.ts';
import { mayEverDecide } from '../../domain/gate/authority.ts';
import { gatePolicy } from '../../installation/gate-policy.ts';
import { openPorts } from '../../installation/ports.ts';
import { sourceFormats } from '../../installation/source-formats.ts';
import { actingPerson } from '../actor.ts';
import { applicationNow } from '../clock.ts';
import { configured } from '../configured.ts';
import { usage } from '../failure.ts';
import { readPolicy } from '../policy.ts';
import type { Session } from '../session.ts';
import { checkInput } from './check.ts';
import { printCheck } from './check-text.ts';

/**
 * Says what submitting an input would do, and writes nothing. Whoever may have to decide it blind, and whoever does not say who they
 * are, gets what was read and what is wrong with it, and not what the machine finds.
 * @throws CliFailure usage, as submitting would, when every part would be rejected
 */
export async function checkDeals(session: Session, input: Input): Promise<void> {
  const checking = await openChecking(session);
  const parts = await checkInput(checking, (await mayDecide(session)) ? null : checking.crm, input);
  session.terminal.data(parts);
  printCheck(session.terminal, parts);
  if (parts.length > 0 && parts.every((part) => part.would === 'reject'))
    throw usage('Nothing of it can be submitted.', 'Correct what is marked with ! above.', 'file');
}

async function mayDecide(session: Session): Promise<boolean> {
  const person = await actingPerson(session);
  if (person === null) return true;
  const { authority } = readPolicy((folder) => gatePolicy(folder, 'production')());
  return mayEverDecide(person, authority);
}

/** Reads a document here and submits nothing: the one place beside the worker that asks PRM and CRM. */
async function openChecking(session: Session): Promise<Checking & { crm: CrmPort }> {
  const configuration = configured();
  return {
    ...(await openPorts(configuration, ['prm', 'crm'])),
    store: session.store(),
    vault: openVault(configuration.QUARTERDECK_MASTER_KEY),
    now: applicationNow,
    formatOf: sourceFormats(configuration),
  };
}
