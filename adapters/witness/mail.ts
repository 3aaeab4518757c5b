import { anchorText } from '../../domain/anchors.ts';
import type { NotifyPort } from '../ports/notify.ts';
import type { Witness } from './witness.ts';

const HOUR = 3_600_000;

/**
 * Mails a checkpoint to an Auditor, at most every so many hours: each commits to all before it, and the mailbox keeps it. The line in it can be
 * handed to `audit verify` as it is.
 */
export function mailWitness(
  { to, everyHours }: { to: string; everyHours: number },
  notify: Pick<NotifyPort, 'writes'>,
): Witness {
  let sent = Number.NEGATIVE_INFINITY;
  return {
    name: 'mail',
    async note(checkpoint, call) {
      const at = Date.parse(checkpoint.at);
      if (at - sent < everyHours * HOUR) return;
      const text = [
        'Keep this message: it proves later that the audit trail was not rewritten.',
        '',
        anchorText(checkpoint),
        '',
        `Checkpoint ${checkpoint.number}, written ${checkpoint.at}. To compare, save the message and run:`,
        'quarterdeck audit verify --witness FILE',
        `If no such message comes for ${everyHours * 2} hours although work goes on, ask why.`,
      ].join('\n');
      const message = { to, subject: `Audit checkpoint ${checkpoint.number}`, text };
      const payload = { message, partnerId: 'internal', kind: 'witness' };
      await notify.writes.send.send(payload, `witness/${anchorText(checkpoint)}`, call);
      sent = at;
    },
  };
}
