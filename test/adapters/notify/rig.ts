import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { createNotify } from '../../../adapters/notify/index.ts';
import type { Fault } from '../../../sandbox/simulator.ts';
import { createSmtpSink } from '../../../sandbox/smtp.ts';
import type { NotifyRig } from './notify-contract.ts';

/** @param create makes the adapter, which may be a wrong one */
export async function smtpRig(create = createNotify): Promise<NotifyRig> {
  const sink = createSmtpSink();
  const control = await sink.listen();
  const settings = { host: '127.0.0.1', port: sink.smtpPort(), from: 'partners@quarterdeck.example' };
  const faults: Record<'lost' | 'refused' | 'later', Fault> = {
    lost: { loseAnswer: true },
    refused: { status: 550 },
    later: { status: 451 },
  };
  return {
    port: create('smtp', settings),
    received: async () =>
      sink.mails.map(({ messageId, inReplyTo, autoSubmitted, to, subject, text, html }) => ({
        ...{ id: messageId, to, subject, text, html, answers: inReplyTo },
        automatic: autoSubmitted === 'auto-generated',
      })),
    async fail(how) {
      await fetch(`${control}/__sim/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ path: '/messages', ...faults[how] }),
      });
    },
    close: () => sink.close(),
  };
}

/** @param create makes the adapter, which may be a wrong one */
export async function outboxRig(create = createNotify): Promise<NotifyRig> {
  const folder = await mkdtemp(join(tmpdir(), 'notify-outbox-'));
  return {
    port: create('outbox', { folder }),
    async received() {
      const mails = (await readdir(folder)).map(async (file) =>
        PostalMime.parse(await readFile(join(folder, file))),
      );
      return (await Promise.all(mails)).map(
        ({ messageId = '', headers, to = [], subject = '', text = '', html, inReplyTo }) => ({
          ...{ id: messageId, subject, text: text.trimEnd(), html: html?.trimEnd() ?? null },
          to: to.map(({ address = '' }) => address),
          answers: inReplyTo ?? null,
          automatic: headers.some(({ key, value }) => key === 'auto-submitted' && value === 'auto-generated'),
        }),
      );
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
