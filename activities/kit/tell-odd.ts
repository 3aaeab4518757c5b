import { log } from '@temporalio/activity';
import type { OddRecord } from '../../adapters/ports/changes.ts';

/** Odd records that are remembered, so that the log names each once. */
const MOST_TOLD = 10_000;

/** Names a record that cannot be read in the log, once: it comes again with every run until somebody has mended it. */
export function tellOdd(): (source: string, odd: OddRecord) => void {
  const told = new Set<string>();
  return (source, { id, message }) => {
    const what = `${source} ${id} ${message}`;
    if (told.has(what)) return;
    if (told.size === MOST_TOLD) told.clear();
    told.add(what);
    log.warn('A record cannot be read and is passed by', { source, id, problem: message });
  };
}
