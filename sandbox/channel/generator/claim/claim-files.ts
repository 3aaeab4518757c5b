import { day, WRITTEN_ON } from '../days.ts';
import { ratesBetween } from '../exchange.ts';
import { seeded } from '../random.ts';
import { render } from './papers/render.ts';
import type { ClaimPlan } from './plan.ts';
import { sampleClaims } from './sample-claims.ts';

/**
 * Claims of a channel as files: `claims/ID.json` with their documents, their truth apart in `claims-truth.json`, what the PRM holds
 * beside, and the rates of all of their days.
 */
export async function claimFiles(seed: number, plan: ClaimPlan): Promise<Map<string, Buffer>> {
  const { claims, deals, funds } = sampleClaims(WRITTEN_ON, seed, plan);
  const files = new Map<string, Buffer>();
  for (const { fields, documents } of claims) {
    const handedIn: { name: string; content: string }[] = [];
    for (const one of documents)
      handedIn.push({ name: one.name, content: (await render(one)).toString('base64') });
    files.set(`claims/${fields.claim_id}.json`, json({ ...fields, documents: handedIn }));
  }
  const truth = claims.map((one) => ({ ...one.truth, submittedAt: one.submittedAt }));
  const rates = ratesBetween(seeded(seed).fork('claims rates'), day(-90), WRITTEN_ON);
  const rows = rates.map(({ date, currency, usd }) => `${date},${currency},${usd}\n`).join('');
  return files
    .set('claims-truth.json', json(truth))
    .set('claims-deals.json', json(deals))
    .set('claims-funds.json', json(funds))
    .set('claims-rates.csv', Buffer.from(`date,currency,usd\n${rows}`));
}

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
