import { activityInfo, cancellationSignal } from '@temporalio/activity';
import type { Call } from '../../adapters/ports/call.ts';

/**
 * How long the running activity may wait for a vendor: one second inside the workflow task, where nothing waits for a rate
 * limit either, twenty as a regular activity.
 */
export function call(): Call {
  const local = activityInfo().isLocal;
  return { timeoutMs: local ? 1_000 : 20_000, mayWait: !local, signal: cancellationSignal() };
}
