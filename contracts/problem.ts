import { z } from 'zod';

/** One thing that is wrong with an input, and what to do about it. */
export interface Fault {
  /** Stable, snake_case: `amount_negative`. */
  code: string;
  /** One plain sentence without any of the input's values. */
  title: string;
  field: string | null;
  /** What the sender can change. */
  fix: string;
}

/**
 * An error as it leaves over HTTP (RFC 9457, `application/problem+json`): the first fault at the top, all of them in
 * `errors` when there are more.
 */
export interface Problem extends Fault {
  type: string;
  status: number;
  case: string | null;
  errors?: Fault[];
}

const fault = {
  code: z.string(),
  title: z.string(),
  field: z.string().nullable(),
  fix: z.string(),
};

export const problemSchema = z.object({
  ...fault,
  type: z.string(),
  status: z.int(),
  case: z.string().nullable(),
  errors: z.array(z.object(fault)).exactOptional(),
}) satisfies z.ZodType<Problem>;

/** @param faults at least one; the first is the one shown. */
export function problemOf(status: number, faults: readonly [Fault, ...Fault[]], caseId?: string): Problem {
  const [first] = faults;
  return {
    type: `urn:quarterdeck:problem:${first.code}`,
    ...first,
    status,
    case: caseId ?? null,
    ...(faults.length > 1 ? { errors: [...faults] } : {}),
  };
}
