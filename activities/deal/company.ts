import { type Call, VendorFault } from '../../adapters/ports/call.ts';
import type { EnrichPort } from '../../adapters/ports/enrich.ts';
import type { DealEvidence } from '../../domain/deal/evidence.ts';
import type { MatchRecord } from '../../domain/match/record.ts';

/** An outside source is worth waiting for so long, and no case stops for it. Milliseconds. */
const PATIENCE = 3_000;

/** What an outside source knows of the customer; null without a source, without a match, and while it is down. */
export async function firmographicsOf(
  enrich: EnrichPort | null,
  { name, domain, territories }: MatchRecord,
  call: Call,
): Promise<DealEvidence['company']> {
  if (enrich === null || (domain === null && name === '')) return null;
  const country =
    territories.length === 1 && /^[A-Z]{2}$/.test(territories[0] as string) ? territories[0] : null;
  try {
    const by = { domain, name, country: country ?? null };
    const found = await enrich.firmographics(by, { ...call, timeoutMs: Math.min(call.timeoutMs, PATIENCE) });
    if (!found) return null;
    const { id, industry, employees } = found;
    return { source: enrich.vendor, id, country: found.country, industry, employees };
  } catch (error) {
    if (error instanceof VendorFault) return null;
    throw error;
  }
}
