/** Slack's limits on what a message holds, and what of it would ring people. Source: Block Kit reference. */

type Fields = Record<string, unknown>;

/** What is wrong with the blocks of a message; null when nothing is. */
export function wrongWithBlocks(blocks: unknown): string | null {
  if (!Array.isArray(blocks)) return 'invalid_blocks_format';
  if (blocks.length > 50) return 'invalid_blocks';
  const ids = blocks.flatMap(({ block_id: id }: Fields) => (id === undefined ? [] : [id]));
  if (new Set(ids).size !== ids.length || ids.some((id) => String(id).length > 255)) return 'invalid_blocks';
  if (blocks.flatMap(textsOf).join('').length > 13_000) return 'msg_blocks_too_long';
  return blocks.every(isBlock) ? null : 'invalid_blocks';
}

function isBlock(block: Fields): boolean {
  switch (block.type) {
    case 'header':
      return isText(block.text, 150, ['plain_text']);
    case 'section': {
      const { text, fields } = block as { text?: unknown; fields?: unknown[] };
      if (text === undefined && fields === undefined) return false;
      if (text !== undefined && !isText(text, 3_000)) return false;
      return (
        fields === undefined ||
        (fields.length > 0 && fields.length <= 10 && fields.every((field) => isText(field, 2_000)))
      );
    }
    case 'context':
      return (block.elements as unknown[]).every((each) => isText(each, 3_000));
    case 'actions': {
      const elements = block.elements as Fields[];
      const ids = new Set(elements.map(({ action_id: id }) => id));
      return (
        elements.length > 0 &&
        elements.length <= 25 &&
        ids.size === elements.length &&
        elements.every(isButton)
      );
    }
    default:
      return block.type === 'divider';
  }
}

function isButton({ type, text, action_id: id, value, url }: Fields): boolean {
  return (
    type === 'button' &&
    isText(text, 75, ['plain_text']) &&
    String(id ?? '').length <= 255 &&
    String(value ?? '').length <= 2_000 &&
    String(url ?? '').length <= 3_000
  );
}

function isText(text: unknown, most: number, types = ['plain_text', 'mrkdwn']): boolean {
  const { type, text: value } = (text ?? {}) as { type?: string; text?: unknown };
  return types.includes(type ?? '') && typeof value === 'string' && value.length > 0 && value.length <= most;
}

/** Every text of a block, in the order in which it is shown. */
export function textsOf(block: Fields): string[] {
  return textObjects(block).map(({ text }) => text);
}

/** What would notify somebody or link somewhere: `<!channel>`, `<@U1>`, `<https://…>`, and `@here` where Slack looks for names. */
export function ringing(message: {
  text: string;
  blocks: Fields[];
  parse?: unknown;
  link_names?: unknown;
}): string[] {
  const looks =
    message.parse === 'full' ||
    message.parse === 'client' ||
    message.link_names === true ||
    message.link_names === 1;
  const texts = [
    { text: message.text, verbatim: !looks },
    ...message.blocks
      .flatMap(textObjects)
      .filter(({ type }) => type === 'mrkdwn')
      .map(({ text, verbatim }) => ({ text, verbatim: verbatim === true })),
  ];
  return texts.flatMap(({ text, verbatim }) => [
    ...(text.match(/<[^>]*>?/g) ?? []),
    ...(verbatim ? [] : (text.match(/@(?:here|channel|everyone)\b|https?:\/\/\S+/g) ?? [])),
  ]);
}

interface TextObject {
  type: string;
  text: string;
  verbatim?: boolean;
}

function textObjects(block: Fields): TextObject[] {
  const found = [
    block.text,
    ...((block.fields as unknown[]) ?? []),
    ...((block.elements as unknown[]) ?? []),
  ];
  return found.flatMap((each) => {
    if (each === null || typeof each !== 'object') return [];
    const one = each as Fields;
    return typeof one.text === 'string' ? [one as unknown as TextObject] : textObjects(one);
  });
}
