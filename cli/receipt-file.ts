import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DecisionReply } from '../domain/decision.ts';
import { stateFolder } from '../installation/state.mjs';
import { applicationNow } from './clock.ts';

/** Keeps the receipt of an accepted decision. @param path default: `receipts/` in the state folder. Returns the path. */
export async function saveReceipt(reply: DecisionReply, path: string | undefined): Promise<string> {
  const name = `${reply.case}~${reply.round}-${reply.action}`.replace(/[^A-Za-z0-9_.~-]/g, '_');
  const file = path ?? join(stateFolder(), 'receipts', `${name}-${applicationNow().getTime()}.json`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(reply.receipt, null, 2)}\n`, { mode: 0o600 });
  return file;
}
