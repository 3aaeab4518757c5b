import type { ChannelCrm } from '../../../sandbox/channel.ts';

/** Accounts and opportunities of the CRM suites: one account with an open and a closed deal, three that share a first word. */
export const CRM: ChannelCrm = {
  accounts: [
    {
      id: '001QD000000GARO',
      name: 'Ateliers Garonne SA',
      website: 'https://www.garonne-ateliers.example',
      street: '12 quai de la Daurade',
      postalCode: '31000',
      city: 'Toulouse',
      country: 'fr',
      lastTouch: '2026-11-02',
    },
    { id: '001QD000000PAC1', name: 'Pacific Freight Lines Inc', website: 'pacificfreight.example' },
    {
      id: '001QD000000PAC2',
      name: 'pacific Foods',
      website: 'https://pacific-foods.example/shop',
      parentId: '001QD000000PAC1',
    },
    { id: '001QD000000PAC3', name: 'Pacific Timber', website: 'https://timber.example' },
  ],
  opportunities: [
    {
      id: '006QD000000GAR1',
      accountId: '001QD000000GARO',
      name: 'Garonne direct renewal',
      stage: 'Negotiation',
      amount: 29_000,
      closeDate: '2026-12-18',
      partnerId: '7001',
      lastActivity: '2026-11-12',
      products: ['backup', 'monitoring'],
    },
    {
      id: '006QD000000GAR2',
      accountId: '001QD000000GARO',
      name: 'Garonne last year',
      stage: 'Closed Won',
      amount: 17_000,
      closeDate: '2025-12-18',
    },
  ],
};
