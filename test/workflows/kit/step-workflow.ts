import { record } from '../../../workflows/kit/profiles.ts';
import { localFirst } from '../../../workflows/kit/step.ts';

/** What the test's worker offers. */
type StepActivities = {
  fails(failures: number, final: boolean): Promise<number>;
};

const activities = localFirst<StepActivities>(record);

export async function stepCase(failures: number, final: boolean): Promise<number> {
  return activities.fails(failures, final);
}
