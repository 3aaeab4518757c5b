import type { Decision } from '../../domain/decision.ts';
import { lookupTable } from '../../domain/lookup-table.ts';

const OPENING = lookupTable<string>({
  automatic: 'Nothing speaks against this registration',
  review: 'A person decides this registration',
  incomplete: 'Required details are missing',
});

/**
 * The template writer: a rationale from the structured reasons alone, the same bytes for the same decision. It stands in for a
 * model and is labelled as a template wherever it is shown.
 */
export function writeRationale({ outcome, reasons, fields }: Decision): string {
  const status = typeof fields.triage_status === 'string' ? `, ${fields.triage_status}` : '';
  const score = typeof fields.confidence_score === 'number' ? `, score ${fields.confidence_score}` : '';
  const against = reasons.filter(({ rule }) => !rule.startsWith('score.') || rule === 'score.low');
  const lines = against.map(({ text, source, value }) => {
    const seen = value === undefined ? source : `${source}: ${value}`;
    return `${text.replace(/(?<![.\s])[.\s]+$/, '')} (${seen}).`;
  });
  return [`${OPENING[outcome] ?? outcome}${status}${score}.`, ...lines].join(' ');
}
