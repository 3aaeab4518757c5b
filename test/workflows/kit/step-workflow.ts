import { record } from '../../../workflows/kit/profiles.ts';
import { localFirst } from '../../../workflows/kit/step.ts';

/** What the test's worker offers. */
type StepActivities = {
  fails(failures: number, final: boolean): Promise<number>;
  takes(ms: number): Promise<void>;
};

const activities = localFirst<StepActivities>(record);

export async function stepCase(failures: number, final: boolean): Promise<number> {
  return activities.fails(failures, final);
}

/** So many steps of so many milliseconds, one after the other. */
export async function slowSteps(count: number, ms: number): Promise<void> {
  for (let step = 0; step < count; step += 1) await activities.takes(ms);
}
