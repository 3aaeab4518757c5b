import { SLACK_BUTTONS } from '../../../contracts/vendors/slack.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { oneLine } from '../../one-line.ts';
import type { StaffMessage } from '../../ports/staff.ts';
import { code, escaped, unformatted } from './text.ts';

/** A message as `chat.postMessage` and `chat.update` take it. */
export type Layout = { text: string; blocks: JsonObject[] };

/** Slack's limits: characters of a header, a text object, a field, a button's value and a link. Source: Block Kit reference. */
const MOST = { header: 150, text: 3_000, field: 2_000, value: 2_000, url: 3_000, button: 75 };
/** A message with much more text than this is refused (`msg_blocks_too_long`); what Slack does not document is kept well below. */
const MOST_LINES = 6_000;
const MOST_FACTS = { count: 25, length: 4_000 };
/** A section holds ten fields; a fact takes two, its label and its value. */
const FACTS_A_SECTION = 5;
const LEFT_OUT = '… the rest is on the command line.';

/**
 * A message that asks or tells: title, lines, facts, the command, and the button that asks how to answer.
 * @param mark names the message among the others of its conversation
 */
export function askingLayout(message: StaffMessage, mark: string): Layout {
  const { text, blocks } = endedLayout(message, mark);
  const { page, command } = message.next;
  const pageButton = { type: 'button', action_id: SLACK_BUTTONS.page, text: plain('Open', MOST.button) };
  const howButton = {
    type: 'button',
    action_id: SLACK_BUTTONS.how,
    text: plain('How do I answer?', MOST.button),
    value: oneLine(command).slice(0, MOST.value),
  };
  const elements =
    page === null || page.length > MOST.url ? [howButton] : [{ ...pageButton, url: page }, howButton];
  return { text, blocks: [...blocks, { type: 'actions', block_id: 'next', elements }] };
}

/**
 * A message that asks nothing any more, so it has no button. What others may have written stands in `plain_text`, where Slack formats
 * nothing. @param mark as askingLayout
 */
export function endedLayout(message: StaffMessage, mark: string): Layout {
  const title = oneLine(message.title) || 'Quarterdeck';
  const lines = message.lines.map(oneLine).filter((line) => line !== '');
  return {
    text: escaped([title, ...lines].join('\n'), MOST.text),
    blocks: [
      { type: 'header', block_id: mark, text: plain(title, MOST.header) },
      ...paragraphs(lines).map((text, at) => ({
        type: 'section',
        block_id: `lines_${at}`,
        text: { type: 'plain_text', text, emoji: false },
      })),
      ...factSections(message.facts),
      {
        type: 'section',
        block_id: 'command',
        text: { type: 'mrkdwn', verbatim: true, text: `On the command line: ${code(message.next.command)}` },
      },
    ],
  };
}

/** A message that says that an earlier one no longer holds. */
export function correctionOf(message: StaffMessage, mark: string): Layout {
  const title = `Withdrawn: ${oneLine(message.title)}`;
  const text = 'Please disregard this message: what it said or asked was taken back.';
  return {
    text: escaped(`${title}\n${text}`, MOST.text),
    blocks: [
      { type: 'header', block_id: mark, text: plain(title, MOST.header) },
      { type: 'section', block_id: 'lines_0', text: plain(text, MOST.text) },
    ],
  };
}

const plain = (text: string, most: number) => ({
  type: 'plain_text',
  text: escaped(text, most),
  emoji: false,
});

/** The lines in as few texts as Slack's limit allows; what is too much is left out, and the last line says so. */
function paragraphs(lines: readonly string[]): string[] {
  const texts: string[] = [];
  let left = MOST_LINES;
  for (const line of lines) {
    const text = escaped(line, MOST.text);
    const last = texts.at(-1);
    const joined = last === undefined ? text : `${last}\n${text}`;
    left -= text.length + 1;
    if (left < 0) return [...texts, LEFT_OUT];
    if (last !== undefined && joined.length <= MOST.text) texts[texts.length - 1] = joined;
    else texts.push(text);
  }
  return texts;
}

/** The facts in two columns, as many as there is room for. */
function factSections(facts: StaffMessage['facts']): JsonObject[] {
  const rows: JsonObject[][] = [];
  let left = MOST_FACTS.length;
  for (const { label, value } of facts) {
    const row = factRow(label, value);
    left -= JSON.stringify(row).length;
    if (left < 0 || rows.length === MOST_FACTS.count) {
      rows.push(factRow('…', LEFT_OUT));
      break;
    }
    rows.push(row);
  }
  const sections: JsonObject[] = [];
  for (let at = 0; at < rows.length; at += FACTS_A_SECTION)
    sections.push({
      type: 'section',
      block_id: `facts_${at / FACTS_A_SECTION}`,
      fields: rows.slice(at, at + FACTS_A_SECTION).flat(),
    });
  return sections;
}

function factRow(label: string, value: string): JsonObject[] {
  const name = escaped(oneLine(unformatted(label)) || '–', MOST.header);
  return [{ type: 'mrkdwn', verbatim: true, text: `*${name}*` }, plain(oneLine(value) || '–', MOST.field)];
}
