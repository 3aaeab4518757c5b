import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { createCrm } from '../adapters/crm/index.ts';
import { exportFile } from '../adapters/export-file.ts';
import type { Call } from '../adapters/ports/call.ts';
import { createPrm } from '../adapters/prm/index.ts';
import { dailyRates } from '../installation/rates.ts';

/** One export that Quarterdeck reads from the user's folder. */
export interface FoundFile {
  file: string;
  rows: number;
  /** Null: every row can be used. */
  problem: string | null;
}

const CALL: Call = { timeoutMs: 10_000, mayWait: true };

/** The exports by name: which are needed, and who reads them. */
const EXPORTS = [
  { name: 'partners', needed: true },
  { name: 'deals', needed: false },
  { name: 'accounts', needed: true },
  { name: 'opportunities', needed: false },
] as const;

/** Reads every export with the very code that will read it later. Nothing is written. */
export async function readOwnData(folder: string): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  for (const { name, needed } of EXPORTS) {
    const file = ['csv', 'json']
      .map((ending) => `${name}.${ending}`)
      .find((one) => existsSync(join(folder, one)));
    if (!file) {
      if (needed) found.push({ file: `${name}.csv`, rows: 0, problem: 'is missing' });
      continue;
    }
    found.push({ file, rows: await countRows(folder, name), problem: await problemIn(folder, name) });
  }
  if (existsSync(join(folder, 'rates.csv'))) found.push(rates(folder));
  return found;
}

async function countRows(folder: string, name: string): Promise<number> {
  try {
    return (await exportFile('files', folder, name, z.looseObject({}), true).rows()).length;
  } catch {
    return 0;
  }
}

async function problemIn(folder: string, name: string): Promise<string | null> {
  const settings = { folder, out: folder };
  const nobody = 'quarterdeck-init';
  try {
    if (name === 'partners') await createPrm('files', settings).partners.read(nobody, CALL);
    else if (name === 'deals') await createPrm('files', settings).deals?.read(nobody, CALL);
    else await createCrm('files', settings).candidates({ domain: null, name: nobody }, CALL);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function rates(folder: string): FoundFile {
  try {
    return { file: 'rates.csv', rows: dailyRates(join(folder, 'rates.csv'))().length, problem: null };
  } catch (error) {
    return { file: 'rates.csv', rows: 0, problem: error instanceof Error ? error.message : String(error) };
  }
}
