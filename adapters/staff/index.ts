import { chooseVendor } from '../ports/choose-vendor.ts';
import type { NotifyPort } from '../ports/notify.ts';
import type { PrmPort } from '../ports/prm.ts';
import type { StaffPort } from '../ports/staff.ts';
import { mailStaff } from './mail.ts';
import { slack } from './slack/index.ts';

/** Ports that a channel may go over. */
export interface StaffOver {
  /** The notifier that writes to partners. */
  notify: NotifyPort;
  /** For the channel `prm`. */
  prm?: PrmPort | null;
}

/** Every channel to our own people by its name in the configuration; a new one is one line here. Each checks its own settings. */
const CHANNELS: Record<string, (settings: unknown, over: StaffOver) => StaffPort> = {
  mail: (_settings, { notify }) => mailStaff(notify),
  slack,
  prm: (_settings, { prm }) => tasksOf(prm),
};

/**
 * The channels in the order in which they are tried.
 * @param settings by channel
 * @throws Error when a channel is unknown or its settings are wrong; never names a value, which may be a secret.
 */
export function createStaff(
  channels: readonly string[],
  settings: Record<string, unknown>,
  over: StaffOver,
): StaffPort[] {
  const unused = Object.keys(settings).find((name) => !channels.includes(name));
  if (unused !== undefined)
    throw new Error(
      `there are settings for the staff channel ${unused}, which is not used; name it or leave them out`,
    );
  if (new Set(channels).size < channels.length) throw new Error('the list of staff channels names one twice');
  return channels.map((name) => chooseVendor('staff channel', CHANNELS, name)(settings[name] ?? {}, over));
}

/** @throws Error when the PRM keeps no tasks */
function tasksOf(prm: PrmPort | null | undefined): StaffPort {
  if (prm?.tasks) return prm.tasks;
  throw new Error(
    `the PRM ${prm?.vendor ?? ''} keeps no tasks; name their object in its mapping file, or leave prm out of the staff channels`,
  );
}
