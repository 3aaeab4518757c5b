/** How an amount came about: rule, inputs, arithmetic, rounding. Texts are English; numbers are plain decimals. */
export interface Trace {
  program: string;
  /** First day of the program's version. */
  version: string;
  /** Names of the rule, and of bonuses, accelerator, bundle or caps that changed the amount. */
  rules: string[];
  inputs: TraceInput[];
  steps: TraceStep[];
}

export interface TraceInput {
  name: string;
  value: string;
  /** Where it stands: `crm:OpportunityLineItem/00k1`. */
  record: string;
  /** Its name there; null: the record is the fact itself. */
  field: string | null;
}

export const TRACE_STEPS = [
  'exchange',
  'rate',
  'bonus',
  'accelerator',
  'rounding',
  'cap',
  'split',
  'difference',
  'bundle',
  'take_back',
  'exchange_difference',
  'no_rule',
  'hold',
  'release',
] as const;

export interface TraceStep {
  does: (typeof TRACE_STEPS)[number];
  /** `39999.99 EUR × 2 %` */
  arithmetic: string;
  /** `799.9998` */
  result: string;
}

const WORDS: Record<TraceStep['does'], string> = {
  exchange: 'In the currency of the program',
  rate: 'Rate',
  bonus: 'Bonus',
  accelerator: 'Accelerator',
  rounding: 'Rounded',
  cap: 'Cap',
  split: 'Share',
  difference: 'Difference',
  bundle: 'Bundle',
  take_back: 'Taken back',
  exchange_difference: 'Difference of exchange',
  no_rule: 'No rule',
  hold: 'Put on hold',
  release: 'Released',
};

/** The calculation in plain words, a sentence each, so that a partner can follow it with a pencil. */
export function plainWords(trace: Trace): string[] {
  const inputs = trace.inputs.map(
    ({ name, value, record, field }) => `${name} ${value} (${record}${field === null ? '' : `, ${field}`})`,
  );
  return [
    `By ${trace.program}, version from ${trace.version}${trace.rules.length === 0 ? '' : `, ${trace.rules.join(', ')}`}.`,
    ...(inputs.length === 0 ? [] : [`It rests on ${inputs.join('; ')}.`]),
    ...stepWords(trace.steps),
  ];
}

/** The steps of a calculation in plain words. */
export function stepWords(steps: readonly TraceStep[]): string[] {
  return steps.map(({ does, arithmetic, result }) => `${WORDS[does]}: ${arithmetic} = ${result}.`);
}
