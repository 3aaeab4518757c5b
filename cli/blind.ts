import type { CaseRow } from '../adapters/store/cases.ts';
import { CliFailure, EXIT } from './failure.ts';

/**
 * What the machine makes of a case that is decided blind is shown to nobody, whatever their role: a colleague could pass it on.
 * @throws CliFailure refused while nobody has decided it
 */
export function refuseBlind({ case: id, blind }: Pick<CaseRow, 'case' | 'blind'>): void {
  if (blind === null) return;
  throw new CliFailure({
    exit: EXIT.refused,
    code: 'decided_blind',
    title: `What the machine makes of ${id} is kept back: it is decided blind, so that the machine can be measured.`,
    fix:
      blind === 'shadow'
        ? 'It is shown when a person has decided it in the partner system.'
        : `Decide it from the evidence, then ask again: quarterdeck reviews show ${id}`,
    case: id,
  });
}
