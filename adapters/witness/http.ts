import { anchorText } from '../../domain/anchors.ts';
import { exchange, faultKind } from '../http.ts';
import { VendorFault } from '../ports/call.ts';
import type { Witness } from './witness.ts';

/**
 * Posts each checkpoint to a collector, e.g. of a SIEM, as `{ "event": { … } }`: the form of Splunk's HTTP Event Collector, which others
 * take as JSON. @param authorization header as the collector wants it, e.g. `Splunk …` or `Bearer …`
 */
export function httpWitness({
  url,
  authorization,
}: {
  url: string;
  authorization?: string | undefined;
}): Witness {
  return {
    name: 'http',
    async note(checkpoint, call) {
      const { number, hash, at, kid, signature } = checkpoint;
      const event = { kind: 'quarterdeck.checkpoint', checkpoint: anchorText(checkpoint) };
      const { status } = await exchange(
        {
          vendor: 'witness',
          method: 'POST',
          url,
          headers: authorization === undefined ? {} : { authorization },
          body: { event: { ...event, number, hash, at, kid, signature } },
        },
        call,
      );
      if (status >= 200 && status < 300) return;
      throw new VendorFault({
        vendor: 'witness',
        kind: faultKind(status),
        message: `the collector answered ${status}`,
        code: String(status),
        certainlyNotLanded: true,
      });
    },
  };
}
