import { type Problem, problemOf } from '../../contracts/problem.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import type { LetterAbout } from '../store/dead-letters.ts';
import { statement } from '../store/statement.ts';
import { bodyHash, keepLetter } from './dead-letter.ts';
import { hasOpenCase } from './has-open-case.ts';
import { INTAKES } from './lifecycles.ts';
import type { IntakeForm, Parsed, PartPlace, Submission } from './parse.ts';
import type { Settled } from './received.ts';
import { type Submitting, submit } from './submit.ts';

/** Where a part came from. */
export interface PartOrigin {
  lifecycle: Lifecycle;
  source: string;
  form: IntakeForm;
  sample?: boolean;
  /** The partner that the submitter names, where the document itself names none. */
  partnerId?: string | null;
  /** Person id of a colleague who enters it; such a person never decides it. */
  by?: string | null;
  /** The delivery's own id, so that a repeat leaves no second dead letter; `content`: the bytes are their own id. */
  eventId?: string;
  /** The same delivery has come before. */
  repeated?: boolean;
  /** The name of the file that it came in; personal data. */
  file?: string | null;
  /** The dead letter that is read again: a repeated refusal makes no second one. */
  letter?: string | null;
}

/** Submits what a part states, or keeps it as a dead letter. @param answered cases that a mail may answer */
export async function receivePart(
  submitting: Submitting,
  origin: PartOrigin,
  read: Parsed,
  answered: readonly string[] = [],
): Promise<Settled> {
  const { answer, withPartner } = INTAKES[origin.lifecycle];
  const { lifecycle, source, form, partnerId, sample = false, by = null } = origin;
  const { repeated = false, file = null } = origin;
  const row = read.place?.row == null ? {} : { row: read.place.row };
  if (read.ok) {
    const { parsed } = read;
    const { openOnly, externalId } = parsed;
    if (openOnly && !(await hasOpenCase(statement(submitting.store), { lifecycle, source, externalId })))
      return { kind: 'ignored' };
    const stated = partnerId ? withPartner(parsed.stated, partnerId) : parsed.stated;
    const submission = { ...parsed, stated };
    const submitted =
      (await answer(submitting, submission, answered)) ??
      (await submit(submitting, lifecycle, submission, { source, sample, by, repeated }));
    return { kind: 'submitted', ...submitted, ...told(parsed), ...row };
  }
  const problem = refusalOf(read.faults);
  const answerOf = (deadLetter: string): Settled =>
    read.aside
      ? { kind: 'ignored', aside: { problem, deadLetter } }
      : { kind: 'refused', problem, deadLetter, ...row };
  if (origin.letter) return answerOf(origin.letter);
  const eventId = origin.eventId === 'content' ? bodyHash(read.body) : partOf(origin.eventId, read.place);
  const deadLetter = await keepLetter(submitting, {
    ...{ lifecycle, source, form: read.form ?? form },
    body: read.body,
    fault: read.faults[0],
    about: aboutOf(file, read.place),
    aside: read.aside === true,
    ...(eventId === undefined ? {} : { eventId }),
  });
  return answerOf(deadLetter);
}

/** Each refused part of one delivery has a letter of its own. */
function partOf(eventId: string | undefined, place: PartPlace | undefined): string | undefined {
  if (eventId === undefined || !place) return eventId;
  const { file, sheet, row, item } = place;
  return [eventId, file, sheet, row, item].filter((one) => one != null).join('/');
}

/** Where a part stood; null when nothing is known of it. */
function aboutOf(file: string | null, place: PartPlace | undefined): LetterAbout | null {
  if (file === null && place === undefined) return null;
  return {
    file: [file, place?.file].filter((one) => one != null).join('/') || null,
    row: place?.row ?? place?.item ?? null,
    sheet: place?.sheet ?? null,
    customer: place?.customer ?? null,
  };
}

/** What the answer says of how it was read. */
function told({ unread, notes }: Pick<Submission<unknown>, 'unread' | 'notes'>) {
  return { ...(unread && { unread }), ...(notes && { notes }) };
}

/** Reads as a problem: 400 for what cannot be parsed, 422 for what can and is wrong. */
export function refusalOf(faults: Extract<Parsed, { ok: false }>['faults']): Problem {
  return problemOf(faults[0].code.startsWith('malformed_') ? 400 : 422, faults);
}
