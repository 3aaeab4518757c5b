import type { ClaimFacts } from '../../../domain/claim/checks/claim-facts.ts';
import type { PastLine, PastPartner, Shared } from '../../../domain/claim/checks/past-claims.ts';
import type { ProgramType } from '../../../domain/incentives/program.ts';
import { jsonb } from '../jsonb.ts';
import type { Tx } from '../pool.ts';
import { COUNTS, STANDING } from './counting-cases.ts';
import { soughtKeys } from './fact-keys.ts';
import { soughtLookKeys } from './look-keys.ts';

/** More lines than this are not compared; a person is told. */
const MOST = 400;
/** Invoices of one form look alike and bear other numbers; of a paper that is scanned again nearly all numbers are read again. */
const SAME_NUMBERS = 0.7;
/** Fewer numbers tell no papers apart: then the pictures do, which differ in no more of 256 bits (nearParts finds up to 47). */
const FEW_NUMBERS = 4;
const IMAGE_BITS = 40;

/** What only has like figures, or only the customer, may be left out where there is too much; it is read last. */
const WEAK = 2;
const WEAKNESS = `case when not h.shares <@ array['customer', 'deal', 'fields'] then 0
  when 'fields' = any(h.shares) and h.shares && array['customer', 'deal'] then 1 else ${WEAK} end`;

/** Lines of other claims that share something with this one, and whether there were more than could be read. */
export async function pastLines(tx: Tx, facts: ClaimFacts): Promise<{ lines: PastLine[]; cut: boolean }> {
  const looks = facts.files.flatMap((file) => file.looks.map((look) => ({ ...look })));
  const days = facts.lines.flatMap(({ soldOn }) => soldOn ?? []).sort();
  const { rows } = await tx.query<Columns>(
    `with own as (select seq from claim_facts where case_id = $1),
      looks as materialized (
        select ('x' || bits)::bit(256) as hash, numbers from jsonb_to_recordset($4::jsonb) as t (bits text, numbers text[])),
      images as (
        select distinct i.case_id from claim_fact_image_parts p join claim_fact_images i using (case_id, hash)
            cross join looks l
          where p.part = any($9::integer[]) and i.case_id <> $1
            and case when least(cardinality(i.numbers), cardinality(l.numbers)) < $10 then bit_count(i.hash # l.hash) <= $5
              else (select count(*) from unnest(i.numbers) as n where n = any(l.numbers))
                >= $11::numeric * least(cardinality(i.numbers), cardinality(l.numbers)) end),
      found as (
        select case_id, line, split_part(key, ':', 1) as shared from claim_fact_keys where key = any($3::text[])
        union select case_id, '', 'image' from images),
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
      ...[facts.case, facts.claim, soughtKeys(facts), jsonb(looks)],
      ...[IMAGE_BITS, facts.partner, days.at(-1) ?? facts.submittedOn, MOST + 1],
      ...[[...new Set(looks.flatMap(soughtLookKeys))], FEW_NUMBERS, SAME_NUMBERS],
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
