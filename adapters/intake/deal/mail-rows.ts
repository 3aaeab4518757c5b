import type { SourceFormat } from '../../../domain/reading/source-format.ts';
import { PARTNER_UNCONFIRMED, type TextOwner } from '../mail/owner.ts';
import { NO_PARTNER } from '../no-partner.ts';
import { parseDealTable } from './any-table.ts';
import type { FreeText } from './free-text.ts';
import type { DealPart } from './part.ts';

/** The rows of the tables that are attached to a mail. */
export async function rowsOf(
  tables: readonly { name: string; bytes: Uint8Array }[],
  now: Date,
  format: SourceFormat,
): Promise<DealPart[]> {
  const rows: DealPart[] = [];
  for (const { name, bytes } of tables)
    for (const part of await parseDealTable(bytes, now, format))
      rows.push(part.place ? { ...part, place: { ...part.place, file: name } } : part);
  return rows;
}

/**
 * A row of a table that came with a mail: a proposal for a reviewer, as everything in a mail. Its record is named for its sender too, so
 * that nobody changes somebody else's registration by sending a table with the same ids.
 * @param owner whose the mail is
 * @param token keyed hash, see Vault
 */
export function rowOfMail(
  part: DealPart,
  { sender }: FreeText,
  owner: TextOwner,
  token: (text: string) => string,
): DealPart {
  if (!part.ok) return part;
  const { stated, externalId } = part.parsed;
  const { source_partner_id: stands } = stated.submission;
  const partner = stands === NO_PARTNER ? (owner.partnerId ?? NO_PARTNER) : stands;
  const unconfirmed = partner !== NO_PARTNER && (owner.unconfirmed || partner !== owner.partnerId);
  const deal = {
    ...stated,
    submission: { ...stated.submission, provenance: 'extracted' as const, source_partner_id: partner },
    submitted_by: sender,
    problems: [
      ...stated.problems.filter(({ code }) => code !== 'partner_missing' || partner === NO_PARTNER),
      ...(unconfirmed ? [PARTNER_UNCONFIRMED] : []),
    ],
  };
  const name = token([sender, externalId].join('\n')).slice(0, 14);
  return { ok: true, parsed: { ...part.parsed, externalId: name, stated: deal } };
}
