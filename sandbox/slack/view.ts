import { textsOf } from './blocks.ts';
import type { Workspace } from './workspace.ts';

/** Every conversation as its people see it, oldest first, for a person to read. */
export function viewOf({ messages, userOf }: Workspace): string {
  const byChannel = Map.groupBy(
    messages().toSorted((a, b) => (a.Id < b.Id ? -1 : 1)),
    ({ channel }) => channel,
  );
  if (byChannel.size === 0) return 'No message has been sent yet.\n';
  const parts = [...byChannel].map(([channel, told]) => {
    const user = userOf(channel);
    const heading = user ? `${user.name} <${user.email}>, ${user.id}` : channel;
    const shown = told.map(({ Id, blocks, text }) => {
      const lines = blocks.length > 0 ? blocks.flatMap(textsOf) : [text];
      return [Id, ...lines.flatMap((line) => unescaped(line).split('\n')).map((line) => `  ${line}`)].join(
        '\n',
      );
    });
    return [`== ${heading}`, ...shown].join('\n\n');
  });
  return `${parts.join('\n\n')}\n`;
}

/** As Slack shows it. */
export const unescaped = (text: string) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
