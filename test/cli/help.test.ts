import { describe, expect, test } from '@jest/globals';
import type { Command } from 'commander';
import { program } from '../../cli/program.ts';
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
      const doesSomething = (await find(path)).commands.length === 0;
      expect({ path, example: /Examples?:\n {2}\$ /.test(text) }).toEqual({ path, example: doesSomething });
      for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    }
  });

  test('is printed on standard output and exits 0', async () => {
    const run = await runCli(['reviews', 'approve', '--help']);
    expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' });
    expect(run.stdout).toBe(await helpOf(['reviews', 'approve']));
  });
});

async function find(path: readonly string[]): Promise<Command> {
  let command = await program(path[0]);
  for (const name of path) {
    const child = command.commands.find((one) => one.name() === name);
    if (!child) throw new Error(`no command ${path.join(' ')}`);
    command = child;
  }
  return command;
}

async function helpOf(path: readonly string[]): Promise<string> {
  let text = '';
  const command = await find(path);
  command.configureOutput({
    writeOut: (part) => {
      text += part;
    },
    getOutHelpWidth: () => 80,
  });
  command.outputHelp();
  return text;
}
