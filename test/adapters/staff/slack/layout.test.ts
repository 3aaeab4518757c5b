import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { oneLine } from '../../../../adapters/one-line.ts';
import type { StaffMessage } from '../../../../adapters/ports/staff.ts';
import {
  askingLayout,
  correctionOf,
  endedLayout,
  type Layout,
} from '../../../../adapters/staff/slack/layout.ts';
import { escaped } from '../../../../adapters/staff/slack/text.ts';
import { SLACK_BUTTONS } from '../../../../contracts/vendors/slack.ts';
import { INVISIBLE } from '../../../../domain/invisible.ts';
import { ringing, textsOf, wrongWithBlocks } from '../../../../sandbox/slack/blocks.ts';

const MESSAGE: StaffMessage = {
  title: 'Rheinwerk Logistik AG waits for your decision',
  lines: [
    'A registration of Nordlicht GmbH, EUR 48,000.00.',
    'Flagged: an open opportunity of the same customer.',
  ],
  facts: [
    { label: 'Case', value: 'deal:impartner:101' },
    { label: 'Due', value: 'Mon 16:00 CET' },
  ],
  next: { page: null, command: 'quarterdeck reviews show deal:impartner:101' },
};
const wordsOf = ({ blocks }: Layout) => blocks.flatMap(textsOf);

/** Whatever somebody may have typed: marks of Slack, names, emoji, halves of pairs, direction marks, very long texts. */
const foreign = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({
    unit: fc.constantFrom('<', '>', '&', '!', '@', '*', '`', '|', ' ', 'a', '\ud83d', '\u202e', '\n'),
    maxLength: 400,
  }),
  fc.constantFrom(
    '<!channel> <!here> <!everyone>',
    '<@U0ANA> <#C1|general> <https://evil.example|your bank>',
    '@here @channel #general https://evil.example',
    '<!date^1392734382^{date}|x>',
    '&lt;!channel&gt;',
    ':tada: *bold* _it_ ~no~ `code`',
    '👩‍💻'.repeat(700),
    '&'.repeat(3_000),
    '',
    ' ',
    '\u202e\u0000\u2028',
  ),
);
const messages: fc.Arbitrary<StaffMessage> = fc.record({
  title: foreign,
  lines: fc.array(foreign, { maxLength: 30 }),
  facts: fc.array(fc.record({ label: foreign, value: foreign }), { maxLength: 40 }),
  next: fc.record({
    page: fc.option(fc.webUrl()),
    command: fc.oneof(foreign, fc.constant(MESSAGE.next.command)),
  }),
});

describe('the layout of a message', () => {
  test('title, lines, facts in two columns, the command and the button that asks how', () => {
    const { text, blocks } = askingLayout(MESSAGE, 'qd_mark');
    expect(text).toBe([MESSAGE.title, ...MESSAGE.lines].join('\n'));
    expect(blocks).toEqual([
      {
        type: 'header',
        block_id: 'qd_mark',
        text: { type: 'plain_text', text: MESSAGE.title, emoji: false },
      },
      {
        type: 'section',
        block_id: 'lines_0',
        text: { type: 'plain_text', text: MESSAGE.lines.join('\n'), emoji: false },
      },
      {
        type: 'section',
        block_id: 'facts_0',
        fields: [
          { type: 'mrkdwn', verbatim: true, text: '*Case*' },
          { type: 'plain_text', text: 'deal:impartner:101', emoji: false },
          { type: 'mrkdwn', verbatim: true, text: '*Due*' },
          { type: 'plain_text', text: 'Mon 16:00 CET', emoji: false },
        ],
      },
      {
        type: 'section',
        block_id: 'command',
        text: {
          type: 'mrkdwn',
          verbatim: true,
          text: 'On the command line: `quarterdeck reviews show deal:impartner:101`',
        },
      },
      {
        type: 'actions',
        block_id: 'next',
        elements: [
          {
            type: 'button',
            action_id: SLACK_BUTTONS.how,
            text: { type: 'plain_text', text: 'How do I answer?', emoji: false },
            value: MESSAGE.next.command,
          },
        ],
      },
    ]);
  });

  test('a page of the person is opened by a button before it', () => {
    const page = 'https://quarterdeck.example/review/1';
    const { blocks } = askingLayout({ ...MESSAGE, next: { ...MESSAGE.next, page } }, 'qd_mark');
    expect(blocks.at(-1)).toMatchObject({
      elements: [{ action_id: SLACK_BUTTONS.page, url: page }, { action_id: SLACK_BUTTONS.how }],
    });
  });

  test('what asks nothing any more has no button', () => {
    const asking = askingLayout(MESSAGE, 'qd_mark');
    expect(endedLayout(MESSAGE, 'qd_mark')).toEqual({ ...asking, blocks: asking.blocks.slice(0, -1) });
  });

  test('no button decides', () => {
    const { blocks } = askingLayout(
      { ...MESSAGE, next: { ...MESSAGE.next, page: 'https://a.example' } },
      'm',
    );
    const ids = blocks.flatMap(({ elements }) => (elements ?? []) as { action_id: string }[]);
    expect(ids.map(({ action_id }) => action_id)).toEqual([SLACK_BUTTONS.page, SLACK_BUTTONS.how]);
    expect(JSON.stringify(blocks)).not.toMatch(/approve|reject/i);
  });

  test('any text stays within the limits of Slack and rings nobody', () => {
    fc.assert(
      fc.property(messages, (message) => {
        for (const layout of [askingLayout, endedLayout, correctionOf].map((each) =>
          each(message, 'qd_mark'),
        )) {
          expect(wrongWithBlocks(layout.blocks)).toBeNull();
          expect(layout.text.length).toBeGreaterThan(0);
          expect(layout.text.length).toBeLessThanOrEqual(3_000);
          expect(ringing(layout)).toEqual([]);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('no entity and no pair is cut in two, and nothing hides or reverses text', () => {
    fc.assert(
      fc.property(messages, (message) => {
        const layout = askingLayout(message, 'qd_mark');
        for (const text of [layout.text, ...wordsOf(layout)]) {
          expect(text.isWellFormed()).toBe(true);
          expect(text.replace(/&(?:amp|lt|gt);/g, '')).not.toMatch(/[<>&]/);
          expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
          expect(text.match(INVISIBLE)).toBeNull();
        }
      }),
      { numRuns: 50 },
    );
  });

  test('what was left out is said', () => {
    const long = askingLayout(
      { ...MESSAGE, lines: Array.from({ length: 50 }, (_, at) => `${at} ${'x'.repeat(400)}`) },
      'm',
    );
    expect(wordsOf(long)).toContain('… the rest is on the command line.');
    const many = {
      ...MESSAGE,
      facts: Array.from({ length: 60 }, (_, at) => ({ label: `L${at}`, value: 'v' })),
    };
    expect(wordsOf(askingLayout(many, 'm'))).toContain('… the rest is on the command line.');
    expect(wordsOf(askingLayout(MESSAGE, 'm'))).not.toContain('… the rest is on the command line.');
  });

  test('a command keeps every character but the backtick, which would end the code', () => {
    const command = "quarterdeck reviews approve X --reason 'A & B <c>' `id`";
    const { blocks } = askingLayout({ ...MESSAGE, next: { page: null, command } }, 'm');
    expect(blocks.flatMap(textsOf)).toContain(
      "On the command line: `quarterdeck reviews approve X --reason 'A &amp; B &lt;c&gt;' 'id'`",
    );
  });
});

test('joiners that a script or an emoji needs stay, direction marks do not', () => {
  expect(oneLine('می\u200cخواهم 👩\u200d💻 a\u202eb\u200bc\n\td')).toBe('می\u200cخواهم 👩\u200d💻 a b c d');
});

test.each([
  ['AT&T', 7, 'AT…'],
  ['AT&TX', 8, 'AT&amp;…'],
  ['AT&T', 8, 'AT&amp;T'],
  ['AT&T', 6, 'AT…'],
  ['a😀b', 3, 'a…'],
  ['a😀b', 4, 'a😀b'],
  ['', 5, ''],
])('%j in at most %i is %j', (text, most, cut) => {
  expect(escaped(text, most)).toBe(cut);
});
