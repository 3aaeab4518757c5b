import type { DealProblem, ReceivedDeal } from '../../../domain/deal/canonical-deal.ts';
import { SHOWN_FIELDS } from '../../../domain/deal/notices.ts';
import { DEAL_FIELDS, type DealFields } from '../../../domain/deal/registration.ts';
import { type CaseRow, getCase } from '../../store/cases.ts';
import { transact } from '../../store/pool.ts';
import { statement } from '../../store/statement.ts';
import { submissionOf, submissionOfVersion } from '../../store/submissions.ts';
import type { MailAnswer } from '../mail-answers.ts';
import type { Submitted } from '../record-submission.ts';
import type { Submitting } from '../submit.ts';
import type { ParsedDeal } from './part.ts';
import { openDeal } from './sealed.ts';
import { submitDeal } from './submit-deal.ts';

/**
 * Takes an e-mail as the answer of an asked partner: it fills what the registration lacks, and changes nothing that it
 * states. As any e-mail it only reaches a reviewer, who is told whether its sender is proved.
 * @param answered see answeredCases
 * @returns null when it answers none of them; it is then a registration of its own.
 */
export async function answerCase(
  submitting: Submitting,
  parsed: ParsedDeal,
  answered: readonly string[],
): Promise<Submitted | null> {
  const { answers, externalId: version } = parsed;
  if (answers === undefined) return null;
  const db = statement(submitting.store);
  for (const id of answered) {
    const row = await getCase(db, id);
    if (!row) continue;
    const known = await submissionOfVersion(db, row, version);
    if (known) return { case: known.case, revision: known.revision, state: 'accepted' };
    if (row.status !== 'waiting_for_partner') continue;
    const deal = await completed(submitting, row, parsed.stated, answers);
    if (!deal) continue;
    const { source, externalId, sample } = row;
    return submitDeal(submitting, source, { externalId, version, stated: deal }, { sample });
  }
  return null;
}

/** The last revision with its gaps filled, or with the words for the reviewer who asked in words; null when it is neither. */
async function completed(
  { store, vault }: Submitting,
  row: CaseRow,
  answer: ReceivedDeal,
  { words, proved = false }: MailAnswer,
): Promise<ReceivedDeal | null> {
  const last = await transact(store, async (tx) => {
    const kept = await submissionOf(tx, row.case);
    return kept && openDeal(tx, vault, kept.canonical);
  });
  if (!last) return null;
  const filled = DEAL_FIELDS.filter(
    (name) => last.submission[name] === null && answer.submission[name] !== null,
  );
  const said = askedInWords(row) && words !== '';
  if (filled.length === 0 && !said) return null;
  const { submission, submitted_by } = answer;
  const gaps = Object.fromEntries(filled.map((name) => [name, submission[name]]));
  const partner_notes = said
    ? withAnswer(last.submission.partner_notes, words)
    : (last.submission.partner_notes ?? submission.partner_notes);
  return {
    submission: { ...last.submission, ...gaps, partner_notes, provenance: 'extracted' },
    submitted_by,
    problems: [
      ...last.problems,
      // Whose registration it is stands already; that the sender is unproved is said of the answer.
      ...answer.problems.filter(({ code }) => code !== 'partner_missing' && code !== 'partner_unconfirmed'),
      proved ? BY_PROVED_MAIL : BY_MAIL,
    ],
    attachments: [...last.attachments, ...answer.attachments],
    ...bothReadings(last, answer, filled),
  };
}

const BY_MAIL: DealProblem = {
  code: 'answered_by_mail',
  field: null,
  title: 'The partner answered by e-mail; the sender is unproved.',
};
const BY_PROVED_MAIL: DealProblem = {
  code: 'answered_by_proved_mail',
  field: null,
  title: 'The partner answered by e-mail; the receiving mail server vouches for the sender.',
};

/** Whether somebody asked for more than missing fields. */
function askedInWords({ gate }: CaseRow): boolean {
  const questions = Array.isArray(gate?.questions) ? gate.questions : [];
  return questions.some((one) => !(SHOWN_FIELDS as readonly unknown[]).includes(one));
}

/** Whoever asked reads the answer below what was stated, marked as one. */
function withAnswer(notes: string | null, words: string): string {
  return [...(notes === null ? [] : [notes]), `Answer:\n${words}`].join('\n\n');
}

function bothReadings(
  last: ReceivedDeal,
  answer: ReceivedDeal,
  filled: readonly (keyof DealFields)[],
): Pick<ReceivedDeal, 'sources' | 'documents'> {
  const documents = [...(last.documents ?? []), ...(answer.documents ?? [])];
  const sources = { ...last.sources };
  for (const name of filled) {
    const source = answer.sources?.[name];
    if (source) sources[name] = source;
  }
  return {
    ...(documents.length > 0 ? { documents } : {}),
    ...(Object.keys(sources).length > 0 ? { sources } : {}),
  };
}
