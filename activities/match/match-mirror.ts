import { heartbeat } from '@temporalio/activity';
import { areCallsSpent } from '../../adapters/day-quota.ts';
import type { Submitting } from '../../adapters/intake/submit.ts';
import type { Call } from '../../adapters/ports/call.ts';
import type { Ports } from '../../adapters/ports/index.ts';
import { mirrorStates, putMirrorState } from '../../adapters/store/match-mirror.ts';
import { signedPolicy } from '../../adapters/store/signed-policies.ts';
import { statement } from '../../adapters/store/statement.ts';
import { decisionPolicySchema } from '../../contracts/deal/policy.ts';
import type { TrustRoot } from '../../domain/gate/authority-log.ts';
import { call } from '../kit/call.ts';
import { resting } from '../kit/resting.ts';
import { tellOdd } from '../kit/tell-odd.ts';
import { vendorFailure } from '../kit/vendor-failures.ts';
import { keyAnew } from './match-index-batch.ts';
import { crmPage, prmPage } from './match-pages.ts';
import { takeInPolled, tellOfMerged } from './polled-registrations.ts';

export interface MatchMirrorDeps extends Submitting {
  ports: Pick<Ports, 'prm' | 'crm' | 'match'>;
  installationKey: TrustRoot;
}

export interface Mirrored {
  /** Records that were read; the same one may have come twice. */
  read: number;
  /** There is more to read at once. */
  more: boolean;
}

export type MatchMirrorActivities = ReturnType<typeof matchMirrorActivities>;

/** Pages of one activity: a few minutes at a vendor's pace. */
const PAGES = 100;

/** No case waits for a mirror. */
const background = (): Call => ({ ...call(), background: true });

export function matchMirrorActivities(deps: MatchMirrorDeps) {
  const { store, ports, installationKey, now } = deps;
  const db = statement(store);
  const tellOnce = tellOdd();
  const toldMerged = new Set<string>();
  return {
    /**
     * Copies into the match index what has changed at a system of record since the last time. Goes on where it was, also after
     * a crash: each page is indexed before its mark is kept, and indexing a record twice changes nothing.
     * @throws ApplicationFailure a vendor failure
     */
    async mirrorRecords(of: 'crm' | 'prm'): Promise<Mirrored> {
      try {
        const source = `${of}:${ports[of].vendor}`;
        const state = (await mirrorStates(db)).find((each) => each.source === source);
        if (resting(state?.caughtUp ?? null, ports[of].mirrorEveryMs, now())) return { read: 0, more: false };
        let mark = state?.mark ?? null;
        // What was there before us is history, whatever its status.
        const known = (state?.caughtUp ?? null) !== null;
        let read = 0;
        const freeMail = await freeMailProviders();
        for (let page = 0; page < PAGES; page += 1) {
          const started = now().toISOString();
          const found = await (of === 'crm' ? crmPage : prmPage)(deps, mark, freeMail, background());
          read += found.read;
          for (const one of found.odd) tellOnce(source, one);
          if (known) await takeInPolled(deps, ports.prm, found.submitted);
          mark = found.mark;
          await putMirrorState(db, { source, mark, caughtUp: found.more ? null : started });
          if (!found.more) {
            if (of === 'prm') await tellOfMerged(deps, ports.prm, toldMerged, background());
            return { read, more: false };
          }
          heartbeat();
        }
        return { read, more: true };
      } catch (error) {
        // Its calls of the day are kept for decisions and writes: doctor says so, and a later run reads on.
        if (areCallsSpent(error)) return { read: 0, more: false };
        throw vendorFailure(error);
      }
    },

    /** Housekeeping of the match index. What an older version has keyed becomes a batch. @throws ApplicationFailure VendorUnavailable */
    async tendMatchIndex(): Promise<void> {
      try {
        await keyAnew(deps);
        await ports.match.tend(call());
      } catch (error) {
        throw vendorFailure(error);
      }
    },
  };

  async function freeMailProviders(): Promise<readonly string[]> {
    const row = await signedPolicy(db, installationKey, 'deal', { at: now().toISOString() });
    return row ? decisionPolicySchema.parse(row.body).deal.freeMail : [];
  }
}
