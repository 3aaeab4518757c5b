import type { StaffMessage } from '../../domain/staff-message.ts';

/** A message as plain text, for channels without a layout of their own. The title is told beside it. */
export function plainText({ lines, facts, next }: StaffMessage): string {
  const shown = facts.map(({ label, value }) => `${label}: ${value}`).join('\n');
  const onward = [
    ...(next.page === null ? [] : [`Decide at: ${next.page}`]),
    `In a terminal: ${next.command}`,
  ];
  return [...lines, shown, onward.join('\n')].filter((part) => part !== '').join('\n\n');
}
