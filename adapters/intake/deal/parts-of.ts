import { VendorFault } from '../../ports/call.ts';
import type { PrmPort } from '../../ports/prm.ts';
import type { Store } from '../../store/pool.ts';
import type { Vault } from '../../store/vault.ts';
import type { IntakeForm } from '../parse.ts';
import { partnerOfAddress } from '../partner-of.ts';
import { isFields } from '../quick.ts';
import { parseDealDocument } from './document.ts';
import type { TextPartner } from './free-text.ts';
import { dealIntake } from './index.ts';
import { parseDealMail } from './mail.ts';
import type { DealPart } from './part.ts';
import type { TextTools } from './text-tools.ts';

/** What reading without submitting needs. */
export interface Checking extends Pick<TextTools, 'extract' | 'documents'> {
  store: Store;
  vault: Vault;
  prm: Pick<PrmPort, 'partner'>;
  now(): Date;
}

/**
 * The registrations of a document, read in this process and without a model: for a check, which costs nothing and leaves nothing
 * behind.
 */
export async function partsOf(
  checking: Checking,
  { form, body, partnerId }: { form: IntakeForm; body: Uint8Array; partnerId?: string | null },
): Promise<DealPart[]> {
  const now = checking.now();
  if (isFields(form))
    return dealIntake.parse(form, body, now).map((part) => withPartner(part, partnerId ?? null));
  const tools = textTools(checking, partnerId ?? null);
  if (form === 'message/rfc822')
    return [await parseDealMail(body, now, tools)].filter((part) => part !== null);
  return [await parseDealDocument(body, form === 'application/pdf' ? form : 'text/plain', now, tools)];
}

function textTools({ extract, documents, vault, store, prm }: Checking, partnerId: string | null): TextTools {
  return {
    ...{ extract, documents },
    token: vault.tokenOf,
    partnerOf: (address) => partnerOfAddress(store, address),
    async partner(id): Promise<TextPartner | null> {
      try {
        return await prm.partner(id, { timeoutMs: 5_000, mayWait: true });
      } catch (error) {
        // Its language only settles which number of a date is the month; without it such a date is left to the reviewer.
        if (error instanceof VendorFault) return null;
        throw error;
      }
    },
    ...(partnerId === null ? {} : { partnerId }),
  };
}

function withPartner(part: DealPart, partnerId: string | null): DealPart {
  if (!part.ok || partnerId === null) return part;
  return {
    ok: true,
    parsed: { ...part.parsed, stated: dealIntake.withPartner(part.parsed.stated, partnerId) },
  };
}
