/** Where a claim stands, beside its validation, which never changes. Null: nobody has decided. */
export type ClaimStatus =
  | 'Approved'
  | 'Partially Approved'
  | 'Rejected'
  | 'Withdrawn'
  | 'Accrued'
  | 'Paid'
  | 'Reversed';
