import type { ClaimFacts } from '../../../domain/claim/checks/claim-facts.ts';
import type { PastLine, PastPartner, Shared } from '../../../domain/claim/checks/past-claims.ts';
import type { ProgramType } from '../../../domain/incentives/program.ts';
import type { Tx } from '../pool.ts';
import { COUNTS, STANDING } from './counting-cases.ts';
import { soughtKeys } from './fact-keys.ts';

/** More lines than this are not compared; a person is told. */
const MOST = 400;
/** Pictures that differ in no more of their 256 bits may be of one paper. */
const IMAGE_BITS = 40;

/** What only has like figures, or only the customer, may be left out where there is too much; it is read last. */
const WEAK = 2;
const WEAKNESS = `case when not h.shares <@ array['customer', 'deal', 'fields'] then 0
  when 'fields' = any(h.shares) and h.shares && array['customer', 'deal'] then 1 else ${WEAK} end`;

/** Lines of other claims that share something with this one, and whether there were more than could be read. */
export async function pastLines(tx: Tx, facts: ClaimFacts): Promise<{ lines: PastLine[]; cut: boolean }> {
  const days = facts.lines.flatMap(({ soldOn }) => soldOn ?? []).sort();
  const { rows } = await tx.query<Columns>(
    `with own as (select seq from claim_facts where case_id = $1),
      images as materialized (select ('x' || hash)::bit(256) as hash from unnest($4::text[]) as hash),
      found as (
        select case_id, line, split_part(key, ':', 1) as shared from claim_fact_keys where key = any($3::text[])
        union select i.case_id, '', 'image' from claim_fact_images i, images where bit_count(i.hash # images.hash) <= $5),
      hits as (
        select l.case_id, l.line, array_agg(distinct found.shared order by found.shared) as shares
          from found join claim_fact_lines l on l.case_id = found.case_id and found.line in ('', l.line)
          where l.standing <> 'released' and l.case_id <> $1 group by 1, 2)
      select h.case_id as "case", h.line, h.shares, l.partner, l.program, ${STANDING} as standing, l.sku, l.quantity::text, l.amount::text, l.currency,
          l.usd::text, l.sold_on::text as "soldOn", l.sale, l.invoices, f.parent, f.type, f.usd::text as "claimUsd",
          f.submitted_on::text as "submittedOn", f.customer, f.sellers, f.seq < own.seq as before, ${WEAKNESS} as weakness
        from own, hits h join claim_fact_lines l using (case_id, line) join claim_facts f using (case_id)
          join cases c using (case_id)
        where f.claim <> $2 and ${COUNTS}
        order by weakness, l.partner <> $6, abs(l.sold_on - $7::date), h.case_id, h.line limit $8`,
    [
      ...[facts.case, facts.claim, soughtKeys(facts), facts.files.flatMap(({ image }) => image ?? [])],
      ...[IMAGE_BITS, facts.partner, days.at(-1) ?? facts.submittedOn, MOST + 1],
    ],
  );
  const [cut] = rows.slice(MOST);
  return {
    lines: rows.slice(0, MOST).map((row) => lineFrom(facts, row)),
    cut: cut !== undefined && cut.weakness < WEAK,
  };
}

interface Columns {
  case: string;
  line: string;
  shares: Shared[];
  partner: string;
  program: string | null;
  standing: 'open' | 'granted';
  sku: string | null;
  quantity: string | null;
  amount: string | null;
  currency: string | null;
  usd: string | null;
  soldOn: string | null;
  sale: string | null;
  invoices: string[];
  parent: string | null;
  type: ProgramType | null;
  claimUsd: string | null;
  submittedOn: string;
  customer: string[][];
  sellers: string[];
  before: boolean;
  weakness: number;
}

function lineFrom(facts: ClaimFacts, row: Columns): PastLine {
  const { amount, currency, parent, weakness: _, ...rest } = row;
  return {
    ...rest,
    amount: amount === null || currency === null ? null : { amount, currency },
    by: partnerTo(facts, row.partner, parent),
  };
}

/** How the partner of another claim stands to this claim's. */
function partnerTo(facts: ClaimFacts, partner: string, parent: string | null): PastPartner {
  if (partner === facts.partner) return 'same';
  if (partner === facts.parent) return 'distributor';
  if (parent === facts.partner) return 'reseller';
  return parent !== null && parent === facts.parent ? 'sibling' : 'other';
}
