import { CLAWBACK_NUMBERS_AS_TEXT } from '../../../contracts/clawback/submission.ts';
import type { StatedClawback } from '../../../domain/clawback/stated-clawback.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { type SourceFormat, UNSTATED } from '../../../domain/reading/source-format.ts';
import { contentHash } from '../../store/hash.ts';
import { isEnvelope } from '../envelope.ts';
import type { IntakeOf } from '../intake-of.ts';
import { isOpen } from '../is-open.ts';
import { parseJson } from '../json.ts';
import type { Parsed } from '../parse.ts';
import { readClawback } from './read-clawback.ts';

/** How refunds of sales are taken in: as JSON, alone, in a list, or in the envelope of an event `clawback.…`. No person is named in them. */
export const clawbackIntake: IntakeOf<StatedClawback> = {
  forms: ['application/json'],
  parse: (_form, body, _now, format) => parsed(body, format),
  async advance() {
    return { reading: {}, next: 'settle' };
  },
  partsRead: ({ body }) => parsed(body, UNSTATED).map((part) => ({ part, answered: [] })),
  answer: async () => null,
  contentVersion: (stated, vault) => vault.tokenOf(contentHash({ ...stated })),
  seal: async (_tx, _vault, _case, stated) => ({ ...stated }) as unknown as JsonObject,
  open: async (_tx, _vault, kept) => kept as unknown as StatedClawback,
  partnerOf: () => null,
  withPartner: (stated) => stated,
  withProblems: (stated) => stated,
  summary: ({ cause, claim, invoiceNumber }) => ({ cause, claim: claim ?? invoiceNumber }),
  merge: (stated) => stated,
  // What was decided stands: a refund has an id of its own.
  afterEnd: ({ status }) => ({ verdict: isOpen(status) ? 'running' : 'closed' }),
};

function parsed(body: Uint8Array, format: SourceFormat): Parsed<StatedClawback>[] {
  const json = parseJson(body, CLAWBACK_NUMBERS_AS_TEXT);
  if ('fault' in json) return [{ ok: false, faults: [json.fault], body }];
  const { value } = json;
  if (Array.isArray(value))
    return value.map((item: unknown, at) => ({
      ...readClawback(item, Buffer.from(JSON.stringify(item)), format),
      place: { sheet: null, row: null, item: at + 1 },
    }));
  if (!isEnvelope(value)) return [readClawback(value, body, format)];
  return value.type.startsWith('clawback.') ? [readClawback(value.data, body, format)] : [];
}
