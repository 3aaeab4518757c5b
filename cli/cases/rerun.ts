import { Command } from 'commander';
import type { CaseRow } from '../../adapters/store/cases.ts';
import { type Difference, differences } from '../../domain/differences.ts';
import type { DecisionRecord, Rerun } from '../../domain/evidence.ts';
import type { Json } from '../../domain/json.ts';
import { instant } from '../arguments.ts';
import { refuseBlind } from '../blind.ts';
import { CliFailure, EXIT, notFound } from '../failure.ts';
import { fields, wrap } from '../layout.ts';
import { inSession, needed, type Session } from '../session.ts';
import { CASE_ARGUMENT, findCase } from './find-case.ts';

export function casesRerun(): Command {
  return new Command('rerun')
    .description('compute a decision again from what was frozen for it; exit 3 when it differs')
    .argument('<case>', CASE_ARGUMENT)
    .option('--as-of <instant>', 'the decision that stood then (default: the last one)', instant)
    .addHelpText('after', '\nExample:\n  $ quarterdeck cases rerun deal:impartner:101')
    .action(inSession(rerun));
}

async function rerun(session: Session, said: string, { asOf }: { asOf?: string }): Promise<void> {
  const { row, answer } = await session.db(async (tx) => {
    const { decisionAt, decisionOf } = await import('../../adapters/store/rerun.ts');
    const row = await findCase(tx, said);
    refuseBlind(row);
    const record = await (asOf ? decisionAt(tx, row.case, asOf) : decisionOf(tx, row.case));
    if (!record) throw noDecision(row, asOf);
    return { row, answer: await again(session, row.case, record) };
  });
  const { record, result } = answer;
  const { decision, evidenceHash, policyVersion } = record;
  const found =
    answer.result === 'different'
      ? differences(decision as unknown as Json, answer.again as unknown as Json)
      : [];
  const { terminal } = session;
  terminal.data({
    ...{ case: row.case, result, decider: decision.decider, evidenceHash, policyVersion, decision },
    ...(answer.result === 'different' && { again: answer.again, differences: found }),
  });
  if (result === 'subject_erased') throw erased(row);
  terminal.say(
    result === 'equal' ? terminal.paint('green', `${row.case}: byte-equal`) : `${row.case}: it differs`,
  );
  terminal.say(
    fields(
      [
        ['decider', decision.decider],
        ['evidence', evidenceHash],
        ['policy', policyVersion],
        ['outcome', decision.outcome],
        ['confidence', String(decision.confidence)],
      ],
      terminal.width,
    ),
  );
  if (result === 'equal') return;
  for (const one of found) terminal.say(wrap(differenceText(one), terminal.width, '  '));
  throw differs(row);
}

/** Loaded here: the deciders and the vault are needed by no other page. */
async function again(session: Session, caseId: string, record: DecisionRecord): Promise<Rerun> {
  const [{ rerunDecision, EvidenceGone }, { openVault }, { decideAgain }] = await Promise.all([
    import('../../adapters/store/rerun.ts'),
    import('../../adapters/store/vault.ts'),
    import('../../domain/deciders.ts'),
  ]);
  const vault = openVault(needed('QUARTERDECK_MASTER_KEY'));
  try {
    return await session.db((tx) => rerunDecision(tx, vault, { case: caseId, record }, decideAgain));
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof EvidenceGone)) throw error;
    throw new CliFailure({
      exit: EXIT.refused,
      code: error instanceof EvidenceGone ? 'evidence_gone' : 'unknown_decider',
      title: `The decision of ${caseId} cannot be computed again: ${error.message.replace(/; run: .*/, '')}.`,
      fix:
        error instanceof EvidenceGone
          ? 'See whether it was removed: quarterdeck audit verify'
          : 'Run the version that decided it.',
      case: caseId,
    });
  }
}

function differenceText({ path, was, now }: Difference): string {
  const text = (value: Json | undefined) => (value === undefined ? 'nothing' : JSON.stringify(value));
  return `${path}: recorded ${text(was)}, now ${text(now)}`;
}

function noDecision({ case: id }: CaseRow, asOf: string | undefined): CliFailure {
  return notFound(
    `No decider had decided ${id}${asOf === undefined ? ' yet' : ` at ${asOf}`}.`,
    `What happened: quarterdeck cases show ${id}`,
  );
}

function differs({ case: id }: CaseRow): CliFailure {
  return new CliFailure({
    exit: EXIT.refused,
    code: 'differs',
    title: `The decision of ${id} does not come out again as it was recorded.`,
    fix: 'Look whether what is stored was changed: quarterdeck audit verify. If not, the decider was: report it.',
    case: id,
  });
}

function erased({ case: id }: CaseRow): CliFailure {
  return new CliFailure({
    exit: EXIT.refused,
    code: 'subject_erased',
    title: `The decision of ${id} can no longer be computed: a person in its evidence was erased.`,
    fix: `What is left of it: quarterdeck cases show ${id}`,
    case: id,
  });
}
