import { Command } from 'commander';
import { reviewsApprove } from './reviews-approve.ts';
import { decisionCommands } from './reviews-decide.ts';
import { reviewsDelegate } from './reviews-delegate.ts';
import { reviewsList } from './reviews-list.ts';
import { reviewsShow } from './reviews-show.ts';
import { reviewsSign } from './reviews-sign.ts';

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
