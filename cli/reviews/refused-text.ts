import type { PersonRecord } from '../../contracts/policy-authority.ts';
import type { AuditEntry } from '../../domain/audit.ts';
import type { RefusalCode } from '../../domain/decision.ts';
import { personName } from '../people.ts';

/** A decision that did not count, as the audit trail has it. */
export interface RefusedDecision {
  /** UTC instant, ISO 8601. */
  at: string;
  /** Who it said it was from; nobody has proved it. */
  by: string;
  action: string;
  code: string;
  via: string;
}

/** The refused decisions among a case's entries, oldest first. */
export function refusedAmong(entries: readonly AuditEntry[]): RefusedDecision[] {
  return entries
    .filter(({ action }) => action === 'decision.refused')
    .map(({ at, claimed, decision, code, via }) => ({
      at,
      by: String(claimed),
      action: String(decision),
      code: String(code),
      via: String(via),
    }));
}

/** The last ones are told one by one, the others counted. */
const TOLD = 3;

/** A line for each: `14:02 CET, approve by Ana Ruiz (signal): above their limit (limit)`. */
export function refusedText(
  refused: readonly RefusedDecision[],
  people: ReadonlyMap<string, PersonRecord>,
  time: (at: string) => string,
): string[] {
  const before = refused.length - TOLD;
  return [
    ...(before > 0 ? [`${before} before these`] : []),
    ...refused
      .slice(-TOLD)
      .map(
        (one) =>
          `${time(one.at)}, ${one.action.replaceAll('_', ' ')} by ${personName(people, one.by)} (${one.via}): ${whyRefused(one)}`,
      ),
  ];
}

/** `above their limit (limit)` */
export function whyRefused({ code }: Pick<RefusedDecision, 'code'>): string {
  const words = Object.hasOwn(WORDS, code) ? WORDS[code as RefusalCode] : null;
  return words ? `${words} (${code})` : code;
}

const WORDS: Record<RefusalCode, string> = {
  malformed: 'it was no decision',
  unsigned: 'it was not signed',
  bad_signature: 'the signature is not theirs',
  revoked_key: 'the key was revoked',
  expired_token: 'the token was out of its time',
  replayed: 'the token had been used',
  stale_round: 'the question had changed',
  already_decided: 'it was decided already',
  no_open_gate: 'nothing was asked',
  not_offered: 'it was not offered',
  unknown_person: 'nobody here has that id',
  role: 'their role does not allow it',
  limit: 'above their limit',
  not_self: 'nobody decides a case of their own',
  own_partners_only: 'not a partner of theirs',
  reviewer_repeated: 'they had approved already',
  invalid_edits: 'its edits are not valid',
  nothing_to_undo: 'nothing had been written',
};
