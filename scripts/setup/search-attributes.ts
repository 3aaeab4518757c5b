/** The one shared set of search attributes; never personal data. AmountMinor is USD cents. */
export const SEARCH_ATTRIBUTES: Readonly<Record<string, 'Keyword' | 'Datetime' | 'Int'>> = {
  Lifecycle: 'Keyword',
  CaseStatus: 'Keyword',
  Partner: 'Keyword',
  Segment: 'Keyword',
  Assignee: 'Keyword',
  GateKind: 'Keyword',
  Outcome: 'Keyword',
  OpenProblem: 'Keyword',
  GateDue: 'Datetime',
  AmountMinor: 'Int',
};
