import { appendAudit } from '../../adapters/store/audit.ts';
import { closeAppeal } from '../../adapters/store/deal/appeals.ts';
import { noteAppeal } from '../../adapters/store/deal/conflicts.ts';
import { registrationOf, updateRegistration } from '../../adapters/store/deal/registrations.ts';
import { transact } from '../../adapters/store/pool.ts';
import { keepUntil } from '../../adapters/store/retention.ts';
import { statement } from '../../adapters/store/statement.ts';
import { appealUntil } from '../../domain/deal/appeal.ts';
import { firstNoticeAt } from '../../domain/deal/protection.ts';
import type { ClosureReason, RegistrationStatus } from '../../domain/deal/registration.ts';
import type { ProtectionInput } from '../../workflows/deal/protection.ts';
import { type CaseEnd, closeCase } from '../kit/close-case.ts';
import type { ComparingDeps } from '../rollout/rollout.ts';
import { countTakenBack } from '../rollout/taken-back.ts';
import { type ProtectionDeps, startIfDue } from './protection.ts';
import { tellIndex } from './registration-index.ts';

export interface DealEnd extends CaseEnd {
  /** What became of the registration; null in shadow, where people decide elsewhere. */
  registration: RegistrationStatus | null;
  closureReason: ClosureReason | null;
  /** The window that begins with an approval; it is a workflow of its own. */
  protection: ProtectionInput | null;
}

export type OutcomeDeps = ComparingDeps & ProtectionDeps;

export function outcomeActivities(deps: OutcomeDeps) {
  const { store, now } = deps;
  const stamp = () => now().toISOString();
  return {
    /**
     * Ends a case: its row, its registration, with when its protection window has something to do first, and its audit row in one
     * transaction. Repeating it changes nothing more.
     */
    async closeDeal(end: DealEnd): Promise<void> {
      const { case: id, registration, closureReason, outcome } = end;
      const protectedUntil = end.protection?.protectedUntil ?? null;
      await closeCase(deps, end, {
        also: (tx, row, at) => [
          ...(registration === null
            ? []
            : [
                updateRegistration(tx, id, {
                  ...{ status: registration, closureReason, protectedUntil },
                  windowDue: protectedUntil && firstNoticeAt(protectedUntil),
                }),
                tellIndex(tx, id, registration, protectedUntil),
              ]),
          ...(registration === 'Rejected' ? [noteAppeal(tx, id, { appealUntil: appealUntil(at) })] : []),
          ...((row?.sequence ?? 1) > 1 ? [closeAppeal(tx, id, outcome, at)] : []),
        ],
        keptUntil: protectedUntil,
        audited: { protectedUntil },
      });
    },

    /** The protection window has run out; a registration that was converted or rolled back meanwhile stays as it is. */
    async expireProtection(id: string): Promise<void> {
      await transact(store, async (tx) => {
        const registration = await registrationOf(tx, id);
        if (registration?.status !== 'Approved') return;
        await updateRegistration(tx, id, { status: 'Expired', closureReason: 'Expired' });
        await tellIndex(tx, id, 'Expired', null);
        await appendAudit(tx, id, { at: stamp(), actor: 'system', action: 'protection.expired' });
      });
    },
  };
}

/** After everything a case wrote is gone: the registration no longer stands in others' way, its protection ends. */
export async function withdrawRegistration(deps: OutcomeDeps, id: string): Promise<void> {
  const { store, now } = deps;
  const registration = await registrationOf(statement(store), id);
  if (!registration) return;
  await countTakenBack(deps, id);
  await transact(store, async (tx) => {
    const at = now().toISOString();
    await updateRegistration(tx, id, {
      status: 'Withdrawn',
      closureReason: 'Withdrawn',
      protectedUntil: null,
      // Its window has to hear of it, if there is one.
      ...(registration.protectedUntil === null ? {} : { windowDue: at }),
    });
    await tellIndex(tx, id, 'Withdrawn', null);
    await keepUntil(tx, id, null);
    await appendAudit(tx, id, { at, actor: 'system', action: 'registration.withdrawn' });
  });
  await startIfDue(deps, id);
}
