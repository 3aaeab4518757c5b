import { realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/**
 * What lies in the mail folder is believed, so that nobody may put files there who may only put them into the inbox. However the two are
 * written: `./inbox` and `inbox/` are one folder, and so are a link or a mount and what it leads to.
 * @throws Error where one is the other, or lies in it
 */
export function needApart(inbox: string, mails: string): void {
  const [ofInbox, ofMails] = [lineage(inbox), lineage(mails)];
  if (!ofInbox.includes(ofMails[0] as string) && !ofMails.includes(ofInbox[0] as string)) return;
  throw new Error(
    'The configuration is wrong:\n  QUARTERDECK_MAIL_FOLDER must be a folder apart from QUARTERDECK_INBOX, into which people put files\nSee docs/operations.md.',
  );
}

/**
 * A folder and all that it lies in, each by what it is on the disk, or by its path where it is not there yet: on the way that is written, too,
 * since whoever may write there can turn a link elsewhere.
 */
function lineage(folder: string): string[] {
  const written = resolve(folder);
  return [realPath(written), ...above(written), ...above(realPath(written))].map(markOf);
}

function above(path: string): string[] {
  const next = dirname(path);
  return next === path ? [] : [next, ...above(next)];
}

/** The path with every link in it followed, as far as it is there. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), basename(path));
  }
}

function markOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false, bigint: true });
  return stat ? `${stat.dev} ${stat.ino}` : path;
}
