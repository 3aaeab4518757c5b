import { INSTALLATION, loadKey } from '../../../adapters/keys/keys.ts';
import type { Sent } from '../submitter.ts';
import type { Workplace } from '../workplace.ts';
import { offerPrograms } from './claims.ts';
import type { Prepared } from './input.ts';
import type { Opened } from './opened.ts';
import { type People, people } from './people.ts';

/** Puts the programs of the claims in force, and lets people come to work. @returns what partners send, in order */
export async function prepare(
  { environment }: Workplace,
  { store, client, taskQueue }: Opened,
  input: readonly Prepared[],
  ending: AbortSignal,
): Promise<{ staff: People; sent: Sent[] }> {
  const keys = environment.QUARTERDECK_KEYS as string;
  const claims = input.filter(({ lifecycle }) => lifecycle === 'claim').length;
  await offerPrograms(store, loadKey(keys, INSTALLATION), claims);
  return {
    staff: people({ store, client, taskQueue, keys }, input, ending),
    sent: input.map((one) => sentTo(environment, one)),
  };
}

export const sentTo = (
  { QUARTERDECK_URL: base }: Workplace['environment'],
  { lifecycle, body }: Prepared,
): Sent => ({ url: `${base}/api/${lifecycle}s`, body });
