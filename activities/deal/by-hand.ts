import type { CaseRow } from '../../adapters/store/cases.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import type { Refusal } from '../../domain/decision.ts';
import { may } from '../../domain/gate/authority.ts';
import type { ByHandDeps } from '../gate/signed-entry.ts';

/** Why this person may not enter anything for this case; null when they may: people of its partner, and whoever may submit for partners. */
export async function objectionToByHand(
  tx: Tx,
  deps: Pick<ByHandDeps, 'authority' | 'policy'>,
  { partnerId, case: id }: Pick<CaseRow, 'partnerId' | 'case'>,
  by: string,
): Promise<Refusal | null> {
  const authority = await deps.authority(tx);
  const policy = authority.policy ?? deps.policy().authority;
  const person = authority.people[by];
  if (!person?.active) return { code: 'unknown_person', message: `${by} is not an active person here` };
  if (person.role === 'partner') {
    if (person.partnerId !== null && person.partnerId === partnerId) return null;
    return { code: 'role', message: `${id} is not a registration of ${by}'s partner` };
  }
  if (may(person.role, 'trigger', 'business', policy)) return null;
  const { title } = policy.roles[person.role];
  return {
    code: 'role',
    message: `${title} may not enter that; the partner, a Channel Manager or Partner Ops may`,
  };
}
