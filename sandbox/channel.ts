import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, 'channel');
/** The day on which the sample channel was written down; every date in it moves with the day it is used on. */
const WRITTEN_ON = '2026-11-20';

export interface ChannelPartner {
  id: string;
  name: string;
  tier: string;
  region: string;
  language: string;
  timeZone: string;
  email: string;
  active: boolean;
  winRate: number;
  performance: number;
  certified: boolean;
  approvedRegistrations: number;
  manager: string;
  certifications?: string[];
  territories?: string[];
  mdfBalance?: { amount: string; currency: string };
  /** Id of the distributor above it. */
  parentPartner?: string;
}
export interface ChannelPrmDeal {
  id: string;
  partnerId: string;
  status: string;
  name: string;
  customerName: string;
  amount?: number;
  currency?: string;
  closeDate?: string;
  contactEmail: string;
  notes: string;
  createdAt: string;
  /** When the partner submitted it, if the PRM keeps that apart from its creation. */
  submittedAt?: string;
  /** Last change; the creation when absent. */
  modifiedAt?: string;
  /** Why it ended, where it did. */
  closureReason?: string;
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

/** The sample channel as if it had been written down the day before `today` (ISO date). @param folder another one in its form */
export function readChannel(today: string, folder = FOLDER) {
  const bytes = (file: string) => moveDates(readFileSync(join(folder, file)), today);
  const json = (file: string) => JSON.parse(bytes(file).toString()) as unknown;
  return {
    partners: json('partners.json') as ChannelPartner[],
    prmDeals: json('prm-deals.json') as ChannelPrmDeal[],
    crm: json('crm.json') as ChannelCrm,
    ratesCsv: bytes('rates.csv').toString(),
    inbox: readdirSync(join(folder, 'inbox'))
      .sort()
      .map((file): InboxItem => ({ file, bytes: bytes(join('inbox', file)) })),
  };
}

/**
 * Moves every ISO date, and the `Date:` of a mail, by the days that have passed since the channel was written down. Byte for byte, so
 * that nothing else changes: not what is no UTF-8, and no offset in a PDF.
 */
function moveDates(bytes: Buffer, today: string): Buffer {
  const days = Math.round((Date.parse(today) - Date.parse(WRITTEN_ON)) / 86_400_000) - 1;
  const later = (instant: number) => new Date(instant + days * 86_400_000);
  const moved = bytes
    .toString('latin1')
    .replace(/\b20\d\d-\d\d-\d\d(?!\d)/g, (date) => {
      const instant = Date.parse(`${date}T00:00:00Z`);
      // 30 February stays what it is.
      const real = !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(date);
      return real ? later(instant).toISOString().slice(0, 10) : date;
    })
    .replace(/^Date: (\w{3}, .*)$/m, (_, date: string) => `Date: ${later(Date.parse(date)).toUTCString()}`);
  return Buffer.from(moved, 'latin1');
}
