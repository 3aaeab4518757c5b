import type { JiraTransition } from '../../../contracts/vendors/jira.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { refused } from '../../refused.ts';
import { plainCode } from '../../vendor-words.ts';

/** Jira's three kinds of status by which workflows of any names can be compared. */
export type Category = 'new' | 'indeterminate' | 'done';

/**
 * The transition to a kind of status, and what its screen asks for. Names of transitions and statuses are each project's own; their
 * kind is not.
 * @param towards a status to be preferred, by id
 * @throws VendorFault `rejected` when none is open to our account, or when every screen asks for what we cannot know
 */
export function chooseTransition(
  transitions: readonly JiraTransition[],
  { category, towards, resolution }: { category: Category; towards?: string; resolution: string },
): { id: string; to: string; fields: JsonObject } {
  const leading = transitions
    .filter(({ to, isAvailable }) => to.statusCategory.key === category && isAvailable !== false)
    .sort((a, b) => Number(b.to.id === towards) - Number(a.to.id === towards));
  if (leading.length === 0)
    throw refused(
      'jira',
      'NO_TRANSITION',
      `the workflow offers our account no way from here to a status of the kind ${category}; move the ticket by hand, or allow it`,
    );
  const asked = leading.map((one) => ({ one, ...filledIn(one, resolution) }));
  const fit = asked.find(({ missing }) => missing.length === 0);
  if (fit) return { id: fit.one.id, to: fit.one.to.id, fields: fit.fields };
  const missing = [...new Set(asked.flatMap((each) => each.missing))].map(
    (name) => plainCode(name) ?? 'a field',
  );
  throw refused(
    'jira',
    'SCREEN',
    `the screen of the transition asks for ${missing.join(', ')}; set \`resolution\` to one that it offers, make the fields optional, or move the ticket by hand`,
  );
}

/** The resolution is all that we know how to fill in, where the screen has it. */
function filledIn({ fields }: JiraTransition, resolution: string): { fields: JsonObject; missing: string[] } {
  const offered = fields.resolution?.allowedValues?.some(
    (value) => typeof value === 'object' && value !== null && 'name' in value && value.name === resolution,
  );
  const missing = Object.entries(fields)
    .filter(
      ([name, { required, hasDefaultValue }]) =>
        required && !hasDefaultValue && !(name === 'resolution' && offered),
    )
    .map(([name]) => name);
  return { fields: offered ? { resolution: { name: resolution } } : {}, missing };
}
