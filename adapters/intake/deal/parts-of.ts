import type { FormatOf } from '../../../domain/reading/source-format.ts';
import { VendorFault } from '../../ports/call.ts';
import type { PrmPort } from '../../ports/prm.ts';
import type { Store } from '../../store/pool.ts';
import { statement } from '../../store/statement.ts';
import type { Vault } from '../../store/vault.ts';
import type { IntakeForm } from '../parse.ts';
import { partnerOfAddress } from '../partner-of.ts';
import { isRows } from '../quick.ts';
import { readInThread } from '../read-in-thread.ts';
import { dealWithPartner } from './deal-with-partner.ts';
import { unreadable } from './document.ts';
import { contextOf, type FreeText, type TextPartner } from './free-text.ts';
import { freeTextPart } from './free-text-part.ts';
import type { DealPart } from './part.ts';
import { ownSharedDomains } from './shared-mail-domains.ts';

/** What reading without submitting needs. */
export interface Checking {
  store: Store;
  vault: Vault;
  prm: Pick<PrmPort, 'partners'>;
  now(): Date;
  formatOf: FormatOf;
}

interface Checked {
  form: IntakeForm;
  body: Uint8Array;
  source: string;
  partnerId?: string | null;
}

/**
 * The registrations of a document, read as a worker reads them but without a model: for a check, which costs nothing and leaves nothing
 * behind.
 */
export async function partsOf(checking: Checking, checked: Checked): Promise<DealPart[]> {
  const { form, body, partnerId = null } = checked;
  const now = checking.now();
  const refused = (code: string): DealPart[] => [{ ok: false, faults: [unreadable(code)], body }];
  if (isRows(form)) {
    const format = checking.formatOf(checked.source);
    const rows = await readInThread('rows', { form, body, now, format });
    return 'code' in rows ? refused(rows.code) : rows.answer.map((part) => withPartner(part, partnerId));
  }
  const text = form === 'message/rfc822' || form === 'application/pdf' ? form : 'text/plain';
  const read = await readInThread('text', { form: text, body, now });
  if ('code' in read) return refused(read.code);
  if (read.answer === null) return [];
  return 'fault' in read.answer
    ? [{ ok: false, faults: [read.answer.fault], body }]
    : fieldsOf(checking, checked, read.answer, now);
}

async function fieldsOf(
  { vault, store, prm }: Checking,
  { body, partnerId = null }: Checked,
  free: FreeText,
  now: Date,
): Promise<DealPart[]> {
  const sent = free.sender === null ? null : await partnerOfAddress(store, free.sender);
  const partner = partnerId ?? sent ?? free.partnerId;
  const context = contextOf(
    free,
    partner === null ? null : await partnerOf(prm, partner),
    now,
    await ownSharedDomains(statement(store), now.toISOString()),
  );
  const read = await readInThread('fields', { free, context });
  return 'code' in read
    ? [{ ok: false, faults: [unreadable(read.code)], body }]
    : [freeTextPart(free, read.answer, partner, now, vault.tokenOf, body)];
}

async function partnerOf(prm: Checking['prm'], id: string): Promise<TextPartner | null> {
  try {
    return await prm.partners.read(id, { timeoutMs: 5_000, mayWait: true });
  } catch (error) {
    // Its language only settles which number of a date is the month; without it such a date is left to the reviewer.
    if (error instanceof VendorFault) return null;
    throw error;
  }
}

function withPartner(part: DealPart, partnerId: string | null): DealPart {
  if (!part.ok || partnerId === null) return part;
  return {
    ok: true,
    parsed: { ...part.parsed, stated: dealWithPartner(part.parsed.stated, partnerId) },
  };
}
