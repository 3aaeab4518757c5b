import type { StaffMessage } from '../../domain/staff-message.ts';
import { oneLine } from '../one-line.ts';

/**
 * A message as plain text, for channels without a layout of their own. The title is told beside it. Each line and each fact stays one
 * line: what a partner typed must not look like a line of ours.
 */
export function staffText({ lines, facts, next }: StaffMessage): string {
  const shown = facts.map(({ label, value }) => oneLine(`${label}: ${value}`)).join('\n');
  const onward = [
    ...(next.page === null ? [] : [`Decide at: ${next.page}`]),
    `In a terminal: ${oneLine(next.command)}`,
  ];
  return [...lines.map(oneLine), shown, onward.join('\n')].filter((part) => part !== '').join('\n\n');
}
