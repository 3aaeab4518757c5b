import type { ClaimProblem, ReceivedClaim } from '../../../domain/claim/received-claim.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { contentHash } from '../../store/hash.ts';
import type { IntakeOf } from '../intake-of.ts';
import { NO_PARTNER } from '../no-partner.ts';
import { OUTLOOK, RECEIVED_MAIL, STATED_FILE, WORKBOOK, ZIP } from '../parse.ts';
import { answerClaim } from './answer.ts';
import { parseClaimsJson } from './json.ts';
import { advance, partsRead } from './reading.ts';
import { afterEnd, lastingProblems } from './reopening.ts';
import { openClaim, sealClaim } from './sealed.ts';

/** How claims are taken in: as JSON with their documents in it, as a table, and as a mail or an archive that holds both. */
export const claimIntake: IntakeOf<ReceivedClaim> = {
  forms: [
    ...(['application/json', 'text/csv', WORKBOOK, STATED_FILE] as const),
    ...(['message/rfc822', RECEIVED_MAIL, OUTLOOK, ZIP] as const),
  ],
  carriesDocuments: true,
  parse: (form, body, now, format) =>
    form === 'application/json' ? parseClaimsJson(body, now, format) : null,
  advance,
  partsRead,
  answer: answerClaim,
  // Keyed, because it becomes part of an id: a plain hash would let anyone who guesses the content check the guess.
  contentVersion: ({ claim }, vault) => vault.tokenOf(contentHash(claim)),
  seal: sealClaim,
  open: openClaim,
  partnerOf: ({ claim }) => (claim.partnerId === NO_PARTNER ? null : claim.partnerId),
  withPartner: (received, partnerId) =>
    received.claim.partnerId === NO_PARTNER
      ? { ...received, claim: { ...received.claim, partnerId } }
      : received,
  withProblems: (received, problems) => ({
    ...received,
    problems: [...received.problems, ...(problems as ReceivedClaim['problems'])],
  }),
  summary: ({ claim: { program, lines, total } }) => ({
    program,
    lines: lines.length,
    total: total && { ...total },
  }),
  /** With the instant at which it first came, by which the time to submit ends, and with what no amendment mends. */
  merge: (received, before: JsonObject) => ({
    ...received,
    firstAt: String(before.firstAt),
    problems: [...received.problems, ...lastingProblems(before.problems as unknown as ClaimProblem[])],
  }),
  afterEnd,
};
