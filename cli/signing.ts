import { byHandDecision, type EnteredByHand } from '../activities/gate/signed-entry.ts';
import { loadKey, type SigningKey } from '../adapters/keys/keys.ts';
import { signDecision } from '../adapters/keys/sign.ts';
import { auditOf } from '../adapters/store/audit.ts';
import { authorityVersion } from '../adapters/store/authority.ts';
import type { CaseRow } from '../adapters/store/cases.ts';
import type { Tx } from '../adapters/store/pool.ts';
import type { PersonRecord } from '../contracts/policy-authority.ts';
import type { DecisionRequest } from '../domain/decision.ts';
import { byHandId } from '../domain/identity.ts';
import { openGate } from './cases/case-text.ts';
import { applicationNow } from './clock.ts';
import { usage } from './failure.ts';
import { needed } from './session.ts';

/** What a person says, before it is bound to a case and signed. */
export type Draft = Pick<DecisionRequest, 'action' | 'reason' | 'edits' | 'to' | 'questions'>;

/** A token is used at once; one for the Temporal UI has to survive reading, copying and pasting. */
export const AT_ONCE_SECONDS = 300;

/** The decision on this case as it stands now, signed with the person's key: worth something on this round only. */
export async function signedRequest(
  tx: Tx,
  row: CaseRow,
  person: PersonRecord,
  draft: Draft,
  validSeconds: number,
): Promise<DecisionRequest & { token: string }> {
  const gate = openGate(row);
  const round = gate?.round ?? (await answeredRound(tx, row, person, draft));
  const request = { ...draft, by: person.id, round };
  const evidenceHash = gate?.evidenceHash ?? row.evidenceHash ?? '';
  const token = await tokenFor(tx, person, request, { case: row.case, evidenceHash, validSeconds });
  return { ...request, token };
}

/**
 * The round of a person's own decision that closed the gate: sent again because its answer was lost, it must be the same
 * Update. Otherwise 0, which no gate has: a rollback outside any gate answers no question.
 */
async function answeredRound(tx: Tx, row: CaseRow, person: PersonRecord, draft: Draft): Promise<number> {
  const last = (await auditOf(tx, row.case)).findLast(({ entry }) => entry.action === 'decision.accepted');
  const own = last?.entry.actor === person.id && last.entry.decision === draft.action;
  return own && draft.action !== 'rollback' ? Number(last.entry.round) : 0;
}

/** Signs any decision with the person's key from QUARTERDECK_KEYS. @throws CliFailure when there is none. */
export async function tokenFor(
  tx: Tx,
  person: PersonRecord,
  request: DecisionRequest,
  on: { case: string; evidenceHash: string; validSeconds: number },
): Promise<string> {
  return signDecision(personKey(person), request, {
    ...on,
    authorityVersion: await authorityVersion(tx),
    now: applicationNow(),
  });
}

/** Signs what a person enters that is no decision on a case. @throws CliFailure when they have no key here */
export function entryToken(tx: Tx, person: PersonRecord, entered: EnteredByHand): Promise<string> {
  const on = { case: byHandId(entered.kind, entered.case), evidenceHash: '', validSeconds: AT_ONCE_SECONDS };
  return tokenFor(tx, person, byHandDecision(entered), on);
}

/** The person's key on this machine. @throws CliFailure when there is none */
export function personKey(person: PersonRecord): SigningKey {
  const folder = needed('QUARTERDECK_KEYS');
  try {
    return loadKey(folder, person.id);
  } catch (error) {
    const title = `${person.name} cannot sign here: ${error instanceof Error ? error.message : String(error)}.`;
    throw usage(title, `Keys are looked for in ${folder} (QUARTERDECK_KEYS).`, 'as');
  }
}
