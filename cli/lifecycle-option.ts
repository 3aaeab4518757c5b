import { Option } from 'commander';
import { LIFECYCLES } from '../domain/lifecycles.ts';

/** `--lifecycle`, for commands that look at one lifecycle; any other word is refused with the list. */
export function lifecycleOption(): Option {
  return new Option('--lifecycle <name>', 'of this lifecycle').choices(LIFECYCLES).default('deal');
}
