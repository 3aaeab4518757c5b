import { closeSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, it } from '@jest/globals';
import { openTerminal } from '../../scripts/setup/terminal.ts';

function stream(isTTY: boolean): { stream: NodeJS.WriteStream; written: () => string } {
  const through = new PassThrough();
  let text = '';
  through.on('data', (chunk) => {
    text += chunk;
  });
  return { stream: Object.assign(through, { isTTY, columns: 20 }) as never, written: () => text };
}

/** What a person sees: the last state of each line. */
const seen = (text: string) =>
  text.split('\n').map((line) => line.slice(line.lastIndexOf('\x1b[2K') + 1).replace('[2K', ''));

it('keeps the progress in one line below everything that is said', () => {
  const { stream: out, written } = stream(true);
  const { say, progress } = openTerminal(out);
  say('begin');
  for (let done = 0; done < 50; done += 1) progress(`${done} of 50`);
  say('a child ended');
  progress('a line that is too long for the terminal');
  say('and again');
  progress();
  say('end');
  expect(seen(written())).toEqual(['begin', 'a child ended', 'and again', 'end', '']);
  expect(written()).toContain('49 of 50');
  expect(written()).toContain('a line that is too ');
  expect(written()).not.toContain('too l');
});

it('writes whole lines, and few of them, into a file', async () => {
  const { stream: out, written } = stream(false);
  const { say, progress } = openTerminal(out, 100);
  for (let done = 0; done < 500; done += 1) progress(`${done} of 500`);
  expect(written()).toBe('');
  await new Promise((done) => setTimeout(done, 120));
  for (let done = 0; done < 500; done += 1) progress(`${done} of 500`);
  say('end');
  expect(written()).toBe('0 of 500\nend\n');
});

it('goes on writing into a file after a write that failed', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'qd-terminal-')), 'out');
  const fd = openSync(path, 'a');
  // Open for reading only: every write into it fails.
  const full = openSync(path, 'r');
  const { stream: out } = stream(false);
  const { say } = openTerminal(Object.assign(out, { fd }) as never);
  say('before');
  Object.assign(out, { fd: full });
  say('lost');
  Object.assign(out, { fd });
  say('after');
  for (const one of [fd, full]) closeSync(one);
  expect(readFileSync(path, 'utf8')).toBe('before\nafter\n');
});

it('goes on when its reader has gone', async () => {
  const { stream: out } = stream(false);
  const { say } = openTerminal(out);
  out.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
  await new Promise((done) => setTimeout(done, 10));
  expect(() => say('to nobody')).not.toThrow();
});
