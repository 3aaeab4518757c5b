/** What a process may end with (decisions: "What every surface does"). */
export const EXIT = {
  ok: 0,
  /** A defect of Quarterdeck. */
  bug: 1,
  usage: 2,
  /** A policy, role or signature said no. */
  refused: 3,
  notFound: 4,
  /** Somebody was faster, or the case has moved on. */
  stale: 5,
  /** A vendor, Temporal or Postgres does not answer. */
  down: 6,
} as const;
export type Exit = (typeof EXIT)[keyof typeof EXIT];

export interface FailureDetail {
  exit: Exit;
  /** Stable, snake_case. */
  code: string;
  /** One plain sentence: what is wrong. */
  title: string;
  /** One sentence: what to do; null where the title says it. */
  fix: string | null;
  /** The argument or field that is wrong. */
  field?: string;
  case?: string;
}

/** The one error that commands throw on purpose; everything else is translated or a bug. */
export class CliFailure extends Error {
  readonly detail: FailureDetail;
  constructor(detail: FailureDetail) {
    super(detail.title);
    this.name = 'CliFailure';
    this.detail = detail;
  }
}

export function usage(title: string, fix: string, field?: string): CliFailure {
  return new CliFailure({ exit: EXIT.usage, code: 'usage', title, fix, ...(field ? { field } : {}) });
}

export function notFound(title: string, fix: string): CliFailure {
  return new CliFailure({ exit: EXIT.notFound, code: 'not_found', title, fix });
}

/** The shape of an error under `--json`, on standard error. */
export function failureProblem(detail: FailureDetail) {
  return {
    code: detail.code,
    title: detail.title,
    field: detail.field ?? null,
    fix: detail.fix,
    case: detail.case ?? null,
    exit: detail.exit,
  };
}

/** With a full stop, and with a capital where it begins with a word: an id or the name of a field stays as it is, to be copied. */
export function sentence(text: string): string {
  const first = /^[a-z]+(?=[ ,;]|: |\.?$)/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  return /[.!?)]$/.test(first) ? first : `${first}.`;
}
