import { fstatSync, writeSync } from 'node:fs';
import type { Say } from './tools.ts';

/** Where no line can be overwritten, progress is a line of its own, and no more often than this. */
const LINE_EVERY_MS = 15_000;

/** A place to talk to the person who started the command. */
export interface Terminal {
  say: Say;
  /** Replaces the progress line, which is always the last one; without text it goes away. */
  progress: (text?: string) => void;
}

/** Node's own standard output says which file it is; its type does not. */
type Stream = NodeJS.WriteStream & { fd?: number };

/**
 * Talks through `stream`. On a terminal the progress line is overwritten in place; in a file or a pipe it is a line of its own
 * every 15 s. A reader that has gone (`npm start | head`, a full disk) is no reason to end.
 */
export function openTerminal(stream: Stream, everyMs = LINE_EVERY_MS): Terminal {
  const inPlace = stream.isTTY === true && process.env.TERM !== 'dumb';
  let shown = '';
  let spoken = Date.now();
  stream.on('error', () => undefined);

  const write = (text: string) => {
    if (stream.fd !== undefined && fstatSync(stream.fd).isFile()) writeIfRoom(stream.fd, text);
    else if (stream.writable) stream.write(text);
  };
  const cleared = () => (shown === '' ? '' : '\r\x1b[2K');

  return {
    say(line) {
      write(`${cleared()}${line}\n${shown}`);
    },
    progress(text = '') {
      if (inPlace) {
        const next = text.slice(0, (stream.columns ?? 80) - 1);
        write(`${cleared()}${next}`);
        shown = next;
      } else if (text !== '' && Date.now() - spoken >= everyMs) {
        spoken = Date.now();
        write(`${text}\n`);
      }
    },
  };
}

/** A stream would be closed by the first write for which a full disk has no room. */
function writeIfRoom(fd: number, text: string): void {
  try {
    writeSync(fd, text);
  } catch {
    // The line is lost, as it is in a terminal that nobody reads.
  }
}
