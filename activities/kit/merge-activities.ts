/** Activities by name, as a worker registers them. */
export type ActivityMap = Record<string, (...args: never[]) => Promise<unknown>>;

/**
 * All activities of a worker in one map.
 * @throws Error when two groups have an activity of the same name: one would silently stand in for the other
 */
export function mergeActivities(...groups: readonly ActivityMap[]): ActivityMap {
  const merged: ActivityMap = {};
  for (const [name, activity] of groups.flatMap((group) => Object.entries(group))) {
    if (Object.hasOwn(merged, name))
      throw new Error(`two activities are called ${name}; give one of them another name`);
    merged[name] = activity;
  }
  return merged;
}
