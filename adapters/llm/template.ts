import type { Decision } from '../../domain/decision.ts';
import { isLifecycle, LIFECYCLE_NAMES } from '../../domain/lifecycles.ts';
import { lookupTable } from '../../domain/lookup-table.ts';

const OPENING = lookupTable<(what: string) => string>({
  automatic: (what) => `Nothing speaks against this ${what}`,
  review: (what) => `A person decides this ${what}`,
  incomplete: () => 'Required details are missing',
  rejected: (what) => `Rules reject this ${what}`,
});

/** What the decision of a decider is about: `claim@1` → `incentive claim`. */
function subjectOf(decider: string): string {
  const [lifecycle = ''] = decider.split('@');
  return isLifecycle(lifecycle) && lifecycle !== 'deal' ? LIFECYCLE_NAMES[lifecycle].title : 'registration';
}

/**
 * The template writer: a rationale from the structured reasons alone, the same bytes for the same decision. It stands in for a
 * model and is labelled as a template wherever it is shown.
 */
export function writeRationale({ decider, outcome, reasons, fields }: Decision): string {
  const status = typeof fields.triage_status === 'string' ? `, ${fields.triage_status}` : '';
  const score = typeof fields.confidence_score === 'number' ? `, score ${fields.confidence_score}` : '';
  const against = reasons.filter(({ rule }) => !rule.startsWith('score.') || rule === 'score.low');
  const lines = against.map(({ text, source, value }) => {
    const seen = value === undefined ? source : `${source}: ${value}`;
    return `${text.replace(/(?<![.\s])[.\s]+$/, '')} (${seen}).`;
  });
  return [`${OPENING[outcome]?.(subjectOf(decider)) ?? outcome}${status}${score}.`, ...lines].join(' ');
}
