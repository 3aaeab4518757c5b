import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import * as messages from '../../workflows/messages.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const workflows = readdirSync(join(ROOT, 'workflows'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, text: read(join('workflows', file)) }));

test('docs/security.md says of every message who sends it, how it is checked and what a stranger does with it', () => {
  const [, after = ''] = read('docs/security.md').split('### Every message of every workflow\n');
  const table = (after.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| '));
  const names = Object.values(messages).map((message) => message.name);
  expect(names.length).toBeGreaterThan(10);
  const documented = table.flatMap((line) =>
    [...(line.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name),
  );
  expect(documented.sort()).toEqual(names.sort());
});

test('every message is heard where its form is looked at first, and no other place sets a handler', () => {
  const setting = workflows.filter(({ text }) => /\bsetHandler\(|\bsetDefault\w+Handler\(/.test(text));
  // A query takes nothing that anybody says.
  expect(setting.map(({ file }) => file).sort()).toEqual(['kit/hear.ts', 'kit/progress.ts']);
  const progress = setting.find(({ file }) => file === 'kit/progress.ts')?.text ?? '';
  expect(progress.match(/setHandler\(.*\)/g)).toEqual(['setHandler(status, () => view)']);
});

test('local activities are asked for only where they run one after the other', () => {
  const asking = workflows.filter(({ text }) => /= proxyLocalActivities\b/.test(text));
  expect(asking.map(({ file }) => file).sort()).toEqual(['kit/effect-write.ts', 'kit/step.ts']);
  for (const { text } of asking) {
    expect(text).toContain("from './in-turn.ts'");
  }
});

test('no promise in a workflow is left without a catch', () => {
  const left = workflows.flatMap(({ file, text }) =>
    text
      .split('\n')
      .filter((line) => /^\s*(if \(.*\) )?void /.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(left).toEqual([
    'kit/decide.ts: void one.explain(look).then(done, done);',
    'kit/gate.ts: if (options.begun) void serving.queued(() => options.begun ?? Promise.resolve());',
    'kit/progress.ts: void Promise.resolve().then(() => {',
    'kit/serving.ts: void CancellationScope.nonCancellable(serve);',
    // `beside` catches everything.
    'kit/staff-notices.ts: void beside(async () => {',
  ]);
});

test('no count in a workflow is read before and written after a wait, which would lose what others counted meanwhile', () => {
  const lost = workflows.filter(({ text }) => /[-+]= *await/.test(text));
  expect(lost.map(({ file }) => file)).toEqual([]);
});
