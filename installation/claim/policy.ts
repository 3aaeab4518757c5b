import { claimPolicySchema } from '../../contracts/claim/policy.ts';
import { policyFile } from '../policy-file.ts';
import { folderWith } from '../shipped-policy.ts';

const FILE = 'programs/claim.yaml';

/** policy/programs/claim.yaml; a folder that is older than it takes the file that ships. */
export const claimPolicy = (folder: string) => policyFile(folderWith(folder, FILE), FILE, claimPolicySchema);
