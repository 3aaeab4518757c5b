/** Why a row cannot be used. */
export interface RowProblem {
  /** As a spreadsheet counts them; null: the whole file. */
  row: number | null;
  column: string | null;
  what: string;
}

/** Of the whole file. */
export function fileProblem({ title, fix }: { title: string; fix: string }): RowProblem {
  return { row: null, column: null, what: `${title} ${fix}` };
}
