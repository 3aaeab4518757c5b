import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/**
 * The one shared set of search attributes: what lists filter by, and what must be seen with no worker running. Never
 * personal data; `Assignee` is an opaque person id. scripts/setup/search-attributes.ts registers the same set.
 */
export const attributes = {
  Lifecycle: defineSearchAttributeKey('Lifecycle', SearchAttributeType.KEYWORD),
  CaseStatus: defineSearchAttributeKey('CaseStatus', SearchAttributeType.KEYWORD),
  Partner: defineSearchAttributeKey('Partner', SearchAttributeType.KEYWORD),
  Segment: defineSearchAttributeKey('Segment', SearchAttributeType.KEYWORD),
  Assignee: defineSearchAttributeKey('Assignee', SearchAttributeType.KEYWORD),
  GateKind: defineSearchAttributeKey('GateKind', SearchAttributeType.KEYWORD),
  Outcome: defineSearchAttributeKey('Outcome', SearchAttributeType.KEYWORD),
  OpenProblem: defineSearchAttributeKey('OpenProblem', SearchAttributeType.KEYWORD),
  GateDue: defineSearchAttributeKey('GateDue', SearchAttributeType.DATETIME),
  /** USD cents, for searching only. */
  AmountMinor: defineSearchAttributeKey('AmountMinor', SearchAttributeType.INT),
} as const;
