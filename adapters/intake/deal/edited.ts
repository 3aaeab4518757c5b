import type { DealProblem, ReceivedDeal } from '../../../domain/deal/canonical-deal.ts';
import { dealEdits } from '../../../domain/deal/edits.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { readDeal } from './read-deal.ts';

/**
 * A registration with the fields of an override, read as intake reads them: what was odd about an edited field is looked at anew.
 * @throws RangeError when an edit cannot be used
 */
export function editedDeal(deal: ReceivedDeal, edits: JsonObject, now: Date): ReceivedDeal {
  const { stated_value, ...texts } = dealEdits(edits);
  const stated = stated_value === undefined ? {} : { estimated_value: stated_value };
  const read = readDeal({ ...texts, ...stated, deal_id: 'edited' }, 'structured', now);
  if (!read.ok) throw new RangeError(read.faults.map(({ title }) => title).join(' '));
  const names = Object.keys(edits) as (keyof typeof texts | 'stated_value')[];
  const fields = new Set<string | null>(
    names.map((name) => (name === 'stated_value' ? 'estimated_value' : name)),
  );
  const edited = Object.fromEntries(names.map((name) => [name, read.deal.submission[name]]));
  // Of a currency the amount is what was odd.
  const isEdited = ({ field }: DealProblem) =>
    fields.has(field) || (field === 'currency' && fields.has('estimated_value'));
  return {
    ...deal,
    submission: { ...deal.submission, ...edited },
    problems: [
      ...deal.problems.filter((problem) => !isEdited(problem)),
      ...read.deal.problems.filter(isEdited),
    ],
  };
}
