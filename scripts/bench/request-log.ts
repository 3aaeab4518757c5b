import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { LoggedRequest } from '../../sandbox/simulator.ts';

/** A request that changed something at a vendor, and the one change that it stands for. */
export interface WriteRequest {
  vendor: string;
  method: string;
  path: string;
  /** Vendor, record and operation: an effect of ours has exactly one. */
  effect: string;
}

export interface RequestLog {
  /** Every write that a vendor has accepted, oldest first. */
  writes(): WriteRequest[];
  /** Those since the last time that this was asked. */
  newWrites(): WriteRequest[];
}

/** The simulators' `requests.jsonl`. */
export function requestLog(environment: Record<string, string>): RequestLog {
  const path = join(environment.QUARTERDECK_SANDBOX as string, 'requests.jsonl');
  let read = existsSync(path) ? statSync(path).size : 0;
  return {
    writes: () => writesIn(readFileSync(path, 'utf8')),
    newWrites() {
      // There is none before the first request.
      if (!existsSync(path)) return [];
      const bytes = Buffer.alloc(statSync(path).size - read);
      const file = openSync(path, 'r');
      readSync(file, bytes, 0, bytes.length, read);
      closeSync(file);
      // A line that is only half there comes next time.
      const whole = bytes.lastIndexOf(10) + 1;
      read += whole;
      return writesIn(bytes.toString('utf8', 0, whole));
    },
  };
}

function writesIn(text: string): WriteRequest[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      const request = JSON.parse(line) as LoggedRequest;
      // A mail server that says 250 has taken the mail, whatever becomes of it.
      const done = request.status < 300 && (!request.faulty || request.vendor === 'smtp');
      const effect = done ? effectOf(request) : null;
      const { vendor, method, path } = request;
      return effect === null ? [] : [{ vendor, method, path, effect: `${vendor} ${method} ${effect}` }];
    });
}

/** The record that a write is about: by its external id, where the record has none yet. */
function effectOf({ vendor, method, path, body }: LoggedRequest): string | null {
  const fields = body as Record<string, unknown> | null;
  if (vendor === 'smtp') return method === 'POST' ? String(fields?.messageId) : null;
  if (vendor === 'slack') return messageOf(path, fields);
  if (method === 'PUT') return String(fields?.External_Id__cf);
  return method === 'PATCH' || method === 'DELETE' ? path : null;
}

/** A message by the mark of the write that made it, or changed it. */
function messageOf(path: string, fields: Record<string, unknown> | null): string | null {
  const [block] = (fields?.blocks as { block_id?: string }[] | undefined) ?? [];
  return /^\/api\/chat\./.test(path) && block ? String(block.block_id) : null;
}
