import type { ProgramType } from '../../incentives/program.ts';
import type { Money } from '../../money.ts';
import type { ClaimFacts } from './claim-facts.ts';
import type { Spread } from './spread.ts';

/** What the store knows of earlier claims, as far as it matters for one claim. Part of its evidence. */
export interface PastClaims {
  /** The claim's own facts, as later claims are compared with them. */
  facts: ClaimFacts;
  /** Lines of others' claims and of earlier ones that share something with this claim; nearest in time first. */
  lines: PastLine[];
  /** Whether there were more than could be read, so that one that matters may be missing. */
  cut: boolean;
  /** Other partners, not above or below this one, whose pictures one of its cameras has taken; absent in evidence from before they were read. */
  cameraPartners?: string[];
  history: ClaimHistory;
  funds: FundUse;
}

/** How the partner that claimed it stands to this claim's. */
export type PastPartner = 'same' | 'distributor' | 'reseller' | 'sibling' | 'other';

/** What a line has in common with the claim, by which it was found. `image`: a page with nearly the same numbers on it, or, where there are few, a picture that looks the same. */
export type Shared = 'file' | 'image' | 'invoice' | 'stem' | 'sale' | 'fields' | 'customer' | 'deal';

/** A line that was claimed, as it stands now: rejected, withdrawn and reversed ones are left out. */
export interface PastLine {
  case: string;
  line: string;
  partner: string;
  by: PastPartner;
  program: string | null;
  type: ProgramType | null;
  /** `open`: nobody has decided yet. */
  standing: 'open' | 'granted';
  /** Whether it was looked at before this claim was for the first time. */
  before: boolean;
  submittedOn: string;
  sku: string | null;
  quantity: string | null;
  amount: Money | null;
  /** The amount in USD at the rate of its day. */
  usd: string | null;
  /** The most that its claim may pay, in USD. */
  claimUsd: string | null;
  soldOn: string | null;
  /** Record of the sale; null where it was matched to none. */
  sale: string | null;
  /** Keyed, see ClaimFacts. */
  customer: string[][];
  sellers: string[];
  invoices: string[];
  /** Sorted. */
  shares: Shared[];
}

/** How often and how much was claimed, of what stands, until the day of this claim's submission. */
export interface ClaimHistory {
  /** Natural logarithms of what claims of this program may pay in USD, within a year. */
  amounts: { own: Spread | null; peers: PeerSpread | null };
  /** Per SKU of the claim: natural logarithms of unit prices in USD. */
  prices: { sku: string; own: Spread | null; peers: PeerSpread | null }[];
  /**
   * Claims with a sale in the week: the 26 weeks before this claim's last day of sale, oldest first, and the seven days that end with it, this
   * claim among them.
   */
  weeks: { own: number[]; peers: number[]; ownNow: number; peersNow: number } | null;
}

export interface PeerSpread extends Spread {
  partners: number;
  /** Share of the partner with most of them. 0..1 */
  largest: number;
}

/** What other claims of the same request for funds may pay, in USD. */
export interface FundUse {
  /** Not decided yet, and looked at before this one. */
  open: string;
  granted: string;
}
