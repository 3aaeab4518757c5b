import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { vendorConfig } from '../config.ts';
import { markOf } from '../own-id.ts';
import { VendorFault } from '../ports/call.ts';
import type { NotifyPort } from '../ports/notify.ts';
import type { Write } from '../ports/write.ts';
import { type ComposedMail, composeCorrection, composeNotice, readNotice } from './mail.ts';

/** Settings of the `outbox` notifier: notices become `.eml` files that any mail program opens. */
const outboxConfig = z.strictObject({
  folder: z.string().min(1),
  from: z.email().default('partners@quarterdeck.invalid'),
});

/** The `files` form of notify: one file per key, so a repeat is found by its name. @throws Error naming the setting */
export function outboxNotify(settings: unknown): NotifyPort {
  const { folder, from } = vendorConfig('outbox', outboxConfig, settings);
  const domain = from.slice(from.indexOf('@') + 1);
  const fileOf = (key: string) => join(folder, `${fileName(key)}.eml`);

  const send: Write = {
    repeat: 'lookup',
    searchLagMs: 0,
    movesMoney: false,
    before: async () => null,
    async send(payload, key) {
      const mail = await composeNotice(readNotice('outbox', payload), key, from, domain);
      await file(fileOf(key), mail);
      return { id: mail.messageId, created: true, detail: { file: fileOf(key) } };
    },
    async lookup(payload, key) {
      if (!existsSync(fileOf(key))) return 'absent';
      const mail = await composeNotice(readNotice('outbox', payload), key, from, domain);
      return { id: mail.messageId, created: true, detail: { file: fileOf(key) } };
    },
    async undo({ payload, key }) {
      if (!existsSync(fileOf(`${key}/undo`))) {
        const mail = await composeCorrection(readNotice('outbox', payload), key, from, domain);
        await file(fileOf(`${key}/undo`), mail);
      }
      return { corrected: 'The message may have been read; a correction was put beside it in the outbox.' };
    },
  };
  return { vendor: 'outbox', writes: { send } };
}

/** Readable for a person, unique by the digest: keys may be longer than a file name and hold any character. */
function fileName(key: string): string {
  return `${key.replace(/[^A-Za-z0-9.~-]+/g, '_').slice(0, 120)}-${markOf(key).slice(0, 12)}`;
}

/** Written aside and renamed, so that a reader of the folder and a look-up after a crash never meet half a message. */
async function file(path: string, mail: ComposedMail): Promise<void> {
  try {
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(`${path}.part`, mail.raw);
    await rename(`${path}.part`, path);
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new VendorFault({
      vendor: 'outbox',
      kind: 'unavailable',
      message: `cannot write the outbox file (${code}); check that the folder exists and may be written`,
      code,
      certainlyNotLanded: true,
    });
  }
}
