import type { ChannelPartner, ChannelPrmDeal } from '../../sandbox/channel.ts';

/** Two partners and a registration of the PRM suites. */
export const PARTNERS: ChannelPartner[] = [
  {
    id: '7001',
    name: 'Nordlicht Systemhaus GmbH',
    tier: 'Platinum',
    region: 'EMEA',
    language: 'de',
    timeZone: 'Europe/Berlin',
    email: 'partner@nordlicht.example',
    active: true,
    winRate: 0.62,
    performance: 0.9,
    certified: true,
    approvedRegistrations: 41,
    manager: 'p-ana',
  },
  {
    id: '7002',
    name: 'Prärie, Nord & Co',
    tier: 'Silver',
    region: 'AMER',
    language: 'en',
    timeZone: 'America/Chicago',
    email: 'deals@praerie.example',
    active: false,
    winRate: 0,
    performance: 0.31,
    certified: false,
    approvedRegistrations: 0,
    manager: 'p-joe',
  },
];

export const DEALS: ChannelPrmDeal[] = [
  {
    id: '101',
    partnerId: '7001',
    status: 'Submitted',
    name: 'Backup renewal',
    customerName: 'Rheinwerk Logistik AG',
    amount: 48_000,
    currency: 'EUR',
    closeDate: '2027-01-29',
    contactEmail: 'j.brandt@rheinwerk.example',
    notes: 'Budget approved.',
    createdAt: '2026-11-20T08:12:00Z',
  },
];
