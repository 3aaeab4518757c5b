import { join } from 'node:path';
import { loadCatalogues } from '../../adapters/notify/read-catalogues.ts';
import type { DealWords } from '../../contracts/deal/message-catalogue.ts';
import type { ShownField } from '../../domain/deal/notices.ts';
import { whyDeal } from '../../domain/deal/why.ts';
import { type PartnerWhy, whyForPartner } from '../../domain/deal/why-partner.ts';
import type { CasePages, Reader } from '../cases/case-pages.ts';
import { colleaguesPage } from '../cases/case-why.ts';
import { deadlineLines, section } from '../cases/why-text.ts';
import { fields } from '../layout.ts';
import { policyFolder } from '../policy.ts';
import { appealWords } from './appeal-words.ts';
import { dealStanding } from './standing.ts';

/** Where a registration stands, why, and what can be done about it. */
export const dealWhy: CasePages['why'] = async (tx, { row, now, env }) => {
  const standing = await dealStanding(tx, row, now);
  const appeal = await appealWords(tx, env, row.case);
  const { en } = await loadCatalogues(join(policyFolder(), 'messages'));
  const english = en.words.deal as DealWords;
  const customer = row.summary.customer_name ?? null;
  const colleagues = colleaguesPage(row, whyDeal(standing, english.steps), {
    data: { customer, appeal },
    heading: 'Why it was appealed',
    lines: appeal === null ? [] : [appeal],
  });
  const seen = whyForPartner(standing);
  const words = seen.reason && { reason: english.reasons[seen.reason], step: english.steps[seen.reason] };
  return {
    colleagues,
    partner: {
      data: { case: row.case, customer, ...seen, ...words },
      text: (title, reader) => partnerText(title, customer, seen, english, reader),
    },
  };
};

/** For its partner, in English; notices tell it in the partner's language. */
function partnerText(
  title: string,
  customer: unknown,
  { status, reason, evidence, missing, deadlines }: PartnerWhy,
  words: DealWords,
  reader: Reader,
): string {
  const { width } = reader;
  const field = (name: string) => words.fields[name as ShownField] ?? name;
  return [
    `${title}${typeof customer === 'string' ? `: ${customer}` : ''}`,
    fields([['status', status]], width),
    ...section('Why', reason ? [words.reasons[reason]] : [], width),
    ...section('These details counted', evidence.map(field), width),
    ...section('Missing', missing.map(field), width),
    ...section('What you can do', reason ? [words.steps[reason]] : [], width),
    ...deadlineLines(deadlines, reader),
  ].join('\n');
}
