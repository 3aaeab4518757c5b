import { handOver, nameOfRecord } from '../../adapters/intake/hand-over.ts';
import { RECORD_HINT } from '../../adapters/intake/parse.ts';
import type { Submitting } from '../../adapters/intake/submit.ts';
import type { PrmPort } from '../../adapters/ports/prm.ts';

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
  for (const id of ids) {
    const body = Buffer.from(JSON.stringify(deals.asReported(id)));
    await handOver(
      submitting,
      { lifecycle: 'deal', source: vendor, form: RECORD_HINT, body },
      nameOfRecord(id),
    );
  }
}
