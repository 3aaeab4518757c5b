import type { DealPart } from '../../adapters/intake/deal/part.ts';
import { type Checking, partsOf } from '../../adapters/intake/deal/parts-of.ts';
import { pastRegistrations } from '../../adapters/intake/deal/past-registrations.ts';
import { ownSharedDomains } from '../../adapters/intake/mail/shared-mail-domains.ts';
import type { Call } from '../../adapters/ports/call.ts';
import { statement } from '../../adapters/store/statement.ts';
import type { Fault } from '../../contracts/problem.ts';
import { hostOf } from '../../domain/company/company-name.ts';
import { isSharedMailDomain } from '../../domain/company/mail-domains.ts';
import type { DealProblem, TableSource } from '../../domain/deal/canonical-deal.ts';
import { type Fill, type KnownAccount, knownAccountsOf, proposeFill } from '../../domain/deal/fill-in.ts';
import { DEAL_FIELDS, type DealFields, type DealSubmission } from '../../domain/deal/registration.ts';
import type { Attachment } from '../../domain/documents/attachment.ts';
import type { ReceivedDocument } from '../../domain/documents/document.ts';
import type { FieldSource } from '../../domain/reading/finding.ts';

/** What submitting one part of a document would do; `--json` prints these. */
export interface CheckedPart {
  /** 1, 2 … in the order of the document. */
  part: number;
  /** `submit`: a case, whose fields read from free text a person confirms; `reject`: a dead letter. */
  would: 'submit' | 'reject';
  partner: string | null;
  provenance: DealSubmission['provenance'] | null;
  fields: Partial<DealFields>;
  sources: Partial<Record<keyof DealFields, FieldSource>>;
  missing: (keyof DealFields)[];
  filled: Fill[];
  /** Accounts of the CRM that the customer is; null: kept back from whoever may have to decide it blind. */
  known: KnownAccount[] | null;
  problems: (DealProblem | Fault)[];
  /** Fields that hold something and are not read. */
  unread: string[];
  /** The row of the table, and how that was read; null where it came otherwise. */
  table: TableSource | null;
  documents: ReceivedDocument[];
  attachments: Attachment[];
}

/** What of a CRM is asked. */
export interface Accounts {
  candidates(
    by: { domain: string | null; name: string },
    call: Call,
  ): Promise<{ accounts: readonly KnownAccount[] }>;
}

/** A registration without notes is complete. */
const NEEDED = DEAL_FIELDS.filter((name) => name !== 'partner_notes' && name !== 'opportunity_name');

/**
 * Reads a document as submitting it would, and writes nothing.
 * @param crm null: what stands in it is kept back
 */
export async function checkInput(
  checking: Checking,
  crm: Accounts | null,
  input: Parameters<typeof partsOf>[1],
): Promise<CheckedPart[]> {
  const parts = await partsOf(checking, input);
  const checked: CheckedPart[] = [];
  for (const [index, part] of parts.entries()) checked.push(await checkPart(checking, crm, part, index + 1));
  return checked;
}

async function checkPart(
  checking: Checking,
  crm: Accounts | null,
  part: DealPart,
  number: number,
): Promise<CheckedPart> {
  const nothing = {
    part: number,
    partner: null,
    provenance: null,
    fields: {},
    sources: {},
    missing: [],
    filled: [],
    unread: [],
    table: null,
  };
  if (!part.ok)
    return { ...nothing, would: 'reject', known: [], problems: part.faults, documents: [], attachments: [] };
  const {
    submission,
    sources = {},
    problems,
    documents = [],
    attachments,
    unread = [],
    table = null,
  } = part.parsed.stated;
  const shared = await ownSharedDomains(statement(checking.store), checking.now().toISOString());
  const host = hostOf(submission.primary_contact_email);
  const domain = host === null || isSharedMailDomain(host, shared) ? null : host;
  const name = submission.customer_name ?? '';
  const found = await crm?.candidates({ domain, name }, { timeoutMs: 5_000, mayWait: true });
  const accounts = found?.accounts ?? [];
  const past = await pastRegistrations(checking, submission.source_partner_id);
  return {
    ...nothing,
    would: 'submit',
    partner: submission.source_partner_id,
    provenance: submission.provenance,
    fields: Object.fromEntries(DEAL_FIELDS.map((field) => [field, submission[field]])),
    sources,
    missing: NEEDED.filter((field) => submission[field] === null),
    filled: proposeFill(submission, past, accounts, (host) => isSharedMailDomain(host, shared)),
    known: found ? knownAccountsOf(submission, accounts) : null,
    ...{ problems, documents, attachments, unread, table },
  };
}
