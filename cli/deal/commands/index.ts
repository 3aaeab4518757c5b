import { Command } from 'commander';
import { dealsAnswer } from './answer.ts';
import { dealsAppeal } from './appeal.ts';
import { dealsBoard } from './board.ts';
import { dealsExtend } from './extend.ts';
import { dealsList } from './list.ts';
import { dealsRetry } from './retry.ts';
import { dealsShow } from './show.ts';
import { dealsSubmit } from './submit.ts';
import { dealsWhy } from './why.ts';

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
