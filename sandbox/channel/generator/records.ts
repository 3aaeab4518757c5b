/** The records of a channel as its files hold them; README.md says what each field means. */
export interface Partner {
  id: string;
  name: string;
  tier: 'Platinum' | 'Gold' | 'Silver' | 'Bronze';
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
  certifications: string[];
  territories: string[];
  /** Absent: the PRM knows of none. */
  mdfBalance?: Money;
  /** The distributor above it. */
  parentPartner?: string;
}

export interface Money {
  amount: string;
  currency: string;
}

/** A registration as the PRM holds it. */
export interface Deal {
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
  /** Last change; absent: createdAt. */
  modifiedAt?: string;
  /** Why it ended, where it did. */
  closureReason?: string;
}

export interface Account {
  id: string;
  name: string;
  website: string;
  parentId?: string;
  street: string;
  postalCode: string;
  city: string;
  country: string;
  /** ISO date of the last logged touch by own sales. */
  lastTouch?: string;
}

export interface Opportunity {
  id: string;
  accountId: string;
  name: string;
  stage: string;
  amount: number;
  closeDate: string;
  products: string[];
  /** ISO date. */
  lastActivity?: string;
  partnerId?: string;
}

/** Product families that partners certify for and register. */
export const PRODUCTS = [
  'Backup',
  'Monitoring',
  'Endpoint',
  'Network',
  'Analytics',
  'Archive',
  'Identity',
] as const;
