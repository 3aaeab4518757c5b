import type { PartnerRecord, PrmDeals, PrmPort } from '../../../adapters/ports/prm.ts';
import type { ChannelPartner, ChannelPrmDeal } from '../../../sandbox/channel.ts';

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
    certifications: ['Backup Professional', 'Sécurité, niveau 2'],
    territories: ['DACH', 'EMEA'],
    mdfBalance: { amount: '12500.50', currency: 'EUR' },
    parentPartner: '7002',
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
    certifications: [],
    territories: ['AMER'],
    mdfBalance: { amount: '0.00', currency: 'USD' },
  },
];

/** Of whom a PRM knows little more than the name, and the region in its own word. */
export const SPARSE = {
  ...{ id: '7003', name: 'Neuling GmbH', tier: 'Silver', region: 'Europe', active: true },
  ...{ email: '', manager: '', language: '', timeZone: '', winRate: '', performance: '' },
  approvedRegistrations: '',
} as unknown as ChannelPartner;

/** The second partner has none above it. */
export const READ_PARTNERS: PartnerRecord[] = PARTNERS.map((each) => ({
  ...(each as PartnerRecord),
  parentPartner: each.parentPartner ?? null,
}));

/** As Impartner has them, whose sample knows under which agreement each sells. */
export const WITH_AGREEMENT: PartnerRecord[] = READ_PARTNERS.map((each) => ({
  ...each,
  agreement: { number: `PA-${each.id}`, from: '2024-01-01', to: null },
}));

/** Older registrations than DEALS, two of them changed at one instant. */
export const HISTORY: ChannelPrmDeal[] = [
  ['88', '2026-03-02T10:00:00.000Z'],
  ['90', '2026-01-15T07:30:00.123Z'],
  ['91', '2026-03-02T10:00:00.000Z'],
  ['97', '2025-11-01T00:00:00.000Z'],
].map(([id, at]) => ({
  id: String(id),
  partnerId: '7002',
  status: 'Approved',
  name: `Renewal ${id}`,
  customerName: `Customer ${id}`,
  amount: 1_000,
  currency: 'USD',
  closeDate: '2026-12-01',
  contactEmail: `buyer-${id}@customer.example`,
  notes: 'Won before.',
  createdAt: '2025-10-01T12:00:00.000Z',
  modifiedAt: String(at),
}));

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
    createdAt: '2026-11-18T16:40:00Z',
    submittedAt: '2026-11-20T08:12:00Z',
    modifiedAt: '2026-11-20T08:12:30.250Z',
  },
];

/** The registrations of a PRM that keeps some. */
export function dealsOf({ vendor, deals }: PrmPort): PrmDeals {
  if (!deals) throw new Error(`${vendor} keeps no registrations`);
  return deals;
}
