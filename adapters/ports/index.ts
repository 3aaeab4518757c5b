import type { CrmPort } from './crm.ts';
import type { EnrichPort } from './enrich.ts';
import type { LlmPort } from './llm.ts';
import type { MatchPort } from './match.ts';
import type { NotifyPort } from './notify.ts';
import type { PrmPort } from './prm.ts';
import type { StaffPort } from './staff.ts';
import type { Write } from './write.ts';

/**
 * The ports: what activities know of the outside world. A vendor is one file that implements one of them.
 * Everything that crosses a port is plain JSON in our words; vendors' words stay in their files.
 */

export interface Ports {
  prm: PrmPort;
  crm: CrmPort;
  /** To partners. */
  notify: NotifyPort;
  /** Channels to our own people, in the order in which they are tried. */
  staff: readonly StaffPort[];
  /** null: no model is configured, the template writer is used and says so. */
  llm: LlmPort | null;
  match: MatchPort;
  /** null: no outside source is configured. */
  enrich: EnrichPort | null;
}

/** The writing side of the ports whose writes go through the ledger. */
interface LedgeredPorts {
  prm: Pick<PrmPort, 'writes'>;
  crm: Pick<CrmPort, 'writes'>;
  notify: Pick<NotifyPort, 'writes'>;
}

/** The ledger's name of a write: `crm.upsertAccount`, `notify.send` … */
export type Operation =
  | `prm.${keyof PrmPort['writes']}`
  | `crm.${keyof CrmPort['writes']}`
  | `notify.${keyof NotifyPort['writes']}`;

/** Every write of every port by its ledger name: `crm.upsertAccount`, `notify.send` … */
export function writesOf(ports: LedgeredPorts): Record<string, Write> {
  const named = (port: string, writes: Record<string, Write | null>) =>
    Object.entries(writes).flatMap(([operation, write]) =>
      write ? [[`${port}.${operation}`, write] as const] : [],
    );
  return Object.fromEntries([
    ...named('prm', ports.prm.writes),
    ...named('crm', ports.crm.writes),
    ...named('notify', ports.notify.writes),
  ]);
}
