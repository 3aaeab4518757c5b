import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/**
 * The one shared set of search attributes: what lists filter by, and what must be seen with no worker running. Never
 * personal data; `Assignee` is an opaque person id.
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
  /** Of a case that belongs to a batch: the batch's id. */
  Batch: defineSearchAttributeKey('Batch', SearchAttributeType.KEYWORD),
  GateDue: defineSearchAttributeKey('GateDue', SearchAttributeType.DATETIME),
  /** True while an open question is past its time; a saved query cannot compare with the current instant. */
  Overdue: defineSearchAttributeKey('Overdue', SearchAttributeType.BOOL),
  /** What its decisions were made with: `policy:…`, `prompt:…`, `model:…`, `build:…` (domain/versions.ts). */
  Versions: defineSearchAttributeKey('Versions', SearchAttributeType.KEYWORD_LIST),
  /** USD cents, for searching only. */
  AmountMinor: defineSearchAttributeKey('AmountMinor', SearchAttributeType.INT),
} as const;

/** How Temporal's command line and its operator service call the types. */
const TYPES = {
  KEYWORD: 'Keyword',
  KEYWORD_LIST: 'KeywordList',
  DATETIME: 'Datetime',
  INT: 'Int',
  BOOL: 'Bool',
} as const;

/** The same set by name, as it is registered: `{ Lifecycle: 'Keyword', … }`. */
export const SEARCH_ATTRIBUTES: Readonly<Record<string, (typeof TYPES)[keyof typeof TYPES]>> =
  Object.fromEntries(Object.values(attributes).map(({ name, type }) => [name, TYPES[type]]));
