import type { MessageCatalogue } from '../contracts/message-catalogue.ts';
import type { PersonRecord } from '../contracts/policy-authority.ts';
import type { Deadlines, Why } from '../domain/deal/why.ts';
import type { PartnerWhy } from '../domain/deal/why-partner.ts';
import type { Reason } from '../domain/decision.ts';
import type { ShownField } from '../domain/notices.ts';
import { fields, wrap } from './layout.ts';
import { nameOf } from './people.ts';
import { clockTime } from './times.ts';

interface Layout {
  /** UTC instant. */
  now: string;
  /** The reader's. */
  zone: string;
  width: number;
}

/** Where a registration stands, for colleagues. */
export function whyText(
  title: string,
  { standing, reasons, missing, steps, deadlines, appeal }: Why & { appeal: string | null },
  people: Map<string, PersonRecord>,
  layout: Layout,
): string {
  const named = standing.replace(/\bby (p-\S+?)(?=[:.;,\s])/, (_, id: string) => `by ${nameOf(people, id)}`);
  return [
    title,
    wrap(named, layout.width, '  '),
    ...section('Why', reasons.map(reasonText), layout),
    ...section('Why it was appealed', appeal === null ? [] : [appeal], layout),
    ...section('Missing', missing, layout),
    ...section('What to do', steps, layout),
    ...deadlineLines(deadlines, layout),
  ].join('\n');
}

/** The same for its partner, in English; notices tell it in the partner's language. */
export function partnerWhyText(
  { case: id, customer }: { case: string; customer: unknown },
  { status, reason, evidence, missing, deadlines }: PartnerWhy,
  words: MessageCatalogue,
  layout: Layout,
): string {
  const field = (name: string) => words.fields[name as ShownField] ?? name;
  return [
    `${id}${typeof customer === 'string' ? `: ${customer}` : ''}`,
    fields([['status', status]], layout.width),
    ...section('Why', reason ? [words.reasons[reason]] : [], layout),
    ...section('These details counted', evidence.map(field), layout),
    ...section('Missing', missing.map(field), layout),
    ...section('What you can do', reason ? [words.steps[reason]] : [], layout),
    ...deadlineLines({ ...deadlines, decisionDue: null }, layout),
  ].join('\n');
}

function reasonText({ text, rule, source, value }: Reason): string {
  return `${text}${value === undefined ? '' : `: ${value}`} (${rule}, ${source})`;
}

function section(title: string, lines: readonly string[], { width }: Layout): string[] {
  if (lines.length === 0) return [];
  return ['', title, ...lines.map((line) => wrap(line, width, '    ').replace(/^ {4}/, '  - '))];
}

const NAMES: Record<keyof Deadlines, string> = {
  decisionDue: 'decision due',
  answerUntil: 'answer until',
  appealUntil: 'appeal until',
  reopenUntil: 'complete until',
  protectedUntil: 'protected until',
};

function deadlineLines(deadlines: Deadlines, { now, zone, width }: Layout): string[] {
  const known = (Object.keys(NAMES) as (keyof Deadlines)[]).flatMap((name) => {
    const at = deadlines[name];
    return at === null ? [] : [[NAMES[name], clockTime(at, now, zone)] as const];
  });
  return known.length === 0 ? [] : ['', 'Until when', fields(known, width)];
}
