import { Command } from 'commander';
import { erasePerson, erasureCase, erasureRequest } from '../../activities/kit/erasure.ts';
import { verifyToken } from '../../adapters/keys/sign.ts';
import { type ErasurePlan, planErasure } from '../../adapters/store/subjects.ts';
import { openVault } from '../../adapters/store/vault.ts';
import { OPEN_STATUSES } from '../../domain/case.ts';
import { gatePolicy } from '../../installation/gate-policy.ts';
import { needActingPerson } from '../actor.ts';
import { signedAuthority } from '../authority.ts';
import { applicationNow } from '../clock.ts';
import { type ConfirmOptions, confirm } from '../confirm.ts';
import { notFound, usage } from '../failure.ts';
import { policyFolder } from '../policy.ts';
import { refusalFailure } from '../refusal.ts';
import { inSession, needed, type Session } from '../session.ts';
import { AT_ONCE_SECONDS, tokenFor } from '../signing.ts';

export function subjects(): Command {
  const group = new Command('subjects').description('people whose data is kept here: erase one');
  group
    .command('erase')
    .description('destroy the keys of all that is sealed for a person; an Admin may')
    .argument('<address>', 'the e-mail address of the person')
    .option('--plan', 'only show what would be reached')
    .option('--reason <text>', 'why, without naming anybody; kept in the audit trail')
    .option('--yes', 'do not ask; needs --reason')
    .addHelpText('after', '\nExample:\n  $ quarterdeck subjects erase buyer@acme.example --plan')
    .action(inSession(erase));
  return group;
}

async function erase(
  session: Session,
  said: string,
  options: ConfirmOptions & { plan?: true },
): Promise<void> {
  const address = said.trim();
  if (!/^[^\s@]+@[^\s@]+$/.test(address))
    throw usage(`"${said}" is no e-mail address.`, 'Data is kept by address; name that one.', 'address');
  const vault = openVault(needed('QUARTERDECK_MASTER_KEY'));
  const plan = await session.db((tx) => planErasure(tx, vault, address));
  if (plan.keys + plan.letters + plan.people.length === 0)
    throw notFound(
      'Nothing that is kept here belongs to this address.',
      'Was it erased before, or spelled otherwise?',
    );
  const { terminal } = session;
  terminal.say(planText(plan));
  if (options.plan) return terminal.data(plan);
  const person = await needActingPerson(session);
  const reason = await confirm(session, options, address, 'erase this person for good');
  if (reason.toLowerCase().includes(address.toLowerCase()))
    throw usage(
      'The reason names the person.',
      'It is kept for years: say why without the address.',
      'reason',
    );
  const order = { address, by: person.id, reason };
  const on = { case: erasureCase(plan.person), evidenceHash: '', validSeconds: AT_ONCE_SECONDS };
  const token = await session.db((tx) => tokenFor(tx, person, erasureRequest(order), on));
  const environment = session.env.QUARTERDECK_ENVIRONMENT === 'development' ? 'development' : 'production';
  const deps = {
    store: session.store(),
    vault,
    now: applicationNow,
    authority: signedAuthority(session),
    policy: gatePolicy(policyFolder(), environment),
    verifyToken,
  };
  const answer = await erasePerson(deps, { ...order, token });
  if ('message' in answer) throw refusalFailure(answer);
  terminal.data({ person: plan.person, ...answer });
  terminal.say(`Erased. Audited as ${on.case}; every chain still verifies: quarterdeck audit verify`);
}

function planText({ keys, cases, letters, people }: ErasurePlan): string {
  const open = cases.filter(({ status }) => OPEN.includes(status)).length;
  return [
    `Cases that hold data of this person: ${cases.length}; it becomes unreadable.`,
    ...cases.map((one) => `  ${one.case} (${one.status})`),
    ...(open > 0 ? [`Still open: ${open}; a write or undo that needs the data then fails.`] : []),
    `Keys destroyed: ${keys}.`,
    `Dead letters destroyed: ${letters}.`,
    ...people.map((id) => `Cleared among our own people: ${id}; take it out of people.yaml as well.`),
    'Kept: evidence, ledger and audit, with their hashes.',
    'Not reached: PRM, CRM and sent mail; backups made before.',
    'Cannot be undone.',
  ].join('\n');
}

const OPEN: readonly string[] = [...OPEN_STATUSES, 'rollback_incomplete'];
