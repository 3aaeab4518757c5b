import { patched } from '@temporalio/workflow';
import type { DealActivities } from '../../activities/deal/index.ts';
import { type FormProblem, onSignal } from '../kit/hear.ts';
import type { Hints } from '../kit/hints.ts';
import type { Ledger, LedgerCase } from '../kit/ledger.ts';
import { record } from '../kit/profiles.ts';
import type { Progress } from '../kit/progress.ts';
import { localFirst } from '../kit/step.ts';
import { extend, release } from '../messages.ts';

const deals = localFirst<DealActivities>(record);

/** The window as it is now; an extension moves its end. */
export interface Window {
  deal: string;
  /** UTC instant. */
  until: string;
  /** The row says that it was extended. */
  extended: boolean;
  hints: Hints;
  now: LedgerCase;
  ledger: Ledger;
  progress: Progress;
  /** Ends the window early. */
  end(why: string): void;
}

/** What the registration says holds, whatever a start or a signal has said. */
export async function lookAtWindow(window: Window): Promise<void> {
  const { protectedUntil, extended } = await deals.protectionStanding(window.deal);
  if (protectedUntil === null) return window.end('the registration is not protected');
  window.extended = extended;
  // The notices of an extended window are writes of their own: an extension is possible once.
  window.now.revision = extended ? 2 : 1;
  if (protectedUntil === window.until) return;
  window.until = protectedUntil;
  window.progress.show({}, `${extended ? 'extended; ' : ''}protected until ${protectedUntil}`);
}

/** As windows of 0.2.0 were told. */
export function moveEnd(window: Window, protectedUntil: string, reason: string): void {
  if (Date.parse(protectedUntil) <= Date.parse(window.until)) return;
  window.until = protectedUntil;
  // The same notices come again, and each is a write of its own.
  window.now.revision += 1;
  window.progress.show({}, `${reason}; protected until ${protectedUntil}`);
}

/** Windows of 0.2.0 believed their signals; what those did is in their histories. */
export function listenToHints(window: Window): void {
  const look = () => window.hints.hint();
  const failed = (problem: string) => window.progress.show({}, `ignored: ${problem}`);
  onSignal<{ reason: string }>(release, {
    form: textsOf('reason'),
    take: ({ reason }) => (patched('window-hint') ? look() : window.end(reason)),
    malformed: look,
    failed,
  });
  onSignal<{ protectedUntil: string; reason: string }>(extend, {
    form: textsOf('protectedUntil', 'reason'),
    take: ({ protectedUntil, reason }) =>
      patched('window-hint') ? look() : moveEnd(window, protectedUntil, reason),
    malformed: look,
    failed,
  });
}

function textsOf(...fields: string[]): FormProblem {
  return (said) =>
    fields.every((field) => typeof (said as Record<string, unknown> | null)?.[field] === 'string')
      ? null
      : `a message with the texts ${fields.join(', ')}`;
}
