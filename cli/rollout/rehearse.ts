import { Command } from 'commander';
import { type KeptHistory, keepHistory } from '../../activities/rollout/history.ts';
import { sha256Bytes } from '../../adapters/store/hash.ts';
import type { PersonRecord } from '../../contracts/policy-authority.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import { rehearsedSegments } from '../../domain/rehearsal.ts';
import { drawOf } from '../../installation/draw.ts';
import type { PastCases } from '../cases/past-cases.ts';
import { applicationNow } from '../clock.ts';
import { configured } from '../configured.ts';
import { CliFailure, EXIT, usage } from '../failure.ts';
import { readInput } from '../input.ts';
import { wrap } from '../layout.ts';
import { lifecycleOption } from '../lifecycle-option.ts';
import { pagesOf } from '../lifecycles.ts';
import { refusalFailure } from '../refusal.ts';
import { inSession, type Session } from '../session.ts';
import { entryToken, personKey } from '../signing.ts';
import { table } from '../table.ts';
import { needConfigurer } from './configurer.ts';
import { rolloutDeps } from './deps.ts';
import { rehearsalText } from './rehearsal-text.ts';

interface Options {
  lifecycle: Lifecycle;
  check?: true;
}

export function rolloutRehearse(): Command {
  return new Command('rehearse')
    .description('decide cases of the past as of their own days and compare them with what people decided')
    .argument('<file>', 'a year of past cases with what people decided')
    .option('--check', 'only say what it shows; nothing is kept or counted')
    .addOption(lifecycleOption())
    .addHelpText(
      'after',
      `
No vendor is written to and nobody is told. What is kept counts as shadow,
marked as history, until it is taken back; whoever keeps it signs for it.

Examples:
  $ quarterdeck rollout rehearse past.csv --check
  $ quarterdeck rollout rehearse past.csv`,
    )
    .action(inSession(rehearse));
}

async function rehearse(session: Session, path: string, options: Options): Promise<void> {
  const { lifecycle } = options;
  const { rehearse: decide } = await pagesOf(lifecycle);
  if (!decide)
    throw usage(`No past case of ${lifecycle} can be rehearsed.`, 'Name another lifecycle.', 'lifecycle');
  const by = options.check ? null : await needConfigurer(session);
  const body = await readInput(path);
  const past = await decide(session, body);
  if (past.problems.length > 0) throw unreadable(session, path, past);
  const draw = drawOf(configured());
  const deps = await rolloutDeps(session);
  const { rules } = deps;
  const now = applicationNow().toISOString();
  const outcomes = past.cases.map(({ decidedAt: at, ...one }) => ({ ...one, at, draw: draw(one.case) }));
  const segments = rehearsedSegments(outcomes, rules(), now);
  const { terminal } = session;
  const kept =
    by === null
      ? null
      : await keptHistory(
          { ...deps, draw },
          by,
          { lifecycle, by: by.id, fileHash: sha256Bytes(body) },
          past.cases.map(({ about: _, decidedBy: __, reason: ___, decidedAt: at, reasons, ...one }) => ({
            ...{ ...one, at },
            rules: reasons.map(({ rule }) => rule),
          })),
        );
  terminal.data({ segments, cases: past.cases, notes: past.notes, kept });
  for (const line of rehearsalText(past, segments, rules(), terminal.width)) terminal.say(line);
  if (kept === null) return terminal.say('Nothing was kept. Leave --check out to have it count as shadow.');
  const before = kept.before > 0 ? ` ${kept.before} were left out: they count already.` : '';
  const said = `${kept.kept} cases count as shadow from now on, marked as history.${before} To take all of it back: quarterdeck rollout take-back ${kept.import}`;
  terminal.say(wrap(said, terminal.width));
}

/** Signs for the file and keeps it. @throws CliFailure when that is refused */
async function keptHistory(
  deps: Parameters<typeof keepHistory>[0],
  by: PersonRecord,
  of: Parameters<typeof keepHistory>[1],
  past: Parameters<typeof keepHistory>[2],
): Promise<KeptHistory> {
  const kept = await keepHistory(deps, of, past, {
    key: personKey(by),
    sign: (tx, entered) => entryToken(tx, by, entered),
  });
  if ('message' in kept) throw refusalFailure(kept);
  return kept;
}

/** Every row that cannot be used, before anything is decided. */
function unreadable({ terminal }: Session, path: string, { problems }: PastCases): CliFailure {
  terminal.data({ problems });
  terminal.say(
    table(
      problems,
      [
        { head: 'ROW', value: (one) => one.row, align: 'right' },
        { head: 'COLUMN', value: (one) => one.column },
        { head: 'WHAT', value: (one) => one.what, least: 30, below: true },
      ],
      terminal.width,
    ),
  );
  const rows = problems.length === 1 ? 'One row' : `${problems.length} rows`;
  return new CliFailure({
    exit: EXIT.usage,
    code: 'rows',
    title: `${rows} of ${path} cannot be rehearsed; nothing was decided or kept.`,
    fix: 'Correct what the table names and run it again; rows are counted as a spreadsheet does.',
    field: 'file',
  });
}
