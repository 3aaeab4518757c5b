import type { ToyRequest } from '../../../domain/toy/request.ts';
import { contentHash } from '../../store/hash.ts';
import type { IntakeOf } from '../intake-of.ts';
import { isOpen } from '../is-open.ts';
import { parseJson } from '../json.ts';

/** A request is JSON with an id and a number of seats; it names no partner and no person. */
export const toyIntake: IntakeOf<ToyRequest> = {
  parse(_form, body) {
    const json = parseJson(body);
    if ('fault' in json) return [{ ok: false, faults: [json.fault], body }];
    const { id, seats } = json.value as { id: string; seats: number };
    return [{ ok: true, parsed: { externalId: id, version: null, stated: { seats } } }];
  },
  async advance() {
    return { reading: {}, next: 'settle' };
  },
  partsRead: () => [],
  answer: async () => null,
  contentVersion: ({ seats }, vault) => vault.tokenOf(contentHash({ seats })),
  seal: async (_tx, _vault, _case, { seats }) => ({ seats }),
  open: async (_tx, _vault, { seats }) => ({ seats: Number(seats) }),
  partnerOf: () => null,
  withPartner: (request) => request,
  withProblems: (request) => request,
  summary: ({ seats }) => ({ seats }),
  merge: (request) => request,
  afterEnd: ({ status }) => ({ verdict: isOpen(status) ? 'running' : 'closed' }),
};
