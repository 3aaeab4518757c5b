import type { TicketStatus, TicketsPort } from '../../../adapters/ports/tickets.ts';
import type { Fault } from '../../../sandbox/simulator.ts';

/** A ticket as it lies at the vendor, read past the adapter. */
export interface HeldTicket {
  id: string;
  title: string;
  /** What it says, facts and all. */
  text: string;
  /** Null where the vendor keeps none. */
  labels: string[] | null;
  status: TicketStatus;
  /** What was said on it, oldest first. */
  comments: string[];
}

/** What the suite needs of one adapter and the system behind it. */
export interface TicketRig {
  port: TicketsPort;
  /** Two moments so far apart differ in the vendor's times. */
  tickMs: number;
  held(): Promise<HeldTicket[]>;
  /** Everything that is there, as one text. */
  state(): Promise<string>;
  /** People at work, past the adapter. */
  people: {
    /** A ticket of their own, as like to one of ours as anybody can make it who has not seen one; answers its id. */
    open(title: string): Promise<string>;
    comment(id: string, text: string, by: string): Promise<void>;
    move(id: string, to: TicketStatus): Promise<void>;
  };
  /** The same adapter where our account may not finish a ticket; absent where nobody can be kept from it. */
  withoutWay?(): Promise<TicketRig>;
  /** The same where the vendor says yes to it and does nothing; absent where it would say so. */
  inSilence?(): Promise<TicketRig>;
  /** The same where access rules hide every ticket from our account; absent where what is hidden cannot be told from what is not there. */
  hiding?(): Promise<TicketRig>;
  /** The same adapter with other settings; absent where no setting says how long the search lags. */
  again?(settings: { settleMs: number; requestsPerDay?: number; pollEveryMinutes?: number }): TicketsPort;
  /** The name under which our account writes; absent where nobody else can write under it. */
  us?: string;
  /** The next list of tickets of ours holds one that cannot be read, and another one. Absent where none can be like that. */
  spoil?(): Promise<{ odd: string; good: string }>;
  /** More comments than the vendor gives at once; absent: it gives all. */
  manyComments?: number;
  /** What the vendor's webhook says of a ticket, and of something else; absent for one without webhooks. */
  events?: { about(id: string): unknown; other: unknown };
  /** The vendor's waits are looked at; absent where that is the business of another suite. */
  limits?: true;
  http?: {
    /** After a 401 a new token is tried once. */
    signsInAgain?: true;
    /** The next requests to write. */
    fault(fault: Omit<Fault, 'method' | 'path'>): Promise<void>;
    /** The next request, whatever it is. */
    faultAny(fault: Fault): Promise<void>;
    secrets: string[];
    /** A list that is not whole, with the error that says so; absent where the vendor sends none. */
    partial?: unknown;
  };
  close(): Promise<void>;
}
