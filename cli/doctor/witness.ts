import type { Witnessed } from '../../activities/kit/witness.ts';
import { getInstallation } from '../../adapters/store/installation.ts';
import type { Configuration } from '../../installation/configuration.ts';
import type { Session } from '../session.ts';
import { type Check, failed, ok } from './check.ts';

const FIX = 'See that it can be written to (QUARTERDECK_WITNESS); the next checkpoint is told again.';

/** Whether checkpoints are noted outside the database, at each witness that is configured. */
export async function checkWitnesses(session: Session, configuration: Configuration): Promise<Check[]> {
  const names = Object.keys(configuration.QUARTERDECK_WITNESS);
  const fact = (await session.db((tx) => getInstallation(tx, 'witness'))) ?? {};
  const told = new Map(Object.entries(fact as Record<string, Witnessed>));
  if (names.length === 0)
    return [failed('witness', 'none', 'Name one in QUARTERDECK_WITNESS, e.g. {"file":{}}.')];
  return names.map((one) => checkOne(`witness ${one}`, told.get(one)));
}

function checkOne(name: string, told: Witnessed | undefined): Check {
  if (!told) return ok(name, 'no checkpoint yet');
  const { number, at, problem } = told;
  if (problem !== null) return failed(name, `checkpoint ${number} was not kept: ${problem}`, FIX);
  return ok(name, `checkpoint ${number}, ${at.slice(0, 16)}Z`);
}
