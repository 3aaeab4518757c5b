import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Command } from 'commander';
import { program } from '../../cli/program.ts';
import { runCliProcess } from './cli-process.ts';
import { runCli } from './run-cli.ts';

/** Every command of the tree, as typed. */
function paths(command: Command, above: string[] = []): string[][] {
  return command.commands.flatMap((child) => {
    const own = [...above, child.name()];
    return [own, ...paths(child, own)];
  });
}

describe('help', () => {
  test('of the whole tree, as it is printed', async () => {
    const texts = [];
    for (const path of [[], ...paths(await program())]) texts.push(await helpOf(path));
    expect(texts.join('\n')).toMatchSnapshot();
  });

  test('every command that does something has an example, and fits 80 columns', async () => {
    for (const path of paths(await program())) {
      const text = await helpOf(path);
      // One that takes arguments or options of its own does something beside holding others.
      const { commands, registeredArguments, options } = await find(path);
      const doesSomething = commands.length === 0 || registeredArguments.length > 0 || options.length > 0;
      expect({ path, example: /Examples?:\n {2}\$ /.test(text) }).toEqual({ path, example: doesSomething });
      for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    }
  });

  test('lists a command that is not loaded as it is when it is loaded', async () => {
    const whole = await program();
    const listed = await program([]);
    for (const path of [[], ['cases'], ['reviews']]) {
      expect(await helpOf(path, listed)).toBe(await helpOf(path, whole));
    }
  });

  test.each([
    { argv: ['help', 'whoami'], path: ['whoami'] },
    { argv: ['reviews', 'help', 'approve'], path: ['reviews', 'approve'] },
    { argv: ['--as', 'reviews', 'deals', '--json', 'list', '--help'], path: ['cases', 'list'] },
    { argv: ['rollout', '--help'], path: ['rollout'] },
  ])('of a command is found by $argv', async ({ argv, path }) => {
    const run = await runCli(argv);
    expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' });
    expect(run.stdout).toBe(await helpOf(path));
  });

  test('a misspelt name is answered with the one that is meant, loaded or not', async () => {
    for (const argv of [['review'], ['reviews', 'aprove'], ['cases', 'bord']]) {
      const run = await runCli(argv);
      expect({ argv, code: run.code }).toEqual({ argv, code: 2 });
      expect(run.stderr).toMatch(/Did you mean (reviews|approve|board)\?/);
    }
  });

  test('what was typed is not repeated at length, nor in characters that move the cursor', async () => {
    const long = await runCli(['x'.repeat(5_000)]);
    expect(long.stderr.length).toBeLessThan(300);
    const odd = await runCli(['cases', 'caf\u001b[2J\u202e']);
    expect(odd.stderr).toContain("Unknown command 'caf·[2J·'.");
  });

  test('a group without its command says so under --json, and nothing else', async () => {
    const run = await runCli(['reviews', '--json']);
    expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 2, stdout: '' });
    expect(JSON.parse(run.stderr)).toMatchObject({ code: 'usage', title: 'It is not said which command.' });
  });

  test('--version prints the version of package.json', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await runCliProcess(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('is printed on standard output and exits 0', async () => {
    const run = await runCliProcess(['reviews', 'approve', '--help']);
    expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' });
    expect(run.stdout).toBe(await helpOf(['reviews', 'approve']));
  });
});

async function find(path: readonly string[], root?: Command): Promise<Command> {
  let command = root ?? (await program(path));
  for (const name of path) {
    const child = command.commands.find((one) => one.name() === name);
    if (!child) throw new Error(`no command ${path.join(' ')}`);
    command = child;
  }
  return command;
}

async function helpOf(path: readonly string[], root?: Command): Promise<string> {
  let text = '';
  const command = await find(path, root);
  command.configureOutput({
    writeOut: (part) => {
      text += part;
    },
    getOutHelpWidth: () => 80,
  });
  command.outputHelp();
  return text;
}
