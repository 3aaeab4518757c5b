import type { Lookup } from '../../adapters/match/dated-index.ts';
import type { Call } from '../../adapters/ports/call.ts';
import type { DealEvidence } from '../../domain/deal/evidence.ts';
import type { MatchingPolicy } from '../../domain/deal/policy.ts';
import { readName } from '../../domain/match/company-name.ts';
import type { CustomerMatch } from '../../domain/match/customer-match.ts';
import type { IndexedRecord } from '../../domain/match/facts.ts';
import { likelihood } from '../../domain/match/floor.ts';
import { type MatchMark, saidToBe, withMarks } from '../../domain/match/marks.ts';
import type { Frequencies, MatchModel, VersionedModel } from '../../domain/match/model.ts';
import type { MatchRecord } from '../../domain/match/record.ts';
import { namesakes, type Telling, tellingWord } from '../../domain/match/telling.ts';
import { matchVerdict } from '../../domain/match/verdict.ts';

/** What people have said for good about any of these records. */
export type MarksOf = (records: readonly string[]) => Promise<readonly MatchMark[]>;

/** What was compared with one registration, in the form that evidence keeps. */
export type ComparedRecords = Pick<DealEvidence, 'matching' | 'matches'>;

/**
 * Compares a registration with whatever may be the same customer.
 * @param live what the CRM itself answered just now; it counts more than what the index holds of the same records
 * @param marksOf what people have said about records
 * @param own whether a record is this registration itself, under another of its cases or as its PRM holds it
 */
export async function compareRecords(
  { match }: { match: Lookup },
  { model, version }: VersionedModel,
  query: MatchRecord,
  live: readonly IndexedRecord[],
  own: (record: IndexedRecord) => boolean,
  policy: MatchingPolicy,
  call: Call,
  marksOf: MarksOf = async () => [],
): Promise<ComparedRecords> {
  const nameless = query.name.trim() === '' && query.domain === null && query.contactToken === null;
  const [nearest, learnt] = await Promise.all([
    nameless ? [] : match.candidates(query, policy.candidates, call),
    match.learnt(call),
  ]);
  const seen = new Map<string, CustomerMatch>();
  const score = (found: readonly IndexedRecord[]) => {
    for (const each of found)
      if (!own(each) && !seen.has(each.record.record))
        seen.set(each.record.record, scored(query, each, model));
  };
  score(live);
  score(nearest);
  // The rest of a matched account's group need not look like the customer at all: its parent, their other children.
  const accounts = [...seen.values()].filter(
    (each) => each.kind === 'account' && likelihood(each, policy).probability >= policy.conflictFrom,
  );
  const known = new Set(
    accounts.flatMap(({ record, parent }) => (parent === null ? [record] : [record, parent])),
  );
  if (known.size > 0) {
    const group = [...known];
    const found = await Promise.all([match.records(group, call), match.children(group, call)]);
    score(found.flat());
  }
  const names = [query.record, ...seen.keys(), ...[...seen.values()].flatMap(({ parent }) => parent ?? [])];
  const marks = await marksOf([...new Set(names)]);
  const unseen = saidToBe(marks, [query.record, ...known]).filter((record) => !seen.has(record));
  if (unseen.length > 0) {
    const found = await Promise.all([match.records(unseen, call), match.children(unseen, call)]);
    score(found.flat());
  }
  const telling = tellingWord(learnt.words, nameFrequencies(model));
  const said = withMarks(
    withNamesakes([...seen.values()], query.name, telling),
    marks,
    [query.record],
    (each) => likelihood(each, policy).probability,
    policy.conflictFrom,
  );
  const worthKeeping = (each: CustomerMatch) =>
    likelihood(each, policy).probability >= policy.reviewFrom / 2 ||
    each.telling !== undefined ||
    each.mark !== undefined ||
    known.has(each.record) ||
    (each.parent !== null && known.has(each.parent));
  return {
    matching: { model: model.id, version, compared: seen.size },
    matches: said
      .filter(worthKeeping)
      .sort((a, b) => b.probability - a.probability || (a.record < b.record ? -1 : 1))
      .filter((each, at) => at < policy.candidates || each.telling !== undefined || each.mark !== undefined),
  };
}

/** What partners hold under a name with the same telling words, with these. */
function withNamesakes(matches: readonly CustomerMatch[], name: string, telling: Telling): CustomerMatch[] {
  const held = matches.filter(({ facts }) => facts.partnerId !== null);
  const shared = namesakes(
    readName(name),
    held.map((each) => readName(each.name)),
    telling,
  );
  const words = new Map(held.map((each, at) => [each, shared[at] ?? []]));
  return matches.map((each) => {
    const found = words.get(each) ?? [];
    return found.length === 0 ? each : { ...each, telling: found };
  });
}

function nameFrequencies({ fields }: MatchModel): Frequencies | null {
  return fields.find(({ field }) => field === 'name')?.frequencies ?? null;
}

function scored(query: MatchRecord, { record, facts }: IndexedRecord, model: MatchModel): CustomerMatch {
  const { probability, fields } = matchVerdict(query, record, model);
  const { record: id, kind, name, parent, products, territories } = record;
  return {
    record: id,
    kind,
    name,
    parent,
    products,
    territories,
    facts,
    probability: rounded(probability, 6),
    fields: fields.map((field) => ({ ...field, weight: rounded(field.weight, 2) })),
  };
}

function rounded(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}
