import type { AccrualLine } from '../../domain/incentives/accruals.ts';
import type { Claim, ClaimEvent, Given } from '../../domain/incentives/claim.ts';
import type { Money } from '../../domain/money.ts';
import type { Write } from './write.ts';

/** What `accrue` is given. */
export interface AccruePayload {
  /** Name of the incentive program. */
  program: string;
  /**
   * With the lines that were approved. People in it may be sealed: the ledger keeps the payload sealed, the port gets it opened. A claim that
   * was undone is not taken again under its id.
   */
  claim: Claim;
  /** Names what happened for ever, over all programs: the same event again books nothing. */
  event: string;
  /**
   * Hashes of the versions of the program by which the claim was decided: where those in force by now would give it another amount, it is
   * refused. Absent: those in force decide.
   */
  versions?: string[] | undefined;
  /**
   * The most that it may book, in the program's currency, with the true-ups of earlier claims that it brings about: what other claims have
   * raised it to meanwhile is refused. Absent: whatever it comes to.
   */
  upTo?: Money | undefined;
}

/** What `refund` is given: the customer got money back for one line. */
export interface RefundPayload {
  program: string;
  line: string;
  /** In the currency of the sale; `whole`: all that stands of it. */
  refunded: Money | 'whole';
  /** Day of the refund, in the program's zone. */
  on: string;
  event: string;
  /** In which money the customer was paid back, where a difference of exchange is to be told apart. */
  given?: Given | null;
  /** It was decided as the first refund of its line: where another has booked something meanwhile, it is refused. Absent: whatever came before. */
  first?: true | undefined;
}

/** What `hold` is given: nothing of the claim is paid until the hold is released. */
export interface HoldPayload {
  program: string;
  claim: string;
  event: string;
}

/** What `release` is given: `hold` is the event of the hold. */
export interface ReleasePayload {
  program: string;
  hold: string;
  event: string;
}

/** A line that an event would book. */
export type PreviewLine = Pick<AccrualLine, 'claim' | 'line' | 'amount' | 'minor'>;

/** What a landed write says (`Landed.detail`). A type, because it crosses as JSON. */
export type BookedDetail = {
  /** What the event itself has booked; `payee`: a partner's id, or the token of a person. */
  lines: { id: string; amount: Money; payee: string }[];
  /** `waits`: for room in the budget. `nothing`: `why` says it. */
  standing: 'booked' | 'waits' | 'nothing';
  why: string | null;
  /** The number of the program's event: what comes later has a higher one. */
  number: number;
};

/** The ledger of what partners have earned. */
export interface AccountsPort {
  readonly vendor: string;
  writes: {
    /** Payload: AccruePayload. Undo: the claim is undone, so that all that it has earned ends at exactly zero. */
    accrue: Write;
    /** Payload: RefundPayload. A refund is a fact and stays: the undo says so, and the claim's own undo takes back what is left. */
    refund: Write;
    /** Payload: HoldPayload. Undo: it is released. */
    hold: Write;
    /** Payload: ReleasePayload. Undo: the hold stays released; another hold is another write. */
    release: Write;
  };
  /** What an event would book now, if the budget had room. Nothing is written. @throws VendorFault `rejected` when it cannot be calculated */
  preview(program: string, event: ClaimEvent): Promise<PreviewLine[]>;
  /** Books what waited for budget in programs of which other versions are in force since their last event. Repeating it changes nothing. */
  corrected(): Promise<void>;
}
