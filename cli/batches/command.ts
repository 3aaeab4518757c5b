import { Command } from 'commander';
import { commandBatch } from '../../activities/batch/command-batch.ts';
import { type BatchCommand, countsText } from '../../domain/batch.ts';
import { usage } from '../failure.ts';
import { refusalFailure } from '../refusal.ts';
import { needConfigurer } from '../rollout/configurer.ts';
import { rolloutDeps } from '../rollout/deps.ts';
import { inSession, type Session } from '../session.ts';
import { entryToken } from '../signing.ts';
import { BATCH_ARGUMENT, namedBatch } from './named-batch.ts';

const WORDS: Record<BatchCommand, { name: string; says: string; done: string }> = {
  pause: {
    name: 'pause',
    says: 'let a batch begin nothing more; what is under way comes to its end; signed',
    done: 'Paused. What is under way comes to its end, and nothing more is begun.',
  },
  resume: { name: 'resume', says: 'let a paused batch go on; signed', done: 'It goes on.' },
  retry: {
    name: 'retry-failed',
    says: 'try again what failed of a batch, and nothing else; signed',
    done: 'What failed is tried again.',
  },
};

export function batchesCommand(command: BatchCommand): Command {
  const { name, says } = WORDS[command];
  return new Command(name)
    .description(says)
    .argument('<batch>', BATCH_ARGUMENT)
    .requiredOption('--reason <text>', 'why; kept in the audit trail')
    .addHelpText(
      'after',
      `\nExample:\n  $ quarterdeck batches ${name} batch:match~2dindex:7 --reason "As agreed"`,
    )
    .action(
      inSession((session, said: string, { reason }: { reason: string }) =>
        order(session, command, said, reason),
      ),
    );
}

async function order(session: Session, command: BatchCommand, said: string, reason: string): Promise<void> {
  const by = await needConfigurer(session);
  if (reason.trim() === '') throw usage('The reason is empty.', 'Say why with --reason "…".', 'reason');
  const { batch } = await session.db((tx) => namedBatch(tx, said));
  const asked = { batch, command, by: by.id, reason };
  const counts = await commandBatch(await rolloutDeps(session), asked, (tx, entered) =>
    entryToken(tx, by, entered),
  );
  if (counts !== null && 'message' in counts) throw refusalFailure(counts);
  const { terminal } = session;
  terminal.data({ ...asked, counts });
  terminal.say(`${WORDS[command].done}${counts === null ? '' : ` Before: ${countsText(counts)}.`}`);
}
