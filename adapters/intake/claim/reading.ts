import type { Fault } from '../../../contracts/problem.ts';
import type { ReceivedClaim } from '../../../domain/claim/received-claim.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { Call } from '../../ports/call.ts';
import type { ClaimedDelivery } from '../../store/deliveries.ts';
import type { ReadingDeps, ReadPart } from '../intake-of.ts';
import { type KeptPart, keptPart, openedPart } from '../kept-part.ts';
import { readInThread } from '../read-in-thread.ts';

/** What was read of a delivery. Plain JSON, kept sealed. */
interface ClaimsReading {
  parts?: KeptPart<ReceivedClaim>[];
}

/** Reads a claim whose JSON is long, because its documents are in it. It takes one step, whatever its first stage is called. */
export async function advance(
  { formatOf }: ReadingDeps,
  { body, source, receivedAt }: ClaimedDelivery,
  _stage: unknown,
  { signal }: Call,
): Promise<{ reading: JsonObject; next: 'settle' }> {
  const read = await readInThread(
    'claims',
    { body, now: new Date(receivedAt), format: formatOf(source) },
    { signal },
  );
  const parts: KeptPart<ReceivedClaim>[] =
    'code' in read ? [{ ok: false, faults: [unread(read.code)], body: null }] : read.answer.map(keptPart);
  const reading: ClaimsReading = { parts };
  return { reading: reading as unknown as JsonObject, next: 'settle' };
}

/** The claims of a delivery once it was read. */
export function partsRead({ reading, body }: ClaimedDelivery): ReadPart<ReceivedClaim>[] {
  const { parts = [] } = reading as ClaimsReading;
  return parts.map((part) => ({ part: openedPart(part, body), answered: [] }));
}

function unread(code: string): Fault {
  return {
    code: `malformed_claim_${code}`,
    title: 'It could not be read within its time and memory.',
    field: null,
    fix: 'Send each claim alone, with smaller documents.',
  };
}
