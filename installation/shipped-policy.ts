import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The policy that ships with Quarterdeck. */
const SHIPPED = join(import.meta.dirname, '../policy');

/** The folder that a file of policy is read from: one that is older than the file takes that which ships. */
export const folderWith = (folder: string, file: string): string =>
  existsSync(join(folder, file)) ? folder : SHIPPED;
