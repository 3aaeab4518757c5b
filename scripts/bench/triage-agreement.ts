import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseCsv } from 'csv-parse/sync';
import { dealEvidence, documentEvidence } from '../../activities/deal/evidence.ts';
import { type ComparedRecords, compareRecords } from '../../activities/deal/matches.ts';
import { indexedRegistration, queryOf } from '../../activities/deal/query.ts';
import { accountRecord, opportunityRecord, prmRecord } from '../../activities/match/match-records.ts';
import type { PartnerRecord } from '../../adapters/ports/prm.ts';
import { decideDeal } from '../../domain/deal/decision.ts';
import type { DatedRate } from '../../domain/exchange-rate.ts';
import type { IndexedRecord } from '../../domain/match/facts.ts';
import { dealPolicy } from '../../installation/deal/policy.ts';
import { matchModel } from '../../installation/policy.ts';
import { makeChannel } from '../../sandbox/channel/generator/channel.ts';
import { PLAN } from '../../sandbox/channel/generator/plan.ts';
import type { Truth } from '../../sandbox/channel/generator/truth.ts';
import type { ChannelCrm, ChannelPartner, ChannelPrmDeal } from '../../sandbox/channel.ts';
import { contactHost, dealsOf } from './channel-deals.ts';
import { type Figure, figure } from './figures.ts';
import type { BenchOptions } from './index.ts';
import { memoryIndex } from './memory-index.ts';

/** The channel is looked at as on the day on which it was written. */
const NOW = new Date('2026-11-20T18:00:00Z');
const CALL = { timeoutMs: 1_000, mayWait: true };
const AIM = 0.97;

/** A registration whose `triage_status` is another than its truth. */
export interface Disagreement {
  file: string;
  kind: string;
  truth: string;
  decided: string;
  rules: string[];
}

export type ChannelFile = (path: string) => Buffer;

/**
 * `deals.triage_agreement`: the share of the inbox's registrations whose `triage_status` is what the truth says, in the order in
 * which they arrive, each against what stands in CRM, PRM and the inbox before it. Dead letters are not triaged. Without `--set` over as
 * many generated channels as there are rounds.
 */
export async function triageAgreement({ seed, rounds, set, say }: BenchOptions): Promise<Figure[]> {
  const channels = set
    ? [folder(set)]
    : Array.from({ length: rounds }, (_, index) => generated(seed + index));
  let all = 0;
  let wrong = 0;
  for (const channel of channels) {
    const { judged, disagreements } = await triageChannel(channel);
    all += judged;
    wrong += disagreements.length;
    for (const { file, kind, truth, decided, rules } of disagreements)
      say(`  ${file} (${kind}): ${decided} for ${truth}; ${rules.join(', ') || 'no rule'}`);
  }
  return [figure('deals.triage_agreement', all === 0 ? 0 : (all - wrong) / all, 'share', ['≥', AIM])];
}

/** A channel made from a seed. */
export function generated(seed: number): ChannelFile {
  const files = makeChannel(seed, PLAN);
  return (path) => files.get(path) ?? Buffer.alloc(0);
}

function folder(path: string): ChannelFile {
  const names = new Set(readdirSync(path, { recursive: true }).map(String));
  return (name) => (names.has(name) ? readFileSync(join(path, name)) : Buffer.alloc(0));
}

/** Triages a channel's inbox, first to last. @param look sees what each registration was compared with */
export async function triageChannel(
  file: ChannelFile,
  look: (one: Truth, compared: ComparedRecords) => void = () => {},
): Promise<{ judged: number; disagreements: Disagreement[] }> {
  const json = <T>(name: string) => JSON.parse(file(name).toString('utf8')) as T;
  const truth = json<Truth[]>('truth.json');
  const partners = new Map(json<ChannelPartner[]>('partners.json').map((each) => [each.id, each]));
  const prmDeals = json<ChannelPrmDeal[]>('prm-deals.json');
  const rates = parseCsv(file('rates.csv'), { columns: true }) as unknown as DatedRate[];
  const { deal: policy } = dealPolicy('policy');
  const model = matchModel('policy');
  const index = memoryIndex([
    ...crmRecords(json('crm.json'), policy.freeMail),
    ...history(prmDeals, policy.freeMail),
  ]);
  const vault = { tokenOf: (text: string) => `token:${text.trim().toLowerCase()}` };
  const disagreements: Disagreement[] = [];
  let judged = 0;
  for (const one of truth) {
    if (one.triage_status === null) continue;
    judged += 1;
    const deal = await dealsOf(one, file, prmDeals, partners, NOW);
    const miss = (decided: string, rules: string[]) =>
      disagreements.push({
        file: one.file,
        kind: one.kind,
        truth: one.triage_status as string,
        decided,
        rules,
      });
    if (!deal) {
      miss('not read', []);
      continue;
    }
    const { submission } = deal;
    const id = one.registration ?? one.file;
    const query = queryOf(
      id,
      submission,
      contactHost(submission.primary_contact_email, policy.freeMail),
      vault,
    );
    const compared = await compareRecords(
      { match: index },
      model,
      query,
      [],
      () => false,
      policy.matching,
      CALL,
    );
    look(one, compared);
    const evidence = dealEvidence(
      {
        case: id,
        deal,
        partner: partnerRecord(partners.get(submission.source_partner_id)),
        ...compared,
        peers: null,
        company: null,
        documents: (deal.documents ?? []).map(documentEvidence),
        rates,
      },
      policy.freeMail,
      NOW.toISOString(),
    );
    const { fields, reasons } = decideDeal(evidence, policy);
    if (![one.triage_status, ...(one.also_right ?? [])].includes(fields.triage_status))
      miss(
        fields.triage_status,
        reasons
          .map(({ rule, source, value }) => `${rule} ${source} ${value ?? ''}`.trim())
          .filter((rule) => !rule.startsWith('score.')),
      );
    if (query.name !== '') await index.index([indexedRegistration(query, submission)], CALL);
  }
  return { judged, disagreements };
}

function crmRecords({ accounts, opportunities }: ChannelCrm, freeMail: readonly string[]): IndexedRecord[] {
  const records = new Map(
    accounts.map(({ id, name, website, parentId, street, postalCode, city, country, lastTouch }) => [
      id,
      accountRecord(
        {
          id,
          name,
          domain: website.replace(/^https?:\/\/(www\.)?/, ''),
          parentId: parentId ?? null,
          address: {
            street: street ?? null,
            postalCode: postalCode ?? null,
            city: city ?? null,
            country: country ?? null,
          },
          lastTouchAt: lastTouch ? `${lastTouch}T00:00:00.000Z` : null,
        },
        freeMail,
      ),
    ]),
  );
  const open = opportunities
    .filter(({ stage }) => !stage.startsWith('Closed'))
    .map(({ id, accountId, name, stage, partnerId, lastActivity, products }) =>
      opportunityRecord(
        {
          id,
          accountId,
          name,
          stage,
          open: true,
          partnerId: partnerId ?? null,
          modifiedAt: NOW.toISOString(),
          lastActivityAt: lastActivity ? `${lastActivity}T00:00:00.000Z` : null,
          products: products ?? [],
        },
        records.get(accountId) ?? null,
      ),
    );
  return [...records.values(), ...open];
}

/** What the PRM holds from earlier; registrations that were only submitted are in the inbox. */
function history(deals: readonly ChannelPrmDeal[], freeMail: readonly string[]): IndexedRecord[] {
  return deals
    .filter(({ status }) => status !== 'Submitted')
    .flatMap((deal) => {
      const submittedAt = deal.submittedAt ?? deal.createdAt;
      const fields = {
        customer_name: deal.customerName,
        opportunity_name: deal.name,
        stated_value: null,
        expected_close_date: null,
        primary_contact_email: deal.contactEmail,
        partner_notes: null,
      };
      const { id, partnerId, status } = deal;
      const record = {
        id,
        partnerId,
        status,
        fields,
        version: null,
        submittedAt,
        modifiedAt: null,
        ours: false,
      };
      return (
        prmRecord(record, 'sample', freeMail, {
          tokenOf: (text: string) => `token:${text.trim().toLowerCase()}`,
        }) ?? []
      );
    });
}

function partnerRecord(partner: ChannelPartner | undefined): PartnerRecord | null {
  if (!partner) return null;
  const { certifications, territories, mdfBalance, parentPartner, ...own } = partner;
  return {
    ...own,
    certifications: certifications ?? null,
    territories: territories ?? null,
    mdfBalance: mdfBalance ?? null,
    parentPartner: parentPartner ?? null,
  };
}
