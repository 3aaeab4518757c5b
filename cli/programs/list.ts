import { Command, Option } from 'commander';
import { PROGRAM_TYPES, type ProgramType } from '../../domain/incentives/program.ts';
import {
  PROGRAM_STATUSES,
  type ProgramStatus,
  programStatus,
  programsAt,
} from '../../domain/incentives/versions.ts';
import { applicationNow } from '../clock.ts';
import { inSession, type Session } from '../session.ts';
import { paysText } from './pays-text.ts';
import { storedPrograms } from './stored.ts';

export function programsList(): Command {
  return new Command('list')
    .description('list incentive programs, of each the version in force or the first to come')
    .addOption(new Option('--status <status>', 'only these').choices(PROGRAM_STATUSES))
    .addOption(new Option('--type <type>', 'only these').choices(PROGRAM_TYPES))
    .addHelpText('after', '\nExample:\n  $ quarterdeck programs list --status active --type spiff')
    .action(inSession(list));
}

async function list(
  session: Session,
  { status, type }: { status?: ProgramStatus; type?: ProgramType },
): Promise<void> {
  const at = applicationNow().toISOString();
  const all = await storedPrograms(session);
  const rows = programsAt(all, at)
    .map((program) => ({ ...program, status: programStatus(program, at) }))
    .filter((one) => (!status || one.status === status) && (!type || one.type === type));
  session.terminal.list(
    rows,
    [
      { head: 'PROGRAM', value: (row) => row.program },
      { head: 'TYPE', value: (row) => row.type },
      { head: 'STATUS', value: (row) => row.status },
      { head: 'UNTIL', value: (row) => row.window.to },
      { head: 'PAYS', value: (row) => paysText(row).join('; '), below: true },
    ],
    all.length === 0 ? 'No program is in force.' : 'No program is so.',
  );
}
