import { proxyActivities } from '@temporalio/workflow';
import type { MatchMirrorActivities } from '../activities/match/match-mirror.ts';
import { mirror } from './kit/profiles.ts';

const { mirrorRecords, tendMatchIndex } = proxyActivities<MatchMirrorActivities>(mirror);

/** Rounds of one run; what is left then is read by the next one. */
const ROUNDS = 50;

/**
 * Copies what changed in CRM and PRM into the match index; started every minute by its schedule. An outage of one does not
 * keep the other from being read. Answers how many records were read.
 */
export async function matchMirror(): Promise<{ crm: number; prm: number }> {
  const [crm, prm] = await Promise.allSettled([copied('crm'), copied('prm')]);
  await tendMatchIndex();
  if (crm.status === 'rejected') throw crm.reason;
  if (prm.status === 'rejected') throw prm.reason;
  return { crm: crm.value, prm: prm.value };
}

async function copied(of: 'crm' | 'prm'): Promise<number> {
  let read = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const done = await mirrorRecords(of);
    read += done.read;
    if (!done.more) break;
    // A first import takes long, and registrations are compared meanwhile.
    await tendMatchIndex();
  }
  return read;
}
