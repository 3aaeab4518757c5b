import { handOver, nameOfRecord } from '../../adapters/intake/hand-over.ts';
import { RECORD_HINT } from '../../adapters/intake/parse.ts';
import type { Submitting } from '../../adapters/intake/submit.ts';
import type { Call } from '../../adapters/ports/call.ts';
import type { PrmPort } from '../../adapters/ports/prm.ts';
import { openPrmDeals } from '../../adapters/store/match-mirror.ts';
import { statement } from '../../adapters/store/statement.ts';
import type { Json } from '../../domain/json.ts';

/**
 * Takes in registrations that were found by asking, as if the PRM's webhook had told of them. One that its webhook has told of, too,
 * is the same record and becomes one case, if the webhook's source is called as the PRM.
 */
export async function takeInPolled(
  submitting: Submitting,
  { vendor, deals }: Pick<PrmPort, 'vendor' | 'deals'>,
  ids: readonly string[],
): Promise<void> {
  if (!deals?.asReported) return;
  for (const id of ids) await takeIn(submitting, vendor, id, deals.asReported(id));
}

/**
 * Tells open cases whose registration went into another one, where the PRM says it of the record that is asked for and in no other way.
 * @param told the ids that were told before, for as long as this process runs; those told now are added
 */
export async function tellOfMerged(
  submitting: Submitting,
  { vendor, deals }: Pick<PrmPort, 'vendor' | 'deals'>,
  told: Set<string>,
  call: Call,
): Promise<void> {
  if (!deals?.merged) return;
  const open = (await openPrmDeals(statement(submitting.store), vendor)).filter((id) => !told.has(id));
  for (const event of await deals.merged(open, call)) {
    const id = deals.reported(event);
    if (id === null) continue;
    await takeIn(submitting, vendor, id, event);
    told.add(id);
  }
}

async function takeIn(submitting: Submitting, source: string, id: string, event: Json): Promise<void> {
  const body = Buffer.from(JSON.stringify(event));
  await handOver(submitting, { lifecycle: 'deal', source, form: RECORD_HINT, body }, nameOfRecord(id));
}
