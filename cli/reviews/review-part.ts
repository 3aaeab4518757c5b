import type { CaseRow } from '../../adapters/store/cases.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import type { GateView } from '../../domain/gate/gate.ts';

/** The review that is shown. */
export interface ReviewAbout {
  row: CaseRow;
  gate: GateView;
  /** UTC instant. */
  now: string;
  /** Of whoever reads. */
  zone: string;
}

/** What a lifecycle shows of one review. */
export interface ReviewPart {
  /** For `--json`, beside what every review has. */
  data: Record<string, unknown>;
  /** Shown in this order; one without lines is left out. */
  sections: { heading: string; lines(width: number): string[] }[];
}

/** What a lifecycle knows of its reviews. */
export interface ReviewOf {
  /** What the machine advises, in a few words; null where it has said nothing. */
  advice(row: CaseRow): string | null;
  read(tx: Tx, about: ReviewAbout): Promise<ReviewPart>;
}
