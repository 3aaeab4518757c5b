import type { Ports } from '../../adapters/ports/index.ts';
import { loadAuthority } from '../../adapters/store/authority.ts';
import type { Store } from '../../adapters/store/pool.ts';
import { statement } from '../../adapters/store/statement.ts';
import type { TickKind } from '../../domain/gate/clock.ts';
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

/** Mails one of our own people; the mail links to the case, it never decides anything. Somebody without an address is skipped. */
export function tellReviewer({ store, ports }: { store: Store; ports: Pick<Ports, 'notify'> }) {
  return async ({ key, case: id, kind, to, gate }: GateNotice): Promise<void> => {
    const { people } = await loadAuthority(statement(store));
    const email = people[to]?.email;
    if (!email) return;
    const text = [
      `Case ${id} ${SUBJECT[kind]}.`,
      `Due: ${gate.dueText}`,
      ...gate.reasons.map((reason) => `- ${reason.text}`),
      '',
      `Look at it with: quarterdeck reviews show ${id}`,
    ].join('\n');
    const message = { to: email, subject: `${id} ${SUBJECT[kind]}`, text };
    await ports.notify.writes.send.send({ message, partnerId: 'internal', kind }, key, {
      timeoutMs: 20_000,
      mayWait: true,
    });
  };
}
