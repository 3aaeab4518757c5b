import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { makeChannel } from './channel/generator/channel.ts';
import type {
  FundRequestRecord as ChannelFundRequest,
  PlannedClaim,
} from './channel/generator/claim/claim.ts';
import { render } from './channel/generator/claim/papers/render.ts';
import { sampleClaims } from './channel/generator/claim/sample-claims.ts';
import { moveDates, WRITTEN_ON } from './channel/generator/days.ts';
import { PLAN } from './channel/generator/plan.ts';
import type { Deal, Partner } from './channel/generator/records.ts';

/** A channel that somebody wrote by hand may leave out what the generator always states, and name other tiers. */
export interface ChannelPartner extends Omit<Partner, 'tier' | 'certifications' | 'territories'> {
  tier: string;
  certifications?: string[];
  territories?: string[];
}
export interface ChannelPrmDeal extends Deal {
  /** When the partner submitted it, if the PRM keeps that apart from its creation. */
  submittedAt?: string;
}
export type { ChannelFundRequest };
export interface ChannelCrm {
  accounts: {
    id: string;
    name: string;
    website: string;
    parentId?: string;
    street?: string;
    postalCode?: string;
    city?: string;
    country?: string;
    /** ISO date of the last logged call, meeting or mail by own sales. */
    lastTouch?: string;
  }[];
  opportunities: {
    id: string;
    accountId: string;
    name: string;
    stage: string;
    amount: number;
    closeDate: string;
    partnerId?: string;
    /** ISO date of the last logged activity. */
    lastActivity?: string;
    products?: string[];
  }[];
}
export interface InboxItem {
  file: string;
  bytes: Buffer;
}

/**
 * The sample channel as if it had been written down the day before `today` (ISO date): made anew, because a text says its dates in
 * words. @param folder another channel in its form, whose texts keep the dates that are not ISO ones
 */
export function readChannel(today: string, folder?: string) {
  const days = Math.round((Date.parse(today) - Date.parse(WRITTEN_ON)) / 86_400_000) - 1;
  const { inbox, bytes } = folder === undefined ? made(days) : kept(folder, days);
  const json = (file: string) => JSON.parse(bytes(file).toString()) as unknown;
  return {
    partners: json('partners.json') as ChannelPartner[],
    prmDeals: json('prm-deals.json') as ChannelPrmDeal[],
    crm: json('crm.json') as ChannelCrm,
    ratesCsv: bytes('rates.csv').toString(),
    inbox: inbox.sort().map((file): InboxItem => ({ file, bytes: bytes(`inbox/${file}`) })),
  };
}

interface Files {
  inbox: string[];
  bytes(file: string): Buffer;
}

function made(days: number): Files {
  const files = makeChannel(1, PLAN, { days });
  return {
    inbox: [...files.keys()].filter((path) => path.startsWith('inbox/')).map((path) => basename(path)),
    bytes: (file) => files.get(file) as Buffer,
  };
}

function kept(folder: string, days: number): Files {
  return {
    inbox: readdirSync(join(folder, 'inbox')),
    bytes: (file) => moveDates(readFileSync(join(folder, file)), days),
  };
}

/** The claims of the sample channel as they arrive, and what the PRM holds beside. Their documents are made when they are asked for. */
export function readClaims(today: string): {
  claims: ChannelClaim[];
  prmDeals: ChannelPrmDeal[];
  fundRequests: ChannelFundRequest[];
  /** Rows `date,currency,usd` of the days before those of the channel. */
  ratesCsv: string;
} {
  const { claims, deals, funds, rates } = sampleClaims(today);
  return {
    claims: claims.map(asHandedIn),
    prmDeals: deals,
    fundRequests: funds,
    ratesCsv: rates.map(({ date, currency, usd }) => `${date},${currency},${usd}\n`).join(''),
  };
}

/** A claim as it arrives, without its truth. */
export interface ChannelClaim {
  id: string;
  /** It is about a sale that another claim of the channel was made for: it arrives when that one has come to rest. */
  late: boolean;
  /** As `POST /api/claims` takes it, with its documents. */
  json(): Promise<Buffer>;
}

function asHandedIn({ fields, documents, truth }: PlannedClaim): ChannelClaim {
  return {
    id: fields.claim_id,
    late: truth.same !== null,
    async json() {
      const files = await Promise.all(
        documents.map(async (one) => ({ name: one.name, content: (await render(one)).toString('base64') })),
      );
      return Buffer.from(JSON.stringify({ ...fields, documents: files }));
    },
  };
}
