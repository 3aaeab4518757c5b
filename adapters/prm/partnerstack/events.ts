import { partnerstackEvent } from '../../../contracts/vendors/partnerstack.ts';
import { nothingReported } from '../reported.ts';

/** The key of the deal that an event is about; see Registrar.reported. */
export function reportedByPartnerstack(event: unknown): string | null {
  const body = partnerstackEvent.safeParse(event);
  const name = body.data?.event ?? body.data?.type;
  if (name != null && !/^deal[._]/.test(name)) return null;
  const { data } = body.data ?? {};
  const key = body.data?.key ?? body.data?.target_key ?? data?.key ?? data?.object?.key ?? data?.target_key;
  if (key == null) throw nothingReported('partnerstack', 'key');
  return key;
}
