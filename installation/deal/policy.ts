import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type DecisionPolicy, decisionPolicySchema } from '../../contracts/deal/policy.ts';
import { policyFile } from '../policy-file.ts';

const FILE = 'programs/deal.yaml';
/** Where the policy folders of 0.2.0 have it. */
const FORMER = 'programs.yaml';

/** policy/programs/deal.yaml. @throws Error naming the file, the place in it and the reason; also when it stands in both places */
export function dealPolicy(folder: string): DecisionPolicy {
  const [today, former] = [FILE, FORMER].map((file) => existsSync(join(folder, file)));
  if (today && former)
    throw new Error(
      `${join(folder, FILE)} and ${join(folder, FORMER)} both say how deals are decided: remove the one that is not meant.`,
    );
  return policyFile(folder, former ? FORMER : FILE, decisionPolicySchema);
}

/** What to do about a folder that has the policy where 0.2.0 had it; null where there is nothing to do. */
export function dealPolicyToMove(folder: string): string | null {
  return existsSync(join(folder, FORMER)) ? `move ${join(folder, FORMER)} to ${join(folder, FILE)}` : null;
}
