import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { makeChannel } from './channel/generator/channel.ts';
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
