import { clawbackPolicySchema } from '../../contracts/clawback/policy.ts';
import { policyFile } from '../policy-file.ts';
import { folderWith } from '../shipped-policy.ts';

const FILE = 'programs/clawback.yaml';

/** policy/programs/clawback.yaml; a folder that is older than it takes the file that ships. */
export const clawbackPolicy = (folder: string) =>
  policyFile(folderWith(folder, FILE), FILE, clawbackPolicySchema);
