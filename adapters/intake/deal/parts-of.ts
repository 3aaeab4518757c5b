import type { FormatOf } from '../../../domain/reading/source-format.ts';
import { VendorFault } from '../../ports/call.ts';
import type { PrmPort } from '../../ports/prm.ts';
import type { Store } from '../../store/pool.ts';
import { statement } from '../../store/statement.ts';
import type { Vault } from '../../store/vault.ts';
import { ownerOf } from '../mail/owner.ts';
import { ownSharedDomains } from '../mail/shared-mail-domains.ts';
import { type IntakeForm, RECORD_HINT, ZIP } from '../parse.ts';
import { isRows } from '../quick.ts';
import { readInThread } from '../read-in-thread.ts';
import { dealWithPartner } from './deal-with-partner.ts';
import { unreadable } from './document.ts';
import { contextOf, type TextPartner } from './free-text.ts';
import { mailParts } from './mail-parts.ts';
import type { DealPart } from './part.ts';
import type { TextRead } from './reading-jobs.ts';

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
  // A hint holds nothing, and an archive comes as its files.
  if (form === RECORD_HINT || form === ZIP) return [];
  const format = checking.formatOf(checked.source);
  const read = await readInThread('text', { form, body, now, format, servers: NO_SERVER });
  if ('code' in read) return refused(read.code);
  if (!('fault' in read.answer)) return textParts(checking, checked, read.answer, now);
  const { fault, aside } = read.answer;
  return [{ ok: false, faults: [fault], body, ...(aside && { aside }) }];
}

async function textParts(
  { vault, store, prm }: Checking,
  { body, partnerId = null }: Checked,
  { free, rows, several }: Exclude<TextRead, { fault: unknown }>,
  now: Date,
): Promise<DealPart[]> {
  const owner = await unlessAway(ownerOf({ store, prm }, free, partnerId, CALL), {
    partnerId: partnerId ?? free.partnerId,
    unconfirmed: free.source === 'email' && partnerId === null,
  });
  const id = owner.partnerId;
  const partner =
    id === null ? null : await unlessAway<TextPartner | null>(prm.partners.read(id, CALL), null);
  const shared = await ownSharedDomains(statement(store), now.toISOString());
  const context = contextOf(free, partner, now, shared);
  const read = await readInThread('fields', { free, ...(several && { several }), context });
  return 'code' in read
    ? [{ ok: false, faults: [unreadable(read.code)], body }]
    : mailParts({ texts: read.answer, owner, rows, body }, now, vault.tokenOf);
}

/** A check is of a file at hand, which no mail server vouches for. */
const NO_SERVER: readonly string[] = [];

const CALL = { timeoutMs: 5_000, mayWait: true };

/** A check goes on without the PRM: whoever sent a text, and which number of a date is the month, is then left to the reviewer. */
async function unlessAway<T>(asked: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof VendorFault) return otherwise;
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
