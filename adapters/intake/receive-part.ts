import { type Problem, problemOf } from '../../contracts/problem.ts';
import { bodyHash, keepLetter } from './dead-letter.ts';
import { answerCase } from './deal/answer.ts';
import { NO_PARTNER } from './deal/read-deal.ts';
import type { IntakeForm, Parsed } from './parse.ts';
import type { Settled } from './received.ts';
import { type Submitting, submitDeal } from './submit.ts';

/** Where a part came from. */
export interface PartOrigin {
  source: string;
  form: IntakeForm;
  sample?: boolean;
  /** The partner that the submitter names, where the document itself names none. */
  partnerId?: string | null;
  /** Person id of a colleague who enters it; such a person never decides it. */
  by?: string | null;
  /** The delivery's own id, so that a repeat leaves no second dead letter; `content`: the bytes are their own id. */
  eventId?: string;
  /** The dead letter that is read again: a repeated refusal makes no second one. */
  letter?: string | null;
}

/** Submits the registration of a part, or keeps it as a dead letter. @param answered cases that a mail may answer */
export async function receivePart(
  submitting: Submitting,
  origin: PartOrigin,
  read: Parsed,
  answered: readonly string[] = [],
): Promise<Settled> {
  const part = withPartner(read, origin.partnerId ?? null);
  if (part.ok) {
    const { sample = false, by } = origin;
    const submitted =
      (await answerCase(submitting, part.parsed, answered)) ??
      (await submitDeal(submitting, origin.source, part.parsed, { sample, ...(by ? { by } : {}) }));
    return { kind: 'submitted', ...submitted };
  }
  const problem = refusalOf(part.faults);
  if (origin.letter) return { kind: 'refused', problem, deadLetter: origin.letter };
  const { source, form } = origin;
  const eventId = origin.eventId === 'content' ? bodyHash(part.body) : origin.eventId;
  const deadLetter = await keepLetter(submitting, {
    ...{ source, form },
    body: part.body,
    fault: part.faults[0],
    ...(eventId === undefined ? {} : { eventId }),
  });
  return { kind: 'refused', problem, deadLetter };
}

/** Reads as a problem: 400 for what cannot be parsed, 422 for what can and is wrong. */
export function refusalOf(faults: Extract<Parsed, { ok: false }>['faults']): Problem {
  return problemOf(faults[0].code.startsWith('malformed_') ? 400 : 422, faults);
}

/** The partner that the submitter names stands in where the record names none. */
export function withPartner(part: Parsed, partnerId: string | null): Parsed {
  if (!part.ok || partnerId === null) return part;
  const { deal } = part.parsed;
  if (deal.submission.source_partner_id !== NO_PARTNER) return part;
  const submission = { ...deal.submission, source_partner_id: partnerId };
  const problems = deal.problems.filter(({ code }) => code !== 'partner_missing');
  return { ...part, parsed: { ...part.parsed, deal: { ...deal, submission, problems } } };
}
