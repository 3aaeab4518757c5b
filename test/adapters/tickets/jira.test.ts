import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { TicketsPort } from '../../../adapters/ports/tickets.ts';
import { documentOf, jiraText } from '../../../adapters/tickets/jira/document.ts';
import { faultOf as faultOfAnswer, waitAfterLimit } from '../../../adapters/tickets/jira/faults.ts';
import { pointsReader } from '../../../adapters/tickets/jira/points.ts';
import { chooseTransition } from '../../../adapters/tickets/jira/transitions.ts';
import { call, faultOf } from '../contract.ts';
import { jiraRig } from './jira-rig.ts';

describe("Jira's documents", () => {
  test('hold any text of paragraphs and lines as it is', () => {
    const word = fc.stringMatching(/^\S{1,12}$/);
    const line = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
    const paragraph = fc.array(line, { minLength: 1, maxLength: 3 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(fc.array(paragraph, { minLength: 1, maxLength: 4 }), (paragraphs) => {
        const text = paragraphs.join('\n\n');
        expect(jiraText(documentOf(text))).toBe(text);
      }),
    );
  });

  test('never hold an empty text node, which Jira refuses', () => {
    const document = documentOf('a\n\n\n\nb\n', [{ name: 'value', value: '' }]);
    expect(JSON.stringify(document)).not.toContain('"text":""');
  });

  test('of people are read for what a reader sees', () => {
    const document = {
      type: 'doc',
      version: 1,
      content: [
        { type: 'heading', attrs: { level: 1 }, content: [{ type: 'text', text: 'Found' }] },
        {
          type: 'paragraph',
          content: [
            { type: 'mention', attrs: { id: '1', text: '@Ana' } },
            { type: 'text', text: ' see ' },
            { type: 'inlineCard', attrs: { url: 'https://acme.example/1' } },
            { type: 'emoji', attrs: { shortName: ':ok:' } },
          ],
        },
        {
          type: 'bulletList',
          content: ['one', 'two'].map((text) => ({
            type: 'listItem',
            content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
          })),
        },
      ],
    };
    expect(jiraText(document)).toBe('Found\n@Ana see https://acme.example/1:ok:\n\none\n\ntwo');
  });

  test('of any shape and depth are read without an error, and never without end', () => {
    fc.assert(fc.property(fc.anything(), (value) => typeof jiraText(value) === 'string'));
    let deep: unknown = { type: 'text', text: 'x' };
    for (let depth = 0; depth < 5_000; depth += 1)
      deep = { type: 'paragraph', content: [deep, deep].slice(0, 1) };
    expect(jiraText(deep)).toBe('');
    const wide = {
      type: 'doc',
      content: Array.from({ length: 50_000 }, () => ({ type: 'text', text: 'abc' })),
    };
    expect(jiraText(wide).length).toBe(20_000);
  });
});

describe("Jira's limits", () => {
  test.each([
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': '0' }, 2_000],
    [{ 'retry-after': '-5', 'ratelimit-reason': 'jira-per-issue-on-write' }, 3_000],
    [{ 'ratelimit-reason': 'jira-quota-tenant-based' }, 600_000],
    [{ 'retry-after': 'Fri, 27 Nov 2020 12:00:30 GMT' }, 2_000],
    [{ 'retry-after': '31536000' }, 900_000],
    [{ 'retry-after': 'soon' }, 2_000],
    [{ 'retry-after': 'Infinity' }, 2_000],
    [{}, 2_000],
  ] as [Record<string, string>, number][])('%j is waited for %i ms', (headers, wait) => {
    const limited = { status: 429, headers: new Headers(headers), text: '', json: undefined };
    expect(faultOfAnswer(limited).retryAfterMs).toBe(wait);
  });

  test('without a wait the moment of the reset is waited for', () => {
    const headers = new Headers({ 'x-ratelimit-reset': '2026-11-27T12:10:00Z' });
    expect(waitAfterLimit(headers, Date.parse('2026-11-27T12:00:00Z'))).toBe(600_000);
  });
});

describe('the points of an hour', () => {
  const said = (headers: Record<string, string>, reader = pointsReader()) => reader(new Headers(headers));
  const POLICY = '"burst";q=100;w=1, "global-app-quota";q=65000;w=3600';

  test.each([
    [
      { 'beta-ratelimit-policy': POLICY, 'beta-ratelimit': '"global-app-quota";r=11000;t=600' },
      54_000,
      600_000,
    ],
    [{ 'ratelimit-policy': POLICY, ratelimit: '"burst";r=1;t=1,"global-app-quota" ; r=65000' }, 0, 3_600_000],
    [{ 'ratelimit-policy': POLICY, ratelimit: '"GLOBAL-APP-QUOTA";r=1;t=600' }, null, null],
    // A bucket of a second is no hour, and a policy alone says nothing of what is left.
    [{ 'ratelimit-policy': '"burst";q=100;w=1', ratelimit: '"burst";r=0;t=1' }, null, null],
    [{ 'ratelimit-policy': POLICY }, null, null],
    [{ ratelimit: '"global-app-quota";r=0;t=600' }, null, null],
    [{ 'ratelimit-policy': 'soon', ratelimit: '"global-app-quota";r=-5;t=x' }, null, null],
    [{}, null, null],
  ] as [Record<string, string>, number | null, number | null][])(
    '%j leave %p used',
    (headers, used, forMs) => {
      const points = said(headers);
      if (used === null) return expect(points).toBeNull();
      expect(points).toEqual({ use: { used, of: 65_000, per: 'hour' }, forMs });
    },
  );

  test('of two policies the one that leaves least counts, and what one grants is remembered', () => {
    const reader = pointsReader();
    const policy = `${POLICY}, "tenant-app-quota";q=100100;w=3600`;
    const both = '"tenant-app-quota";r=1001;t=60,"global-app-quota";r=60000;t=60';
    expect(said({ 'ratelimit-policy': policy, ratelimit: both }, reader)?.use.of).toBe(100_100);
    expect(said({ ratelimit: '"global-app-quota";r=0;t=5' }, reader)).toEqual({
      use: { used: 65_000, of: 65_000, per: 'hour' },
      forMs: 5_000,
    });
  });

  test('that we allow ourselves a day are counted as Jira counts them', async () => {
    const rig = await jiraRig();
    try {
      const port = rig.again?.({ settleMs: 0, requestsPerDay: 12 }) as TicketsPort;
      const opening = { title: 't', text: 'x', facts: [], labels: [], about: 'a' };
      const { id } = await port.writes.open.send(opening, 'k', call);
      await port.writes.open.send(opening, 'other', call);
      await new Promise((wake) => setTimeout(wake, 60));
      // Two writes, a list of two issues, one issue, its comments (none) and who we are: 2 + 3 + 2 + 1 + 3.
      expect((await port.changedSince(null, call)).tickets).toHaveLength(2);
      await port.ticket(id, call);
      await port.comments(id, null, call);
      await port.comments('10002', null, call);
      const fault = await faultOf(port.ticket(id, call));
      expect(fault).toMatchObject({ kind: 'budget', code: 'CALLS_SPENT' });
      expect(fault.message).toContain('12 of the 12 calls of the day are used');
    } finally {
      await rig.close();
    }
  });

  test('that are nearly used make polls wait, and nothing else', async () => {
    const rig = await jiraRig({ pointsPerHour: 20 });
    try {
      const opening = { title: 't', text: 'x', facts: [], labels: [], about: 'a' };
      const { id } = await rig.port.writes.open.send(opening, 'k', call);
      // One for the write, two for each reading of one issue.
      for (let reading = 0; reading < 8; reading += 1) await rig.port.ticket(id, call);
      const poll = await faultOf(rig.port.changedSince(null, { ...call, background: true }));
      expect(poll).toMatchObject({ kind: 'budget', code: 'CALLS_SPENT' });
      expect(poll.message).toBe(
        'jira: 17 of the 20 calls of the hour are used; what is left is kept for decisions and writes',
      );
      expect(await rig.port.ticket(id, call)).toMatchObject({ id });
      // What is used up is Jira's to refuse.
      await rig.port.ticket(id, call);
      expect(await faultOf(rig.port.ticket(id, call))).toMatchObject({ kind: 'rate_limited', status: 429 });
    } finally {
      await rig.close();
    }
  });
});

describe('the way to a status', () => {
  const to = (id: string, key: string) => ({ id, name: `s${id}`, statusCategory: { key } });
  const resolution = { required: true, allowedValues: [{ name: 'Done' }] };
  const choose = (transitions: Parameters<typeof chooseTransition>[0]) =>
    chooseTransition(transitions, { category: 'done', resolution: 'Done' });

  test('is found by the kind of the status, whatever anything is called', () => {
    const chosen = choose([
      { id: '1', to: to('10', 'indeterminate'), fields: {} },
      { id: '2', to: to('11', 'done'), fields: {}, isAvailable: false },
      { id: '3', to: to('12', 'done'), fields: { resolution } },
    ]);
    expect(chosen).toEqual({ id: '3', to: '12', fields: { resolution: { name: 'Done' } } });
  });

  test('is the one whose screen can be filled in', () => {
    const form = { customfield_1: { required: true } };
    const chosen = choose([
      { id: '1', to: to('10', 'done'), fields: form },
      { id: '2', to: to('11', 'done'), fields: { customfield_1: { required: true, hasDefaultValue: true } } },
    ]);
    expect(chosen.id).toBe('2');
    expect(() => choose([{ id: '1', to: to('10', 'done'), fields: form }])).toThrow(/customfield_1/);
  });

  test('is refused where the resolution that the screen needs is not offered', () => {
    const other = { resolution: { required: true, allowedValues: [{ name: 'Erledigt' }, null, 'Done'] } };
    expect(() => choose([{ id: '1', to: to('10', 'done'), fields: other }])).toThrow(/resolution/);
  });
});

test('a refusal names the field, and what Jira says about it stays out', async () => {
  const rig = await jiraRig({ workflow: 'form' });
  try {
    await rig.http?.fault({ status: 400, body: { errorMessages: [], errors: { summary: 'Ana is wrong' } } });
    const opening = { title: 't', text: 'x', facts: [], labels: [], about: 'a' };
    const fault = await faultOf(rig.port.writes.open.send(opening, 'k', call));
    expect(fault.message).toMatch(/^jira: HTTP 400 \(summary\); compare QUARTERDECK_TICKETS_SETTINGS/);
    const { id } = await rig.port.writes.open.send(opening, 'k', call);
    const closing = await faultOf(rig.port.writes.close.send({ id }, 'c', call));
    expect(closing).toMatchObject({ kind: 'rejected', code: 'SCREEN' });
    expect(closing.message).toContain('customfield_10042');
  } finally {
    await rig.close();
  }
});
