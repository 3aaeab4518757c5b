import type { ReceivedClaim } from '../../../domain/claim/received-claim.ts';
import type { SourceFormat } from '../../../domain/reading/source-format.ts';
import type { Parsed } from '../parse.ts';
import { parseClaimsJson } from './json.ts';

/** The work of reading claims (adapters/intake/reading-jobs.ts). */
export const CLAIM_JOBS = {
  /** The claims of a long JSON, with their documents. */
  async claims(input: {
    body: Uint8Array;
    now: Date;
    format: SourceFormat;
  }): Promise<Parsed<ReceivedClaim>[]> {
    return parseClaimsJson(input.body, input.now, input.format);
  },
};
