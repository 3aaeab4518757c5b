/** One list of open questions, as Temporal's visibility finds it. */
export interface ReviewView {
  name: string;
  /** A list filter over the search attributes of workflows/search-attributes.ts. */
  query: string;
}

/** What its partner is asked meanwhile waits for no colleague. */
const ASKED = 'CaseStatus = "waiting_for_decision" AND ExecutionStatus = "Running"';

/** What a reviewer looks for. @param person id of whoever's list `Mine` is; null: there is none */
export function reviewViews(person: string | null): ReviewView[] {
  return [
    ...(person === null ? [] : [{ name: 'Mine', query: `Assignee = "${person}" AND ${ASKED}` }]),
    { name: 'Overdue', query: `Overdue = true AND ${ASKED}` },
    { name: 'In doubt', query: 'OpenProblem = "effect_in_doubt" AND ExecutionStatus = "Running"' },
  ];
}

/** The page of the Temporal UI that shows a view and keeps it, under its name, among the saved views of the browser. */
export function viewLink({ name, query }: ReviewView, ui: string, namespace: string): string {
  const parameters = new URLSearchParams({ query, savedQuery: name });
  return `${ui}/namespaces/${encodeURIComponent(namespace)}/workflows?${parameters.toString().replaceAll('+', '%20')}`;
}
