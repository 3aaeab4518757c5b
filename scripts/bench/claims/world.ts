import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  ClaimFields,
  ClaimTruth,
  FundRequestRecord,
  PlannedClaim,
  PlannedDocument,
} from '../../../sandbox/channel/generator/claim/claim.ts';
import { makeClaims } from '../../../sandbox/channel/generator/claim/make-claims.ts';
import type { ClaimPlan } from '../../../sandbox/channel/generator/claim/plan.ts';
import { readPrograms } from '../../../sandbox/channel/generator/claim/programs.ts';
import { companyMaker } from '../../../sandbox/channel/generator/companies.ts';
import { later } from '../../../sandbox/channel/generator/days.ts';
import { type Rate, ratesBetween } from '../../../sandbox/channel/generator/exchange.ts';
import { makePartners } from '../../../sandbox/channel/generator/partners.ts';
import { seeded } from '../../../sandbox/channel/generator/random.ts';
import type { Deal, Partner } from '../../../sandbox/channel/generator/records.ts';

/** A claim to be decided, and its truth. */
export interface BenchClaim {
  submittedAt: string;
  fields: ClaimFields;
  truth: ClaimTruth;
  handedIn(): Promise<HandedIn>;
}

export interface HandedIn {
  /** JSON with the documents. */
  body: Buffer;
  /** What the documents were made of, by the SHA-256 of their bytes; none where somebody else has made them. */
  papers: Map<string, PlannedDocument>;
}

/** Claims of one installation in the order in which they are handed in, and what its vendors know. */
export interface ClaimYear {
  /** ISO date before the first of them. */
  from: string;
  claims: BenchClaim[];
  partners: Partner[];
  deals: Deal[];
  funds: FundRequestRecord[];
  /** `date,currency,usd` */
  ratesCsv: string;
}

/** The programs of policy/incentives run side by side in these days. */
const FROM = '2026-07-20';
const TO = '2026-12-10';
const PARTNERS = 194;
/** At least 270 invalid claims and 200 duplicates. */
export const BENCH_CLAIMS: ClaimPlan = { claims: 3_000, invalid: 0.1, duplicate: 0.07 };
const OTHER_TOOLS = 0.5;

/** @param make the bytes of a document */
export function claimYear(
  seed: number,
  plan: ClaimPlan,
  make: (document: PlannedDocument) => Promise<Buffer>,
): ClaimYear {
  const random = seeded(seed);
  const partners = makePartners(random.fork('partners'), companyMaker(random.fork('companies')), PARTNERS);
  const world = { partners, programs: readPrograms(), from: FROM, to: TO, otherTools: OTHER_TOOLS };
  const { claims, deals, funds } = makeClaims({ random: random.fork('claims'), ...world }, plan);
  return {
    ...{ from: later(FROM, -1), partners, deals, funds },
    claims: claims.map((one) => ({ ...one, handedIn: () => handedIn(one, make) })),
    ratesCsv: csvOf(ratesBetween(random.fork('rates'), later(FROM, -120), TO)),
  };
}

/**
 * Somebody's own claims: `claims/*.json` as `POST /api/claims` takes them, `claims-truth.json` with one record a claim (`claim`, `kind`, `same`,
 * `readable`, `submittedAt`), `claims-deals.json`, `claims-funds.json`, `claims-rates.csv` and `partners.json`, as `generate.ts --claims` writes them.
 * @throws Error naming a claim without truth
 */
export function readClaimSet(folder: string): ClaimYear {
  const json = <T>(file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as T;
  const truths = new Map(
    json<(ClaimTruth & { submittedAt: string })[]>('claims-truth.json').map((one) => [one.claim, one]),
  );
  const claims = readdirSync(join(folder, 'claims')).map((file): BenchClaim => {
    const bytes = readFileSync(join(folder, 'claims', file));
    const fields = JSON.parse(bytes.toString()) as ClaimFields;
    const truth = truths.get(fields.claim_id);
    if (!truth) throw new Error(`${file}: claims-truth.json has no ${fields.claim_id}`);
    return {
      submittedAt: truth.submittedAt,
      fields,
      truth,
      handedIn: async () => ({ body: bytes, papers: new Map() }),
    };
  });
  claims.sort((a, b) => Date.parse(a.submittedAt) - Date.parse(b.submittedAt));
  return {
    from: later((claims[0]?.submittedAt ?? FROM).slice(0, 10), -1),
    claims,
    ...{
      partners: json('partners.json'),
      deals: json('claims-deals.json'),
      funds: json('claims-funds.json'),
    },
    ratesCsv: readFileSync(join(folder, 'claims-rates.csv'), 'utf8'),
  };
}

const csvOf = (rates: readonly Rate[]): string =>
  `date,currency,usd\n${rates.map(({ date, currency, usd }) => `${date},${currency},${usd}\n`).join('')}`;

async function handedIn(
  { fields, documents }: PlannedClaim,
  make: (document: PlannedDocument) => Promise<Buffer>,
): Promise<HandedIn> {
  const files: { name: string; content: string }[] = [];
  const papers: HandedIn['papers'] = new Map();
  for (const one of documents) {
    const bytes = await make(one);
    files.push({ name: one.name, content: bytes.toString('base64') });
    papers.set(createHash('sha256').update(bytes).digest('hex'), one);
  }
  return { body: Buffer.from(JSON.stringify({ ...fields, documents: files })), papers };
}
