import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { filesOf, REGISTERS } from '../lifecycles/overlay.ts';

/** The code on the page is what test/lifecycles adds to a copy of the product, compiles and runs. */
const page = readFileSync('docs/adding-a-lifecycle.md', 'utf8');
const TOY = 'test/lifecycles/toy';
const blocks = [...page.matchAll(/```(?:ts|yaml)\n(?:\/\/|#) (\S+)\n([\s\S]*?)\n```/g)].map(
  ([, file, code]) => [file as string, code as string] as const,
);

test.each(blocks)('%s is the file that is compiled', (file, code) => {
  expect(code).toBe(readFileSync(join(TOY, file), 'utf8').trimEnd());
});

test('shows every file of the toy but its run and the other languages of its texts', () => {
  const shown = blocks.map(([file]) => file);
  const left = filesOf(TOY).filter((file) => !shown.includes(file));
  expect(left.filter((file) => !file.startsWith('policy/messages/'))).toEqual(['test/toy-run.ts']);
});

test('lists the registers, and no other file', () => {
  const table = page.split('## Registers')[1]?.split('\n## ')[0] ?? '';
  const listed = [...table.matchAll(/^\| `([^`]+)`/gm)].map(([, file]) => file as string);
  expect(listed.sort()).toEqual([...Object.keys(REGISTERS), 'activities/names.txt'].sort());
  for (const file of listed) expect(existsSync(file)).toBe(true);
});
