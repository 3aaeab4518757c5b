import { Command } from 'commander';
import { dealsList } from './deals-list.ts';
import { dealsShow } from './deals-show.ts';

export function deals(): Command {
  return new Command('deals')
    .description('deal registrations: submit, list, show, retry')
    .addCommand(dealsList())
    .addCommand(dealsShow());
}
