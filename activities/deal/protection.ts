import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { getCase } from '../../adapters/store/cases.ts';
import { type DueWindow, dueWindows, windowStarted } from '../../adapters/store/deal/due-windows.ts';
import { registrationOf } from '../../adapters/store/deal/registrations.ts';
import type { Store } from '../../adapters/store/pool.ts';
import { statement } from '../../adapters/store/statement.ts';
import { TASK_TIMEOUT } from '../../domain/case.ts';
import { endBeforeExtension } from '../../domain/deal/protection.ts';
import type { TrustRoot } from '../../domain/gate/authority-log.ts';
import { protectionId } from '../../domain/identity.ts';
import type { NoticeTo } from '../../workflows/deal/notices.ts';
import type { ProtectionInput } from '../../workflows/deal/protection.ts';
import { attributes } from '../../workflows/search-attributes.ts';
import { failure, vendorFailure } from '../kit/vendor-failures.ts';
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

export function protectionActivities(deps: ProtectionDeps) {
  const { store, installationKey } = deps;
  return {
    /** @throws ApplicationFailure a vendor failure */
    async startDueProtections(): Promise<number> {
      try {
        return await startDueWindows(deps);
      } catch (error) {
        throw vendorFailure(error);
      }
    },

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

/** Windows that are looked up at once. */
const PAGE = 200;

/** Starts the windows that are due, and tells those that run already of what has changed. @returns how many; a failure leaves the rest due */
async function startDueWindows(deps: ProtectionDeps): Promise<number> {
  const at = deps.now().toISOString();
  for (let started = 0; ; ) {
    const due = await dueWindows(statement(deps.store), at, PAGE);
    for (const window of due) await startWindow(deps, window);
    started += due.length;
    if (due.length < PAGE) return started;
  }
}

/** The same for one registration that has just changed, so that nobody waits for the next run. */
export async function startIfDue(deps: ProtectionDeps, caseId: string): Promise<void> {
  const [window] = await dueWindows(statement(deps.store), deps.now().toISOString(), 1, caseId);
  if (window) await startWindow(deps, window);
}

async function startWindow(deps: ProtectionDeps, window: DueWindow): Promise<void> {
  if (window.protectedUntil === null) await release(deps, window);
  else await startOrTell(deps, window, window.protectedUntil);
  await windowStarted(statement(deps.store), window);
}

/** One that is there, whoever has started it, is told to look at its registration. Repeating it changes nothing. */
async function startOrTell(deps: ProtectionDeps, window: DueWindow, protectedUntil: string): Promise<void> {
  const { workflow } = deps.client;
  const options = optionsOf(deps, window, protectedUntil);
  try {
    await workflow.start('protection', options);
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    const said = { protectedUntil, reason: 'the registration has changed' };
    // Only a signal that could also have started it wakes a window of an earlier version, which sleeps until its first notice.
    await workflow.signalWithStart('protection', { ...options, signal: 'extend', signalArgs: [said] });
  }
}

/** Nobody needs a window of what is not protected any more, but one that is there has to end. */
async function release({ client }: ProtectionDeps, { case: id, status }: DueWindow): Promise<void> {
  try {
    await client.workflow
      .getHandle(protectionId(id))
      .signal('release', { reason: `the registration is ${status}` });
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

function optionsOf({ taskQueue }: ProtectionDeps, { case: id, extended }: DueWindow, protectedUntil: string) {
  // It tells the partner of an end that differs from the one in its input; the ledger tells it once.
  const known = extended ? endBeforeExtension(protectedUntil) : protectedUntil;
  const input: ProtectionInput = { case: id, protectedUntil: known };
  return {
    workflowId: protectionId(id),
    // What a window does is in the registration: nothing is done twice by one that comes after another.
    workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
    taskQueue,
    workflowTaskTimeout: TASK_TIMEOUT,
    args: [input] as [ProtectionInput],
    typedSearchAttributes: [
      { key: attributes.CaseStatus, value: 'running' },
      { key: attributes.OpenProblem, value: 'none' },
    ],
    staticSummary: `Protection of ${id} until ${protectedUntil}`,
  };
}
