import type { ClaimProblem, ReceivedClaim } from '../../../domain/claim/received-claim.ts';
import type { StatedClaim } from '../../../domain/claim/stated-claim.ts';
import { PARTNER_UNCONFIRMED, type TextOwner } from '../mail/owner.ts';
import { NO_PARTNER } from '../no-partner.ts';
import type { Submission } from '../parse.ts';
import type { ClaimMail } from './mail.ts';
import { UNNAMED } from './raw-claim.ts';

/** 72 bits of a keyed hash, as registrations by mail have. */
const NAME = 14;

/**
 * A claim that came by mail: a person looks at it, as at everything that a mail states. It is named for its sender too, so that nobody changes
 * somebody else's claim by sending one with the same id.
 * @param token keyed hash, see Vault
 */
export function claimOfMail(
  parsed: Submission<ReceivedClaim>,
  { sender, name, digest, answers, problems }: ClaimMail,
  owner: TextOwner,
  token: (text: string) => string,
): Submission<ReceivedClaim> {
  const { stated, externalId } = parsed;
  const stands = stated.claim.partnerId;
  const partnerId = stands === NO_PARTNER ? (owner.partnerId ?? NO_PARTNER) : stands;
  const isUnconfirmed = partnerId !== NO_PARTNER && (owner.unconfirmed || partnerId !== owner.partnerId);
  return {
    ...parsed,
    externalId: token(externalId === UNNAMED ? name : `${sender}\n${externalId}`).slice(0, NAME),
    // The bytes are the version: the same mail once more changes nothing.
    version: token(digest).slice(0, 40),
    fromWords: true,
    ...(answers && { answers }),
    stated: {
      ...stated,
      claim: { ...stated.claim, partnerId },
      problems: [...stated.problems, ...problems, BY_MAIL, ...(isUnconfirmed ? [PARTNER_UNCONFIRMED] : [])],
    },
  };
}

const BY_MAIL: ClaimProblem = {
  code: 'by_mail',
  field: null,
  title: 'It came by e-mail: compare it with its documents',
};

/** Whether a claim names neither a sale nor anything about one. */
export function statesNothing({
  documents: _,
  notes: _notes,
  partnerId: _partner,
  ...claim
}: StatedClaim): boolean {
  return Object.values(claim).every(
    (value) => value === null || (Array.isArray(value) && value.length === 0),
  );
}
