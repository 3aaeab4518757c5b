import type { ClaimProblem, ReceivedClaim } from '../../../domain/claim/received-claim.ts';
import { sameCode } from '../../../domain/claim/same-text.ts';
import type { ClaimedLine, StatedClaim } from '../../../domain/claim/stated-claim.ts';
import { getCase } from '../../store/cases.ts';
import { transact } from '../../store/pool.ts';
import { statement } from '../../store/statement.ts';
import { submissionOf, submissionOfVersion } from '../../store/submissions.ts';
import { isOpen } from '../is-open.ts';
import type { MailAnswer } from '../mail-answers.ts';
import type { Submission } from '../parse.ts';
import type { Submitted } from '../record-submission.ts';
import { type Submitting, submit } from '../submit.ts';
import { openClaim } from './sealed.ts';

/**
 * Takes an e-mail as the answer of an asked partner: its files are further documents, it fills what the claim lacks, and changes nothing that
 * the claim states.
 * @param answered see answeredCases
 * @returns null when it answers none of them; it is then a claim of its own.
 */
export async function answerClaim(
  submitting: Submitting,
  { answers, version, stated }: Submission<ReceivedClaim>,
  answered: readonly string[],
): Promise<Submitted | null> {
  if (answers === undefined || version === null) return null;
  const { store, vault } = submitting;
  for (const id of answered) {
    const row = await getCase(statement(store), id);
    if (!row) continue;
    const known = await submissionOfVersion(statement(store), row, version);
    if (known) return { case: known.case, revision: known.revision, state: 'accepted' };
    if (!isOpen(row.status)) continue;
    const last = await transact(store, async (tx) => {
      const kept = await submissionOf(tx, row.case);
      return kept && openClaim(tx, vault, kept.canonical);
    });
    if (!last) continue;
    const { source, externalId, sample } = row;
    const completed = completedClaim(last, stated, answers);
    return submit(submitting, 'claim', { externalId, version, stated: completed }, { source, sample });
  }
  return null;
}

/** What an answer may fill. */
const GAPS = [
  'program',
  'dealId',
  'customerName',
  'country',
  'publicSector',
  'soldOn',
  'invoiceNumber',
  'vendor',
  'request',
  'total',
] as const satisfies readonly (keyof StatedClaim)[];

/** A claim with what an answer adds to it. */
export function completedClaim(
  last: ReceivedClaim,
  answer: ReceivedClaim,
  { words, proved = false }: Pick<MailAnswer, 'words' | 'proved'>,
): ReceivedClaim {
  const { claim } = last;
  const said = answer.claim;
  const filled = Object.fromEntries(
    GAPS.flatMap((name) => (claim[name] === null ? [[name, said[name]]] : [])),
  );
  const known = new Set(claim.documents.map(({ hash }) => hash));
  return {
    ...last,
    claim: {
      ...claim,
      ...filled,
      lines: claim.lines.length === 0 ? said.lines : claim.lines.map((line) => withAmount(line, said.lines)),
      persons: claim.persons.length === 0 ? said.persons : claim.persons,
      documents: [...claim.documents, ...said.documents.filter(({ hash }) => !known.has(hash))],
      notes:
        words === ''
          ? claim.notes
          : [...(claim.notes === null ? [] : [claim.notes]), `Answer:\n${words}`].join('\n\n'),
    },
    problems: [
      ...last.problems,
      ...answer.problems.filter(({ code }) => !OF_NEW_CLAIMS.has(code)),
      answeredBy(proved),
    ],
    receivedAt: answer.receivedAt,
    contents: answer.contents,
  };
}

/** The amount that an answer names for a line that had none; of several lines of one product nobody can tell whose it is. */
function withAmount(line: ClaimedLine, said: readonly ClaimedLine[]): ClaimedLine {
  const [same, another] = said.filter(({ sku }) => sameCode(sku, line.sku));
  return line.amount !== null || !same || another ? line : { ...line, amount: same.amount };
}

/** Whose claim it is stands already, and how the answer came is said of the answer. */
const OF_NEW_CLAIMS: ReadonlySet<string> = new Set(['by_mail', 'partner_missing', 'partner_unconfirmed']);

function answeredBy(proved: boolean): ClaimProblem {
  return {
    code: 'answered_by_mail',
    field: null,
    title: proved
      ? 'The partner answered by e-mail; the receiving mail server vouches for the sender'
      : 'The partner answered by e-mail; the sender is unproved',
  };
}
