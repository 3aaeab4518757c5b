/** A batch: work over many items, each a case or a row, that one bad item never stops. Its workflow's id is batchId (domain/identity.ts). */
export type BatchState = 'running' | 'paused' | 'ended';

/** Where an item stands. `asked`: its case waits for people, so it holds up no other. */
export const ITEM_STATES = ['waiting', 'running', 'asked', 'done', 'failed'] as const;
export type ItemState = (typeof ITEM_STATES)[number];

/** How many items stand where; a page of rows counts each of its rows. */
export type BatchCounts = Record<ItemState, number>;

/** What a person may say to a batch. */
export const BATCH_COMMANDS = ['pause', 'resume', 'retry'] as const;
export type BatchCommand = (typeof BATCH_COMMANDS)[number];

/** How the audit trail calls each. */
export const COMMAND_ACTIONS: Record<BatchCommand, string> = {
  pause: 'batch.paused',
  resume: 'batch.resumed',
  retry: 'batch.retried',
};

/** Why a command makes no sense now, in one sentence with its fix; null when it does. */
export function commandProblem(
  command: BatchCommand,
  state: BatchState,
  { failed }: Pick<BatchCounts, 'failed'>,
): string | null {
  if (command === 'retry')
    return failed > 0 ? null : 'no item of it has failed; see: quarterdeck batches list';
  if (state === 'ended')
    return 'it has ended; items that failed are tried again by: quarterdeck batches retry-failed';
  if (command === 'pause') return state === 'paused' ? 'it is paused already' : null;
  return state === 'running'
    ? 'it is not paused; a workflow that somebody has ended is started again within ten minutes'
    : null;
}

/** Where a batch stands, in one line: `9,998 of 10,000 done, 2 failed`. */
export function countsText(counts: BatchCounts): string {
  const total = ITEM_STATES.reduce((sum, state) => sum + counts[state], 0);
  const said: readonly [number, string][] = [
    [counts.failed, 'failed'],
    [counts.asked, 'wait for people'],
    [counts.running, 'under way'],
    [counts.waiting, 'not begun'],
  ];
  const rest = said.filter(([count]) => count > 0).map(([count, what]) => `${thousands(count)} ${what}`);
  return [`${thousands(counts.done)} of ${thousands(total)} done`, ...rest].join(', ');
}

const thousands = (count: number): string => count.toLocaleString('en-US');
