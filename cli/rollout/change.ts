import {
  changeRequest,
  changeRollout,
  type RolloutChange,
  rolloutStanding,
} from '../../activities/rollout/rollout-change.ts';
import { listCases } from '../../adapters/store/cases.ts';
import { rolloutCase, segmentPatterns } from '../../domain/rollout.ts';
import { needActingPerson } from '../actor.ts';
import { refusalFailure } from '../refusal.ts';
import type { Session } from '../session.ts';
import { AT_ONCE_SECONDS, tokenFor } from '../signing.ts';
import { rolloutDeps } from './deps.ts';

/** Signs and makes one change, then tells the cases it concerns. @throws CliFailure when it is refused. */
export async function changeMode(
  session: Session,
  wanted: Pick<RolloutChange, 'lifecycle' | 'segment' | 'mode' | 'reason'>,
): Promise<void> {
  const person = await needActingPerson(session);
  const deps = await rolloutDeps(session);
  const change: RolloutChange = { ...wanted, by: person.id };
  const token = await session.db(async (tx) => {
    const { evidenceHash } = await rolloutStanding(tx, deps, change);
    const on = {
      case: rolloutCase(change.lifecycle, change.segment),
      evidenceHash,
      validSeconds: AT_ONCE_SECONDS,
    };
    return tokenFor(tx, person, changeRequest(change), on);
  });
  const answer = await changeRollout(deps, { ...change, token });
  if ('message' in answer) throw refusalFailure(answer);
  const told = await tellCases(session, change);
  session.terminal.data({ ...wanted, from: answer.from, by: person.id, measure: answer.measure, told });
  session.terminal.say(`${change.lifecycle} ${change.segment}: ${answer.from} → ${answer.to}.`);
}

/** Parked cases look again at once; without this they would within the hour. Returns how many were told. */
async function tellCases(session: Session, { lifecycle, segment }: RolloutChange): Promise<number> {
  const running = await session.db((tx) => listCases(tx, { lifecycle, status: 'running', limit: 100_000 }));
  const covered = running.filter((row) => row.segment && segmentPatterns(row.segment).includes(segment));
  try {
    const { client } = await session.temporal();
    const told = await Promise.allSettled(
      covered.map((row) => client.workflow.getHandle(row.case).signal('rolloutChanged')),
    );
    return told.filter((one) => one.status === 'fulfilled').length;
  } catch {
    session.terminal.note('Temporal does not answer: parked cases hear of it within the hour.');
    return 0;
  }
}
