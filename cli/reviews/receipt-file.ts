import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DecisionReply } from '../../domain/decision.ts';
import { stateFolder } from '../../installation/state.mjs';
import { applicationNow } from '../clock.ts';
import { CliFailure, EXIT } from '../failure.ts';
import { outputProblem } from '../output-file.ts';

/**
 * Keeps the receipt of an accepted decision. @param path default: `receipts/` in the state folder. Returns the path.
 * @throws CliFailure when it cannot be written, which says that the decision stands
 */
export async function saveReceipt(reply: DecisionReply, path: string | undefined): Promise<string> {
  const name = `${reply.case}~${reply.round}-${reply.action}`.replace(/[^A-Za-z0-9_.~-]/g, '_');
  const file = path ?? join(stateFolder(), 'receipts', `${name}-${applicationNow().getTime()}.json`);
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `${JSON.stringify(reply.receipt, null, 2)}\n`, { mode: 0o600 });
    return file;
  } catch (error) {
    const why = outputProblem(error);
    if (why === null) throw error;
    throw new CliFailure({
      exit: EXIT.usage,
      code: 'receipt_not_kept',
      title: `The decision stands, but its receipt cannot be written to ${file}: ${why}.`,
      fix: `It is in the audit trail: quarterdeck cases show ${reply.case}`,
      case: reply.case,
    });
  }
}
