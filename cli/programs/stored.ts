import { signedPrograms } from '../../adapters/store/incentive-programs.ts';
import type { IncentiveProgram } from '../../domain/incentives/program.ts';
import { trustRoot } from '../authority.ts';
import type { Session } from '../session.ts';

/** Every version that was put in force, with its hash. */
export async function storedPrograms(session: Session): Promise<(IncentiveProgram & { version: string })[]> {
  const stored = await session.db(async (tx) => signedPrograms(tx, await trustRoot(session, tx)));
  return stored.map(({ version, program }) => ({ ...program, version }));
}
