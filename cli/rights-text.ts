import { lookupTable } from '../domain/lookup-table.ts';

const WORDS = lookupTable<string>({
  T: 'submit',
  V: 'view',
  D: 'decide',
  O: 'override and roll back',
  A: 'audit',
  C: 'configure',
});

/** A role's rights of policy/roles.yaml in words: `business cases: submit, view, decide; …`. */
export function rightsText(rights: Record<string, string>): string {
  return Object.entries(rights)
    .filter(([, letters]) => letters !== '')
    .map(([kind, letters]) => `${kind} cases: ${[...letters].map((letter) => WORDS[letter]).join(', ')}`)
    .join('; ');
}
