import { Command } from 'commander';
import { dealsAnswer } from './deals-answer.ts';
import { dealsAppeal } from './deals-appeal.ts';
import { dealsBoard } from './deals-board.ts';
import { dealsExtend } from './deals-extend.ts';
import { dealsList } from './deals-list.ts';
import { dealsRetry } from './deals-retry.ts';
import { dealsShow } from './deals-show.ts';
import { dealsSubmit } from './deals-submit.ts';
import { dealsWhy } from './deals-why.ts';

export function deals(): Command {
  const group = new Command('deals').description('deal registrations: submit, list, show, explain');
  for (const command of [
    dealsSubmit(),
    dealsBoard(),
    dealsList(),
    dealsShow(),
    dealsWhy(),
    dealsAnswer(),
    dealsExtend(),
    dealsAppeal(),
    dealsRetry(),
  ])
    group.addCommand(command);
  return group;
}
