import { type ClaimFiles, type ClaimFilesRead, claimsOfFiles } from './files.ts';

/** The work of reading claims (adapters/intake/reading-jobs.ts). */
export const CLAIM_JOBS = {
  /** The claims of an input, with their documents. */
  async claims(input: ClaimFiles): Promise<ClaimFilesRead> {
    return claimsOfFiles(input);
  },
};
