/**
 * Every failure type that crosses the activity or workflow boundary (`ApplicationFailure.type`).
 * `retryable: false` ones stop the step; what a person does then stands beside each.
 */
export const FAILURES = {
  /** A person's decision was refused; details[0] is the Refusal. */
  DecisionRefused: { retryable: false },
  /** The same effect key with another payload: a bug or a re-run after rollback; resubmit as the next sequence. */
  EffectConflict: { retryable: false },
  /** It cannot be proved whether a write landed; becomes a gate of kind `effect`. */
  EffectInDoubt: { retryable: false },
  /** Another worker holds the lease of this effect; retried when it ends. */
  EffectLeased: { retryable: true },
  /** Rollout of the segment is `off`: nothing new is written until it changes. */
  KillSwitch: { retryable: false },
  /** The vendor said no for good (400, 404, 422): details[0] is { vendor, status, code, message }. */
  VendorRejected: { retryable: false },
  /** Wrong or expired credentials or a missing scope (401, 403). */
  VendorAuth: { retryable: false },
  /** Network, 408, 429, 5xx and the vendors' odd forms of them; carries the vendor's Retry-After. */
  VendorUnavailable: { retryable: true },
  /** Our own token bucket for the vendor is empty; only a local activity fails with it. */
  BudgetSpent: { retryable: true },
  /** No channel takes a message to one of our own people now; tried again, and a problem of its case until then. */
  StaffUnreached: { retryable: true },
  /** A record that must exist does not (case row, policy version, evidence). */
  NotFound: { retryable: false },
  /** A look that no worker has computed stands in the database; the registration is submitted again. */
  LookForged: { retryable: false },
  /** A submission that none of our processes has taken in stands in the database; the registration is submitted again. */
  SubmissionForged: { retryable: false },
  /** Personal data needed here was erased. */
  SubjectErased: { retryable: false },
  /** Undo steps that still stand after a rollback; details[0] lists their effect keys. */
  RollbackIncomplete: { retryable: false },
} as const;

export type FailureType = keyof typeof FAILURES;
