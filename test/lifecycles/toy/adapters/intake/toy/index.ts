import { toyRequestSchema } from '../../../contracts/toy/request.ts';
import type { ToyRequest } from '../../../domain/toy/request.ts';
import { contentHash } from '../../store/hash.ts';
import type { IntakeOf } from '../intake-of.ts';
import { isOpen } from '../is-open.ts';
import { parseJson } from '../json.ts';
import type { Parsed } from '../parse.ts';

/** A request is JSON; no person is named in it. */
export const toyIntake: IntakeOf<ToyRequest> = {
  forms: ['application/json'],
  parse: (_form, body) => [partOf(body)],
  async advance() {
    return { reading: {}, next: 'settle' };
  },
  partsRead: ({ body }) => [{ part: partOf(body), answered: [] }],
  answer: async () => null,
  contentVersion: (request, vault) => vault.tokenOf(contentHash({ ...request })),
  seal: async (_tx, _vault, _case, request) => ({ ...request }),
  open: async (_tx, _vault, kept) => ({ partnerId: String(kept.partnerId), seats: Number(kept.seats) }),
  partnerOf: ({ partnerId }) => partnerId,
  withPartner: (request, partnerId) => ({ ...request, partnerId }),
  withProblems: (request) => request,
  summary: ({ seats }) => ({ seats }),
  merge: (request) => request,
  afterEnd: ({ status }) => ({ verdict: isOpen(status) ? 'running' : 'closed' }),
};

function partOf(body: Uint8Array): Parsed<ToyRequest> {
  const json = parseJson(body);
  if ('fault' in json) return { ok: false, faults: [json.fault], body };
  const read = toyRequestSchema.safeParse(json.value);
  if (!read.success) {
    const field = read.error.issues[0]?.path.join('.') || null;
    const fix = 'Send id and partner as text of at most 50 characters, and seats as a whole number.';
    const fault = { code: 'wrong_field', title: 'A field is missing or wrong.', field, fix };
    return { ok: false, faults: [fault], body };
  }
  const { id, partner, seats } = read.data;
  return { ok: true, parsed: { externalId: id, version: null, stated: { partnerId: partner, seats } } };
}
