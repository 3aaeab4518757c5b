import { Command } from 'commander';
import { type RolloutDeps, recordComparisonIn } from '../../activities/rollout/rollout.ts';
import { type DecidedRow, readDecided } from '../../adapters/intake/deal/decided-rows.ts';
import type { SigningKey } from '../../adapters/keys/keys.ts';
import { latestAgreementOf } from '../../adapters/store/agreements.ts';
import { appendAudit } from '../../adapters/store/audit.ts';
import type { CaseRow } from '../../adapters/store/cases.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { findCase } from '../cases/find-case.ts';
import { applicationNow } from '../clock.ts';
import { CliFailure, usage } from '../failure.ts';
import { readInput } from '../input.ts';
import { inSession, type Session } from '../session.ts';
import { personKey } from '../signing.ts';
import { needConfigurer } from './configurer.ts';
import { rolloutDeps } from './deps.ts';

export function rolloutDecided(): Command {
  return new Command('decided')
    .description('say what people decided of cases that are only watched, so that they are compared')
    .argument(
      '<file>',
      'a table with the columns case (or id, here or in the PRM) and decision: an export of deals',
    )
    .addHelpText('after', '\nExample:\n  $ quarterdeck rollout decided deals.csv')
    .action(inSession(run));
}

type Became = 'compared' | 'known already' | 'not watched here' | 'no case here';

async function run(session: Session, path: string): Promise<void> {
  const by = await needConfigurer(session);
  const { decided, problems } = await readDecided(await readInput(path));
  const { terminal } = session;
  const [first] = problems;
  if (first)
    throw usage(
      `${path}${first.row === null ? '' : `, row ${first.row}`}: ${[first.column, first.what].filter(Boolean).join(' ')}`,
      'Correct it and run this again.',
      'file',
    );
  const entering = { deps: await rolloutDeps(session), key: personKey(by) };
  const became: (DecidedRow & { became: Became })[] = [];
  for (const one of decided) became.push({ ...one, became: await enter(session, one, entering) });
  const of = (what: Became) => became.filter((one) => one.became === what).length;
  terminal.data({ decided: became });
  const said = (['compared', 'known already', 'not watched here', 'no case here'] as const).map(
    (what) => `${of(what)} ${what}`,
  );
  terminal.say(
    `Of ${became.length} decisions: ${said.join(', ')}. Where that leaves each segment: quarterdeck rollout status`,
  );
}

/** Comparison and audit row in one transaction; the comparison is signed by whoever enters it. */
async function enter(
  session: Session,
  { id, human }: { id: string; human: 'approve' | 'reject' },
  { deps, key }: { deps: RolloutDeps; key: SigningKey },
): Promise<Became> {
  return session.db(async (tx) => {
    const row = await caseOf(tx, id);
    if (row === null) return 'no case here';
    const look = await latestAgreementOf(tx, row.case);
    if (row.mode !== 'shadow' || look === undefined) return 'not watched here';
    if (look.human !== null) return 'known already';
    const { case: caseId, revision } = look;
    await recordComparisonIn(tx, deps, { ...look, human }, 'blind', key);
    const at = applicationNow().toISOString();
    const entered = { actor: key.owner, action: 'decision.entered', revision, decision: human };
    await appendAudit(tx, caseId, { at, ...entered });
    return 'compared';
  });
}

async function caseOf(tx: Tx, id: string): Promise<CaseRow | null> {
  try {
    return await findCase(tx, id);
  } catch (error) {
    if (error instanceof CliFailure) return null;
    throw error;
  }
}
