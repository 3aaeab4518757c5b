import type { Fault } from '../../../contracts/problem.ts';
import type { ReceivedClaim } from '../../../domain/claim/received-claim.ts';
import type { Stage } from '../../../domain/intake.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { Call } from '../../ports/call.ts';
import type { ClaimedDelivery } from '../../store/deliveries.ts';
import { sha256Bytes } from '../../store/hash.ts';
import type { Vault } from '../../store/vault.ts';
import type { ReadingDeps, ReadPart } from '../intake-of.ts';
import { type KeptPart, keptPart, openedPart } from '../kept-part.ts';
import { answeredCases } from '../mail/answered-cases.ts';
import { ownerOf, type TextOwner } from '../mail/owner.ts';
import type { IntakeForm, Parsed } from '../parse.ts';
import { readInThread } from '../read-in-thread.ts';
import { notStated } from './bundle.ts';
import { claimOfMail, statesNothing } from './by-mail.ts';
import type { ClaimMail } from './mail.ts';
import { UNNAMED } from './raw-claim.ts';

/** What was read of a delivery. Plain JSON, kept sealed. */
interface ClaimsReading {
  parts?: KeptPart<ReceivedClaim>[];
  mail?: ClaimMail;
  /** Whose the mail is. */
  owner?: TextOwner;
  /** Cases of its sender that it may answer, likeliest first. */
  answered?: string[];
}

interface Advanced {
  reading: ClaimsReading;
  next: Stage | 'settle';
}

/**
 * Takes one step of reading a delivery: what it holds, whatever the first stage is called; then, of a mail, who sent it.
 * @throws VendorFault when the PRM did not answer
 */
export async function advance(
  deps: ReadingDeps,
  delivery: ClaimedDelivery,
  stage: Stage,
  call: Call,
): Promise<{ reading: JsonObject; next: Stage | 'settle' }> {
  const { reading, next } = await (stage === 'sender'
    ? readSender(deps, delivery, call)
    : readFiles(deps, delivery, call));
  return { reading: reading as unknown as JsonObject, next };
}

async function readFiles(
  { formatOf, mailServers = [] }: ReadingDeps,
  { form, body, source, receivedAt }: ClaimedDelivery,
  { signal }: Call,
): Promise<Advanced> {
  const about = { form: form as IntakeForm, now: new Date(receivedAt), format: formatOf(source) };
  const read = await readInThread('claims', { ...about, body, servers: mailServers }, { signal });
  if ('code' in read) return refused(unread(read.code));
  const { answer } = read;
  if ('fault' in answer) return refused(answer.fault, answer.aside);
  const parts = answer.parts.map(keptPart);
  return answer.mail === null
    ? { reading: { parts }, next: 'settle' }
    : { reading: { parts, mail: answer.mail }, next: 'sender' };
}

/** Who sent a mail, and which of our questions they may answer. */
async function readSender(
  { store, prm, now }: ReadingDeps,
  { reading, partnerId }: ClaimedDelivery,
  call: Call,
): Promise<Advanced> {
  const { mail } = reading as ClaimsReading;
  if (!mail) throw new Error('the mail of this delivery has not been read');
  const owner = await ownerOf({ store, prm }, mail, partnerId, call);
  const answered =
    mail.answers === null
      ? []
      : await answeredCases({ store, prm, now }, 'claim', mail.sender, mail.answers, call);
  return { reading: { ...reading, owner, answered }, next: 'settle' };
}

/** The claims of a delivery once it was read, each under its name. */
export function partsRead({ reading, body }: ClaimedDelivery, vault: Vault): ReadPart<ReceivedClaim>[] {
  const { parts = [], mail, owner, answered = [] } = reading as ClaimsReading;
  return parts.map((kept) => {
    const part = openedPart(kept, body);
    return { part: mail && owner ? ofMail(part, mail, owner) : ofFile(part), answered };
  });

  function ofFile(part: Parsed<ReceivedClaim>): Parsed<ReceivedClaim> {
    if (!part.ok || part.parsed.externalId !== UNNAMED) return part;
    return {
      ...part,
      parsed: { ...part.parsed, externalId: vault.tokenOf(sha256Bytes(body)).slice(0, NAME) },
    };
  }

  function ofMail(part: Parsed<ReceivedClaim>, from: ClaimMail, whose: TextOwner): Parsed<ReceivedClaim> {
    if (!part.ok) return part;
    const { claim } = part.parsed.stated;
    if (answered.length === 0 && statesNothing(claim))
      return { ok: false, faults: [notStated(claim.documents.length > 0)], body };
    return { ...part, parsed: claimOfMail(part.parsed, from, whose, vault.tokenOf) };
  }
}

/** 72 bits of a keyed hash: no two inputs meet in them, and a case id still fits a line. */
const NAME = 14;

function refused(fault: Fault, aside?: true): Advanced {
  return {
    reading: { parts: [{ ok: false, faults: [fault], body: null, ...(aside && { aside }) }] },
    next: 'settle',
  };
}

function unread(code: string): Fault {
  return {
    code: `malformed_claim_${code}`,
    title: 'It could not be read within its time and memory.',
    field: null,
    fix: 'Send each claim alone, with smaller documents.',
  };
}
