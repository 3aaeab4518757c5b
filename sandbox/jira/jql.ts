/** The little of JQL that bounded searches for labels need. */
export interface Query {
  project: string;
  label: string;
  /** Milliseconds since the epoch. */
  updatedFrom: number | null;
  orderBy: 'created' | 'updated';
}

const FORM =
  /^project = "([A-Z0-9_]+)" AND labels = "([\w-]+)"(?: AND updated >= "-(\d+)m")? ORDER BY (created|updated) ASC$/;

/** Null for what this simulator does not understand: better a refusal than an answer to another question. */
export function parseJql(jql: unknown, now: number): Query | null {
  const [, project, label, minutes, orderBy] = FORM.exec(String(jql)) ?? [];
  if (project === undefined || label === undefined) return null;
  // A search knows whole minutes only.
  const from = minutes === undefined ? null : Math.floor(now / 60_000 - Number(minutes)) * 60_000;
  return { project, label, updatedFrom: from, orderBy: orderBy as Query['orderBy'] };
}
