import { Option } from 'commander';
import { LIFECYCLES } from '../domain/lifecycles.ts';

/** `--lifecycle`, for commands that are about one lifecycle; any other word is refused with the list. */
export function lifecycleOption(): Option {
  return new Option('--lifecycle <name>', 'of this lifecycle').choices(LIFECYCLES).default('deal');
}

/** `--lifecycle`, for lists of cases of every lifecycle. */
export function lifecycleFilter(): Option {
  return new Option('--lifecycle <name>', 'only this lifecycle').choices(LIFECYCLES);
}
