import { Command } from 'commander';
import { reviewsList } from './reviews-list.ts';

export function reviews(): Command {
  return new Command('reviews')
    .description('what waits for a decision, and deciding it')
    .addCommand(reviewsList());
}
