import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { getCase } from '../../adapters/store/cases.ts';
import { registrationOf } from '../../adapters/store/deal/registrations.ts';
import type { Store } from '../../adapters/store/pool.ts';
import { statement } from '../../adapters/store/statement.ts';
import { TASK_TIMEOUT } from '../../domain/case.ts';
import { PROTECTION_NOTICE_DAYS, untilProtectionNotice } from '../../domain/deal/protection.ts';
import type { TrustRoot } from '../../domain/gate/authority-log.ts';
import { protectionId } from '../../domain/identity.ts';
import type { NoticeTo } from '../../workflows/deal/notices.ts';
import type { ProtectionInput } from '../../workflows/deal/protection.ts';
import { attributes } from '../../workflows/search-attributes.ts';
import { failure } from '../kit/vendor-failures.ts';
import { lastTriage } from './last-triage.ts';

export interface ProtectionDeps {
  store: Store;
  /** Under which a look has to prove. */
  installationKey: TrustRoot;
  client: Client;
  /** Of our workers. */
  taskQueue: string;
  now: () => Date;
}

/** Whom the notices of a window go to, and the segment whose rollout holds for them. */
export interface ProtectionNotice {
  segment: string;
  to: NoticeTo;
  /** As the registration has it, should the window not have heard of its extension; absent from windows of 0.1.0. */
  protectedUntil?: string | null;
}

/** What the registration says of its protection. */
export interface ProtectionStanding {
  /** UTC instant; null when the registration is not protected, or there is none. */
  protectedUntil: string | null;
  extended: boolean;
}

export function protectionActivities({ store, installationKey }: ProtectionDeps) {
  return {
    /** Whether a deal is protected and until when. The only thing that a window believes. */
    async protectionStanding(id: string): Promise<ProtectionStanding> {
      const registration = await registrationOf(statement(store), id);
      const extended = typeof registration?.extendedAt === 'string';
      if (registration?.status !== 'Approved') return { protectedUntil: null, extended };
      return { protectedUntil: registration.protectedUntil, extended };
    },

    /** What was known of the deal when it was approved; the partner's address stays sealed. @throws failure NotFound */
    async protectionNotice(id: string): Promise<ProtectionNotice> {
      const db = statement(store);
      const [row, registration] = await Promise.all([getCase(db, id), registrationOf(db, id)]);
      const triage = row && (await lastTriage(db, installationKey, row));
      if (!triage)
        throw failure('NotFound', `case ${id} was never looked at, so nobody can be told of its protection`);
      const { segment, partner, customer, reference } = triage;
      const protectedUntil = registration?.protectedUntil ?? null;
      return { segment, to: { partner, customer, reference }, protectedUntil };
    },
  };
}

/**
 * Begins the protection window. It sleeps at the server until its first notice: a quiet window costs no worker anything. One that is
 * there, whoever has started it, is told to look at the registration. Repeating it changes nothing.
 */
export async function startProtection(deps: ProtectionDeps, window: ProtectionInput): Promise<void> {
  const quiet = untilProtectionNotice(window.protectedUntil, PROTECTION_NOTICE_DAYS[0], deps.now().getTime());
  try {
    await deps.client.workflow.start('protection', {
      ...optionsOf(deps, window),
      ...(quiet > 0 ? { startDelay: quiet } : {}),
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    await tellWindow(deps, window, 'extend', { protectedUntil: window.protectedUntil, reason: 'approved' });
  }
}

/** Tells a window that its registration is not protected any more. */
export function releaseProtection(
  deps: ProtectionDeps,
  window: ProtectionInput,
  reason: string,
): Promise<void> {
  return tellWindow(deps, window, 'release', { reason });
}

/** Tells a window that its registration is protected longer. */
export function extendWindow(deps: ProtectionDeps, window: ProtectionInput, reason: string): Promise<void> {
  const { protectedUntil } = window;
  return tellWindow(deps, window, 'extend', { protectedUntil, reason });
}

/** Only a signal that could also have started it wakes a window that sleeps. One that has ended looks once more, and ends again. */
async function tellWindow(
  deps: ProtectionDeps,
  window: ProtectionInput,
  signal: string,
  said: Record<string, string>,
): Promise<void> {
  await deps.client.workflow.signalWithStart('protection', {
    ...optionsOf(deps, window),
    signal,
    signalArgs: [said],
  });
}

function optionsOf({ taskQueue }: ProtectionDeps, window: ProtectionInput) {
  return {
    workflowId: protectionId(window.case),
    // What a window does is in the registration: nothing is done twice by one that comes after another.
    workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
    taskQueue,
    workflowTaskTimeout: TASK_TIMEOUT,
    args: [window] as [ProtectionInput],
    typedSearchAttributes: [
      { key: attributes.CaseStatus, value: 'running' },
      { key: attributes.OpenProblem, value: 'none' },
    ],
    staticSummary: `Protection of ${window.case} until ${window.protectedUntil}`,
  };
}
