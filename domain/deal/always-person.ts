import { parse } from '@marcbachmann/cel-js';
import { type Reason, reasonOf } from '../decision.ts';
import type { DealEvidence } from './evidence.ts';
import type { DealPolicy } from './policy.ts';

/**
 * The conditions of the policy that send a registration to a person. A fact that is not known is absent from `deal` and `partner`: CEL
 * answers an error for what rests on it, `has(partner.winRate)` asks for it, and `||` and `&&` need it only where the other side does not
 * settle the matter. A condition that cannot be told so sends the case to a person, too, and says what is not known.
 * @param missing fields that the partner is asked for first: the next look tells what rests on them
 */
export function alwaysPerson(
  evidence: DealEvidence,
  policy: DealPolicy,
  missing: readonly string[],
): Reason[] {
  const facts = evidence.unknownIsNull ? knownOf(evidence) : factsBefore(evidence);
  return policy.alwaysPerson.flatMap((condition) => {
    const { rule, when, text } = condition;
    const reason = (said: string) => [reasonOf(`always_person.${rule}`, said, `policy#${rule}`, when)];
    const answer = answerOf(condition, facts, evidence.unknownIsNull === true);
    if (answer === true) return reason(text);
    if (answer === false) return [];
    const unknown = unknownIn(when, facts);
    if (unknown.length > 0 && unknown.every((name) => missing.includes(name.slice('deal.'.length))))
      return [];
    const why =
      unknown.length > 0 ? `${unknown.join(', ')} is not known` : 'its condition does not fit the facts';
    return reason(`It cannot be told, because ${why}: ${text}`);
  });
}

interface Facts {
  deal: Record<string, unknown>;
  partner: Record<string, unknown>;
}

/** What is known, under the names of the evidence. */
function knownOf({ submission, partner }: DealEvidence): Facts {
  const { estimated_value, ...rest } = submission;
  const value = estimated_value === null ? null : Number(estimated_value);
  const known = (facts: object) =>
    Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== null && fact !== undefined));
  return { deal: known({ ...rest, estimated_value: value }), partner: known(partner) };
}

/** As earlier versions took it: a number that is not known is 0. */
function factsBefore({ submission, partner }: DealEvidence): Facts {
  return {
    deal: { ...submission, estimated_value: Number(submission.estimated_value ?? 0) },
    partner: { ...partner, approvedRegistrations: partner.approvedRegistrations ?? 0 },
  };
}

type Condition = DealPolicy['alwaysPerson'][number];

/** Conditions that have been parsed, which takes longer than everything else in a decision. They go with their policy. */
const parsed = new WeakMap<Condition, ReturnType<typeof parse>>();

function parsedOf(condition: Condition): ReturnType<typeof parse> {
  const known = parsed.get(condition) ?? parse(condition.when);
  parsed.set(condition, known);
  return known;
}

/** @throws EvaluationError where earlier versions did */
function answerOf(condition: Condition, facts: Facts, tells: boolean): boolean | 'unknown' {
  try {
    const answer: unknown = parsedOf(condition)(facts);
    return typeof answer === 'boolean' || !tells ? answer === true : 'unknown';
  } catch (error) {
    if (!tells) throw error;
    return 'unknown';
  }
}

/** Facts that a condition names and nobody knows: `partner.winRate`. */
function unknownIn(when: string, facts: Facts): string[] {
  const named = [...when.matchAll(/\b(deal|partner)\.([A-Za-z_]\w*)/g)].map(([name, side, field]) => ({
    name,
    known: Object.hasOwn(facts[side as keyof Facts], field as string),
  }));
  return [...new Set(named.filter(({ known }) => !known).map(({ name }) => name))];
}
