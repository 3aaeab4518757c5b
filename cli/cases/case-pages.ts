import type { Input } from '../../adapters/intake/receive.ts';
import type { CaseRow } from '../../adapters/store/cases.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import type { PersonRecord } from '../../contracts/policy-authority.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Session } from '../session.ts';
import type { Column } from '../table.ts';
import type { RehearseFile } from './past-cases.ts';

/** What a case is about in a few words, and what it is worth in USD; null while it is not known. Never personal data. */
export interface Headline {
  about: string | null;
  amountUsd: string | null;
}

/** The reader of a page, and when they read it. */
export interface Reader {
  /** UTC instant. */
  now: string;
  zone: string;
  width: number;
  people: ReadonlyMap<string, PersonRecord>;
}

/** What a lifecycle shows of one case, beside what is shown of every case. */
export interface CasePart {
  /** For `--json`. */
  data: Record<string, unknown>;
  fields(reader: Reader): ReadonlyArray<readonly [string, string | null]>;
  /** Shown in this order; one without lines is left out. */
  sections: { heading: string; lines(width: number): string[] }[];
}

/** One of the two views of where a case stands and why. */
export interface WhyPage {
  /** For `--json`. */
  data: Record<string, unknown>;
  text(title: string, reader: Reader): string;
}

/** What a lifecycle shows of its cases on the command line. */
export interface CasePages {
  /** The word for what its cases are about, as a label and a column: `customer`. */
  about: string;
  /**
   * What each of the three parts of its segments may be called by policy, beside what cases and rollout name already.
   * @param regions of the people who decide
   */
  segmentNames(
    regions: readonly string[],
  ): Promise<[readonly string[], readonly string[], readonly string[]]>;
  headline(row: CaseRow): Headline;
  /** The same as it stood in the evidence of a look. */
  headlineThen(evidence: JsonObject): Headline;
  /** Columns of its own in lists of its cases and of their reviews. */
  columns: readonly Column<CaseRow>[];
  /** For `--json` in lists of reviews, beside what is said of every review. */
  listed(row: CaseRow): JsonObject;
  /** @param partner somebody of its partner reads: nothing of anybody else is shown */
  show(tx: Tx, row: CaseRow, partner: boolean): Promise<CasePart>;
  /** For colleagues and for its partner. @param now UTC instant */
  why(
    tx: Tx,
    about: { row: CaseRow; now: string; env: NodeJS.ProcessEnv },
  ): Promise<{ colleagues: WhyPage; partner: WhyPage }>;
  /** Says what submitting would do, and writes nothing. Null: it cannot be said before. */
  check: ((session: Session, input: Input) => Promise<void>) | null;
  /** Decides cases of the past as of their own days. Null: none of this lifecycle can be. */
  rehearse: RehearseFile | null;
}
