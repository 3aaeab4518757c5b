import type { BatchStanding } from '../../activities/batch/review-batch.ts';
import { countsText } from '../../domain/batch.ts';

/** What the Temporal UI says of a batch: where it stands, how fast it is, what failed, and what can be done about it. Markdown. */
export function batchDetails(id: string, standing: BatchStanding): string {
  const { title, name, state, counts, perMinute, failures } = standing;
  const toDo = counts.waiting + counts.running;
  const minutes = perMinute > 0 ? Math.ceil(toDo / perMinute) : null;
  return [
    `**${title}, ${name}**: ${state}`,
    countsText(counts),
    ...(state === 'running' && toDo > 0 && minutes !== null
      ? [`${perMinute} in the last minute; about ${minutes} min to go`]
      : []),
    ...(state === 'paused' ? [`To go on: \`quarterdeck batches resume ${id}\``] : []),
    ...failures.map(({ key, error, case: one }) => `- ${one ?? key}: ${error}`),
    ...(failures.length > 0 ? [`To try those again: \`quarterdeck batches retry-failed ${id}\``] : []),
    ...(counts.running + counts.asked > 0 ? [`Its cases: \`Batch = "${id}"\``] : []),
  ].join('\n\n');
}
