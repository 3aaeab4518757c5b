import { expect, test } from '@jest/globals';
import { Command } from 'commander';
import { lifecycleOption } from '../../cli/lifecycle-option.ts';

const parse = (...args: string[]) =>
  new Command()
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .addOption(lifecycleOption())
    .parse(args, { from: 'user' })
    .opts();

test('names a lifecycle of the list; anything else is refused with the list', () => {
  expect(parse()).toEqual({ lifecycle: 'deal' });
  expect(parse('--lifecycle', 'deal')).toEqual({ lifecycle: 'deal' });
  expect(() => parse('--lifecycle', 'claims')).toThrow(/Allowed choices are deal/);
});
