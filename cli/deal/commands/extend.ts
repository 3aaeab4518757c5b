import { Command } from 'commander';
import {
  type ExtensionDeps,
  type ExtensionRequest,
  extendProtection,
  extensionDecision,
} from '../../../activities/deal/extension.ts';
import { extensionStanding } from '../../../activities/deal/extension-standing.ts';
import { protectionId } from '../../../domain/identity.ts';
import { openPorts } from '../../../installation/ports.ts';
import { needActingPerson } from '../../actor.ts';
import { CASE_ARGUMENT, findCase } from '../../cases/find-case.ts';
import { applicationNow } from '../../clock.ts';
import { configured } from '../../configured.ts';
import { readerZone } from '../../reader-zone.ts';
import { refusalFailure } from '../../refusal.ts';
import { rolloutDeps } from '../../rollout/deps.ts';
import { inSession, type Session } from '../../session.ts';
import { AT_ONCE_SECONDS, tokenFor } from '../../signing.ts';
import { clockTime } from '../../times.ts';

const CALL = { timeoutMs: 20_000, mayWait: true };

export function dealsExtend(): Command {
  return new Command('extend')
    .description('extend the protection of an approved deal, once, when its stage in the CRM has moved')
    .argument('<case>', CASE_ARGUMENT)
    .requiredOption('--reason <text>', 'why; kept in the audit trail')
    .addHelpText(
      'after',
      '\nExample:\n  $ quarterdeck deals extend deal:impartner:101 --reason "Proof of concept runs"',
    )
    .action(inSession(extend));
}

async function extend(session: Session, said: string, { reason }: { reason: string }): Promise<void> {
  const person = await needActingPerson(session);
  const configuration = configured();
  const { client } = await session.temporal();
  const deps: ExtensionDeps = {
    ...(await rolloutDeps(session)),
    client,
    taskQueue: configuration.QUARTERDECK_TASK_QUEUE,
    ports: await openPorts(configuration, ['crm']),
  };
  const row = await session.db((tx) => findCase(tx, said));
  const request: ExtensionRequest = { case: row.case, by: person.id, reason };
  const token = await session.db(async (tx) => {
    const { evidenceHash } = await extensionStanding(tx, deps.ports, row.case, CALL);
    const on = { case: protectionId(row.case), evidenceHash, validSeconds: AT_ONCE_SECONDS };
    return tokenFor(tx, person, extensionDecision(request), on);
  });
  const answer = await extendProtection(deps, { ...request, token }, CALL);
  if ('message' in answer) throw refusalFailure(answer, { case: row.case });
  const { terminal } = session;
  terminal.data({ case: row.case, ...answer });
  const until = clockTime(answer.protectedUntil, applicationNow().toISOString(), readerZone(person));
  terminal.say(`${row.case} is protected until ${until}; its partner is told.`);
}
