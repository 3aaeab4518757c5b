import type { NotifyPort } from '../ports/notify.ts';
import { outboxNotify } from './outbox.ts';
import { smtpNotify } from './smtp.ts';

/** Every notifier by its name in the configuration; each checks its own settings (zod). */
export const notifiers: Record<string, (settings: unknown) => NotifyPort> = {
  smtp: smtpNotify,
  outbox: outboxNotify,
  /** The name that the data-folder start (`quarterdeck init --data`) uses for every port. */
  files: outboxNotify,
};

/** @throws RangeError for an unknown name; Error naming a wrong setting. */
export function createNotify(name: string, settings: unknown): NotifyPort {
  const factory = notifiers[name];
  if (!factory)
    throw new RangeError(`no notifier "${name}": use one of ${Object.keys(notifiers).join(', ')}`);
  return factory(settings);
}
