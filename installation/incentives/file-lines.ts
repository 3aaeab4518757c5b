import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';

/** Says on which line of a YAML text a part of it stands, or the nearest part around it that is there. */
export function fileLines(text: string): (path: readonly PropertyKey[]) => number {
  const lines = new LineCounter();
  const { contents } = parseDocument(text, { lineCounter: lines });
  return (path) => {
    let node: Node | null = contents;
    let at = node?.range?.[0] ?? 0;
    for (const part of path) {
      const next = entryOf(node, part);
      if (!next) break;
      at = next.at;
      node = next.node;
    }
    return lines.linePos(at).line;
  };
}

function entryOf(node: Node | null, part: PropertyKey): { at: number; node: Node | null } | undefined {
  if (isSeq<Node>(node)) {
    const item = node.items[Number(part)];
    return item?.range ? { at: item.range[0], node: item } : undefined;
  }
  if (!isMap<Node, Node>(node)) return undefined;
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
  return pair?.key.range ? { at: pair.key.range[0], node: pair.value } : undefined;
}
