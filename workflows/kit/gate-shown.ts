import { type Gate, gateView, runningClock } from '../../domain/gate/gate.ts';
import type { Progress } from './progress.ts';

/** The gate of a desk, always shown as it is. */
export interface GateShown {
  /** The last one, open or closed. */
  readonly last: Gate | null;
  open(): Gate | null;
  nextTick(): ReturnType<typeof runningClock>['ticks'][number] | null;
  set(gate: Gate, line: string): void;
}

export function showGate(progress: Progress): GateShown {
  let gate: Gate | null = null;
  const open = () => (gate?.closed === null ? gate : null);
  return {
    get last() {
      return gate;
    },
    open,
    nextTick() {
      const now = open();
      return now && (runningClock(now).ticks[0] ?? null);
    },
    set(next, line) {
      gate = next;
      const waiting = next.partner ? 'waiting_for_partner' : 'waiting_for_decision';
      if (next.closed) progress.clear('sla_expired');
      progress.show({ gate: gateView(next), status: next.closed ? 'running' : waiting }, line);
    },
  };
}
