import type { Call } from '../../ports/call.ts';
import type { PrmPort } from '../../ports/prm.ts';
import type { Store } from '../../store/pool.ts';
import { partnerOfAddress } from '../partner-of.ts';

/** Nobody vouches for the sender, so a person says whether the partner is the one that it is taken for. */
export const PARTNER_UNCONFIRMED = {
  code: 'partner_unconfirmed',
  field: 'source_partner_id',
  title: 'Nothing proves that the mail comes from this partner: confirm the partner.',
} as const;

/** What a mail, or another text, tells of whose it is. */
export interface Sent {
  source: 'email' | 'files';
  sender: string | null;
  /** The server that received the mail vouches for its sender. */
  proved?: boolean;
  /** The partner that it names itself. */
  partnerId: string | null;
}

/** Whose a text is, and whether that is sure. */
export interface TextOwner {
  partnerId: string | null;
  /** A mail whose sender nobody vouches for, or which only names a partner in its text: a person confirms the partner. */
  unconfirmed: boolean;
}

/**
 * The partner of a free text: whom the submitter names, else whose address its sender has, among the people or in the PRM, else whom its
 * text names.
 * @param named by the submitter, who is proved
 * @throws VendorFault when the PRM does not answer
 */
export async function ownerOf(
  { store, prm }: { store: Store; prm: Pick<PrmPort, 'partners'> },
  { source, sender, proved = false, partnerId: claimed }: Sent,
  named: string | null,
  call: Call,
): Promise<TextOwner> {
  if (named !== null) return { partnerId: named, unconfirmed: false };
  const known = sender === null ? null : await partnerOfSender(store, prm, sender, call);
  const partnerId = known ?? claimed;
  return { partnerId, unconfirmed: source === 'email' && partnerId !== null && !(proved && known !== null) };
}

async function partnerOfSender(
  store: Store,
  prm: Pick<PrmPort, 'partners'>,
  sender: string,
  call: Call,
): Promise<string | null> {
  return (await partnerOfAddress(store, sender)) ?? (await prm.partners.withEmail(sender, call))?.id ?? null;
}
