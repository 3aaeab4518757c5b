import type { Json, JsonObject } from '../../domain/json.ts';
import { type Lifecycle, qualified } from '../../domain/lifecycles.ts';
import type { Ledger, NewWrite } from './ledger.ts';

/** Whom a notice goes to. */
export interface Addressee {
  id: string;
  /** As text or as a reference (domain/kept.ts); null where it is not known. */
  name: Json;
  language: string;
  /** IANA zone in which instants are told. */
  timeZone: string;
  /** Sealed; null where nobody can be written to. */
  email: Json;
}

/** One notice to a partner. */
export interface PartnerNotice {
  /** Of the lifecycle's own (domain/notices.ts). */
  kind: string;
  to: Addressee;
  values: JsonObject;
  /** Of the ledger; default: the kind. */
  step?: string;
}

/** For notices while other steps of the case may go on. */
export function beside({ noticeBeside }: Pick<Ledger, 'noticeBeside'>): Pick<Ledger, 'notice'> {
  return { notice: noticeBeside };
}

/** Sends a notice through the ledger; nothing is sent to a partner without an address. */
export async function sendPartnerNotice(
  ledger: Pick<Ledger, 'notice'>,
  lifecycle: Lifecycle,
  notice: PartnerNotice,
): Promise<void> {
  const write = partnerNotice(lifecycle, notice);
  if (write) await ledger.notice(write.step, write.operation, write.payload);
}

/** A notice as the ledger sends it; null for a partner without an address. */
export function partnerNotice(
  lifecycle: Lifecycle,
  { kind: own, to, values, step = own }: PartnerNotice,
): NewWrite | null {
  const { id, name, email, language, timeZone } = to;
  if (email === null) return null;
  const kind = qualified(lifecycle, own);
  const about = { time_zone: timeZone, ...(name === null ? {} : { partner: name }) };
  return {
    step: `notice-${step}`,
    operation: 'notify.send',
    payload: {
      partnerId: id,
      kind,
      // Rendered and addressed at the edge: neither the history nor the ledger holds the partner's address.
      message: { $notice: { kind, language, to: email, values: { ...about, ...values } } },
    },
  };
}
