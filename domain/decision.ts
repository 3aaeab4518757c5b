import type { JsonObject } from './json.ts';
import type { Money } from './money.ts';
import type { RuleCode } from './rules.ts';

/** One reason of a decision: the rule or statistic, and the record and field that it looked at. */
export interface Reason {
  /** E.g. `conflict.active_cycle`, `always_person.high_value`; in words: ruleName. */
  rule: RuleCode;
  /** Plain language, free of personal data. */
  text: string;
  /** Where it was read: `crm:Account/001…#Website`, `submission#estimated_value`. */
  source: string;
  /** The value that was compared, as text. */
  value?: string;
}

export function reasonOf(rule: RuleCode, text: string, source: string, value?: string): Reason {
  return { rule, text, source, ...(value === undefined ? {} : { value }) };
}

/** Whether a reason speaks against automatic approval; the others explain the score or say what is known of the customer. */
export function speaksAgainst({ rule }: Reason): boolean {
  return rule === 'score.low' || !(rule.startsWith('score.') || rule.startsWith('match.'));
}

/** What a decider answers. Same evidence, policy and decider version: byte-equal. */
export interface Decision<Outcome extends string = string> {
  /** `deal@1` */
  decider: string;
  outcome: Outcome;
  /** 0..1 */
  confidence: number;
  reasons: Reason[];
  amounts: Money[];
  /** Fields the lifecycle names (e.g. `confidence_score`). */
  fields: JsonObject;
}

export type DecisionAction =
  | 'approve'
  | 'reject'
  | 'override'
  | 'request_information'
  | 'reassign'
  | 'rollback';

/**
 * The one schema of everything a person says to a case: Update `decide`, Update `rollback` and the Signals.
 * `by` is an opaque person id; `token` the signature over all of it (domain/gate/token.ts).
 */
export interface DecisionRequest {
  action: DecisionAction;
  by: string;
  reason: string;
  /** The round the person saw; an older one is refused as stale. Round 0: a rollback outside any gate. */
  round: number;
  edits?: JsonObject;
  /** Person id, for `reassign`. */
  to?: string;
  /** For `request_information`. */
  questions?: string[];
  token?: string;
}

/** Why a decision was refused; the CLI maps them to exit codes 3 and 5. */
export type RefusalCode =
  /** Not a decision at all: a field is missing or of the wrong kind. */
  | 'malformed'
  | 'unsigned'
  | 'bad_signature'
  | 'revoked_key'
  /** The token's time is over, or has not begun. */
  | 'expired_token'
  | 'replayed'
  | 'stale_round'
  | 'already_decided'
  | 'no_open_gate'
  /** This gate does not offer the action. */
  | 'not_offered'
  | 'unknown_person'
  | 'role'
  | 'limit'
  | 'not_self'
  | 'own_partners_only'
  | 'reviewer_repeated'
  | 'invalid_edits'
  | 'nothing_to_undo';

export interface Refusal {
  code: RefusalCode;
  /** One sentence that names what to do instead. */
  message: string;
  /** With `already_decided` and `stale_round`: what was decided, so that a surface can name the person. */
  decided?: { action: DecisionAction; by: string; at: string };
}

/** What an accepted decision returns to whoever took it. */
export interface DecisionReply {
  case: string;
  round: number;
  action: DecisionAction;
  /** False while a quorum still needs another person. */
  final: boolean;
  signed: boolean;
  receipt: JsonObject;
}

/** A refused decision as `status` and the current details show it. */
export interface RefusedAttempt {
  by: string;
  action: string;
  code: RefusalCode;
  message: string;
  /** UTC instant, ISO 8601. */
  at: string;
  via: 'update' | 'signal';
}
