import { chooseVendor } from '../ports/choose-vendor.ts';
import type { NotifyPort } from '../ports/notify.ts';
import { outboxNotify } from './outbox.ts';
import { smtpNotify } from './smtp.ts';

/** Every notifier by its name in the configuration; each checks its own settings (zod). */
const NOTIFIERS: Record<string, (settings: unknown) => NotifyPort> = {
  smtp: smtpNotify,
  outbox: outboxNotify,
  /** The name that the data-folder start (`quarterdeck init --data`) uses for every port. */
  files: outboxNotify,
};

/** @throws Error for an unknown name, or naming a wrong setting. */
export function createNotify(name: string, settings: unknown): NotifyPort {
  return chooseVendor('notifier', NOTIFIERS, name)(settings);
}
