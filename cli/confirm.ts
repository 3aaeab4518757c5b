import { usage } from './failure.ts';
import type { Session } from './session.ts';

export interface ConfirmOptions {
  yes?: true;
  reason?: string;
}

/**
 * After a plan was shown: a person types the word that names what is changed; a script says --yes and --reason. Returns the
 * reason, asked for where none was given.
 * @throws CliFailure usage when it was not confirmed.
 */
export async function confirm(
  session: Session,
  options: ConfirmOptions,
  word: string,
  what: string,
): Promise<string> {
  const { terminal } = session;
  if (options.yes) {
    if (options.reason?.trim()) return options.reason;
    throw usage('--yes needs a reason.', 'Add --reason "…"; it is kept in the audit trail.', 'reason');
  }
  const typed = await terminal.ask(`Type ${word} to ${what}, anything else to stop: `);
  if (typed !== word) throw usage('Stopped: nothing was changed.', `To go on, type ${word}.`);
  const reason = options.reason ?? (await terminal.ask('Reason: '));
  if (reason.trim() === '')
    throw usage('Stopped: nothing was changed.', 'Say why; it is kept in the audit trail.');
  return reason;
}
