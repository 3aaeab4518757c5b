import { toyPolicySchema } from '../../contracts/toy/policy.ts';
import { policyFile } from '../policy-file.ts';

/** policy/programs/toy.yaml */
export const toyPolicy = (folder: string) => policyFile(folder, 'programs/toy.yaml', toyPolicySchema);
