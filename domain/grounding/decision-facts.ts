import type { Decision } from '../decision.ts';
import type { Fact } from './grounding.ts';

/** What a rationale may state of a decision: its reasons with their values, amounts, confidence, outcome and named figures. */
export function factsOf(decision: Decision): Fact[] {
  const { outcome, confidence, reasons, amounts, fields } = decision;
  return [
    { value: outcome, source: 'decision#outcome' },
    { value: String(confidence), unit: 'ratio', source: 'decision#confidence' },
    ...reasons.flatMap(({ rule, text, source, value }) => [
      { value: text, source: `${rule} ${source}` },
      ...(value === undefined ? [] : [{ value, source }]),
    ]),
    ...amounts.map(({ amount, currency }) => ({ value: amount, unit: currency, source: 'decision#amounts' })),
    ...Object.entries(fields).flatMap(([name, value]): Fact[] => {
      if (typeof value === 'number')
        return [{ value: String(value), unit: 'points', source: `decision#${name}` }];
      return typeof value === 'string' ? [{ value, source: `decision#${name}` }] : [];
    }),
  ];
}
