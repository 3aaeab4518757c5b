import type { Ports } from '../../adapters/ports/index.ts';
import { loadAuthority } from '../../adapters/store/authority.ts';
import type { Store } from '../../adapters/store/pool.ts';
import { statement } from '../../adapters/store/statement.ts';
import type { TickKind } from '../../domain/gate/clock.ts';
import type { StaffMessage } from '../../domain/staff-message.ts';
import type { GateNotice } from './gate-deps.ts';

const SUBJECT: Record<TickKind, string> = {
  remind: 'waits for your decision',
  escalate: 'is due and was escalated to you',
  escalate_ops: 'is long due and was escalated to Partner Ops',
  sla_expired: 'has passed every deadline',
  escalate_daily: 'still has no decision',
  remind_partner: 'waits for the partner',
  partner_silent: 'was not answered by the partner',
};

/**
 * Tells one of our own people over the first channel that has an address for them. A message names the case, it never decides
 * anything. Who cannot be reached is skipped.
 */
export function tellReviewer({ store, ports }: { store: Store; ports: Pick<Ports, 'staff'> }) {
  return async ({ key, case: id, kind, to, gate }: GateNotice): Promise<void> => {
    const { people } = await loadAuthority(statement(store));
    const reach = people[to]?.reach ?? {};
    const [channel] = ports.staff.filter((one) => one.addressOf(reach) !== null);
    if (!channel) return;
    const message: StaffMessage = {
      title: `${id} ${SUBJECT[kind]}`,
      lines: gate.reasons.map((reason) => reason.text),
      facts: [{ label: 'Due', value: gate.dueText }],
      next: { page: null, command: `quarterdeck reviews show ${id}` },
    };
    const payload = { to: channel.addressOf(reach), message: { ...message } };
    await channel.writes.tell.send(payload, key, { timeoutMs: 20_000, mayWait: true });
  };
}
