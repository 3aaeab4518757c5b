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
  amount: number;
  currency: string;
  closeDate: string;
  contactEmail: string;
  notes: string;
  createdAt: string;
  /** When the partner submitted it, if the PRM keeps that apart from its creation. */
  submittedAt?: string;
  /** Last change; the creation when absent. */
  modifiedAt?: string;
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
  text: string;
}

/** The sample channel as if it had been written down the day before `today` (ISO date). */
export function readChannel(today: string) {
  const text = (file: string) => moveDates(readFileSync(join(FOLDER, file), 'utf8'), today);
  return {
    partners: JSON.parse(text('partners.json')) as ChannelPartner[],
    prmDeals: JSON.parse(text('prm-deals.json')) as ChannelPrmDeal[],
    crm: JSON.parse(text('crm.json')) as ChannelCrm,
    ratesCsv: text('rates.csv'),
    inbox: readdirSync(join(FOLDER, 'inbox'))
      .sort()
      .map((file): InboxItem => ({ file, text: text(join('inbox', file)) })),
  };
}

/** Moves every ISO date in a text by the days that have passed since the channel was written down. */
function moveDates(text: string, today: string): string {
  const days = Math.round((Date.parse(today) - Date.parse(WRITTEN_ON)) / 86_400_000) - 1;
  const moved = text.replace(/\b20\d\d-\d\d-\d\d(?!\d)/g, (date) =>
    new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10),
  );
  return moved.replace(
    /^Date: .*$/m,
    () => `Date: ${new Date(Date.parse(`${WRITTEN_ON}T11:32:00Z`) + days * 86_400_000).toUTCString()}`,
  );
}
