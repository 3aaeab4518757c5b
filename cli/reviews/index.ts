import { Command } from 'commander';
import { reviewsApprove } from './approve.ts';
import { decisionCommands } from './decide.ts';
import { reviewsDelegate } from './delegate.ts';
import { reviewsList } from './list.ts';
import { reviewsShow } from './show.ts';
import { reviewsSign } from './sign.ts';

export function reviews(): Command {
  const group = new Command('reviews').description('what waits for a decision, and deciding it');
  for (const command of [
    reviewsList(),
    reviewsShow(),
    reviewsApprove(),
    ...decisionCommands(),
    reviewsDelegate(),
    reviewsSign(),
  ]) {
    group.addCommand(command);
  }
  return group;
}
