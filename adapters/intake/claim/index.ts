import type { ClaimProblem, ReceivedClaim } from '../../../domain/claim/received-claim.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { contentHash } from '../../store/hash.ts';
import type { IntakeOf } from '../intake-of.ts';
import { NO_PARTNER } from '../no-partner.ts';
import { parseClaimsJson } from './json.ts';
import { advance, partsRead } from './reading.ts';
import { afterEnd, lastingProblems } from './reopening.ts';
import { openClaim, sealClaim } from './sealed.ts';

/** How claims are taken in: as JSON, with their documents in it. */
export const claimIntake: IntakeOf<ReceivedClaim> = {
  forms: ['application/json'],
  carriesDocuments: true,
  parse: (_form, body, now, format) => parseClaimsJson(body, now, format),
  advance,
  partsRead,
  answer: async () => null,
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
