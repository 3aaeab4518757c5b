import type { JsonObject } from '../../../domain/json.ts';
import { lookupTable } from '../../../domain/lookup-table.ts';

/**
 * Atlassian Document Format, the form of every longer text in Jira's API v3.
 * Source: Atlassian Document Format, structure (version 1).
 */

/** Plain text as a document: an empty line ends a paragraph, any other line end breaks the line. */
export function documentOf(text: string, facts: readonly { name: string; value: string }[] = []): JsonObject {
  const paragraphs = text
    .split(/\n{2,}/)
    .filter((part) => part.trim() !== '')
    .map((part): JsonObject => ({ type: 'paragraph', content: lines(part) }));
  const list: JsonObject[] = facts.length === 0 ? [] : [{ type: 'bulletList', content: facts.map(item) }];
  return { type: 'doc', version: 1, content: [...paragraphs, ...list] };
}

function lines(part: string): JsonObject[] {
  return part
    .trim()
    .split('\n')
    .flatMap((line, at) => [
      ...(at === 0 ? [] : [{ type: 'hardBreak' }]),
      // A text node must not be empty.
      ...(line === '' ? [] : [{ type: 'text', text: line }]),
    ]);
}

function item({ name, value }: { name: string; value: string }): JsonObject {
  const content = [
    { type: 'text', text: `${name}: `, marks: [{ type: 'strong' }] },
    { type: 'text', text: value === '' ? '–' : value },
  ];
  return { type: 'listItem', content: [{ type: 'paragraph', content }] };
}

/** Deeper than people nest lists and tables; a document that is built to exhaust a reader ends here. */
const DEEPEST = 40;
const LONGEST = 20_000;

/** The text of a document that somebody else wrote, of whatever shape. Never throws; at most LONGEST characters. */
export function jiraText(document: unknown): string {
  const text = typeof document === 'string' ? document : blocks(document, 0);
  return text
    .replace(/\n{3,}/g, '\n\n')
    .trim()
    .slice(0, LONGEST);
}

interface Node {
  type?: unknown;
  text?: unknown;
  content?: unknown;
  attrs?: { text?: unknown; shortName?: unknown; url?: unknown } | null;
}

/** Of nodes without text of their own, what a reader sees. */
const SEEN = lookupTable<(attrs: NonNullable<Node['attrs']>) => unknown>({
  mention: (attrs) => attrs.text,
  emoji: (attrs) => attrs.text ?? attrs.shortName,
  inlineCard: (attrs) => attrs.url,
  blockCard: (attrs) => attrs.url,
  status: (attrs) => attrs.text,
});
const BLOCKS = new Set([
  'paragraph',
  'heading',
  'codeBlock',
  'listItem',
  'blockquote',
  'panel',
  'tableRow',
  'rule',
]);

function blocks(value: unknown, depth: number): string {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return '';
  const node = value as Node;
  if (typeof node.text === 'string') return node.text;
  const type = typeof node.type === 'string' ? node.type : '';
  if (type === 'hardBreak') return '\n';
  const seen = node.attrs && SEEN[type]?.(node.attrs);
  if (typeof seen === 'string') return seen;
  const inner = Array.isArray(node.content) ? node.content.map((each) => blocks(each, depth + 1)) : [];
  return BLOCKS.has(type)
    ? `${inner.join('')}\n${type === 'paragraph' && depth === 1 ? '\n' : ''}`
    : inner.join('');
}
