import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect } from '@jest/globals';
import { type Call, VendorFault } from '../../adapters/ports/call.ts';
import type { Landed, Write } from '../../adapters/ports/write.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Fault, LoggedRequest, Simulator } from '../../sandbox/simulator.ts';

/** What the shared suites of all ports need of one adapter. */
export interface Rig<Port> {
  port: Port;
  /** The vendor's whole visible state as text. */
  state(): Promise<string>;
  /** Absent for adapters that speak no HTTP; those skip the HTTP part of the suites. */
  http?: {
    requests: LoggedRequest[];
    fault(...faults: Fault[]): Promise<void>;
    /** The same adapter with other settings. */
    again(settings: object): Port;
    /** Anything that must never be seen in a message. */
    secrets: string[];
    /** `METHOD path` of requests that look like writes and are none: a search by POST, the sign-in. */
    harmless: RegExp;
    /** How the vendor says in its own words that there were too many requests. */
    limit?: Pick<Fault, 'status' | 'body'>;
    /** How it says inside of a success that it did nothing. */
    refusal?: Pick<Fault, 'status' | 'body'>;
    /** Whether it signs in: a proof that was refused is asked for anew. */
    renews?: true;
    /** Matches the writing requests, where they are not PUT and PATCH alone (a create by POST). */
    writing?: Pick<Fault, 'method' | 'path'>;
  };
  close(): Promise<void>;
}

export interface WriteCase<Port> {
  name: string;
  write(port: Port): Write;
  repeat: Write['repeat'];
  payload: JsonObject;
  /** Reads that `before` and one `send` need together; default 1. */
  reads?: number;
  /** The same record with other values, for adapters that change records; absent where each write is a record of its own. */
  changed?: JsonObject;
}

export const call: Call = { timeoutMs: 5_000, mayWait: true };

export async function faultOf(work: Promise<unknown>): Promise<VendorFault> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(VendorFault);
  return error as VendorFault;
}

/** The four verbs in the order of the ledger. */
export async function ledgered(write: Write, payload: JsonObject, key: string) {
  const before = await write.before(payload, key, call);
  const landed = await write.send(payload, key, call);
  return { payload, before, landed, key };
}

/** Looks up as the ledger does: `absent` is asked again until the vendor's search must have caught up. */
export async function proved(
  write: Write,
  payload: JsonObject,
  key: string,
): Promise<Landed | 'absent' | 'unknown'> {
  const deadline = Date.now() + write.searchLagMs + 50;
  for (;;) {
    const found = await write.lookup(payload, key, call);
    if (found !== 'absent' || Date.now() > deadline) return found;
    await new Promise((wake) => setTimeout(wake, 20));
  }
}

/** What a fault must match to meet the writing requests only. */
export function writing({ http }: Rig<unknown>): Pick<Fault, 'method' | 'path'> {
  return http?.writing ?? { method: 'PUT|PATCH' };
}

/** The requests that may have changed something. */
export function writesIn({ requests, harmless }: NonNullable<Rig<unknown>['http']>): LoggedRequest[] {
  return requests.filter(({ method, path }) => method !== 'GET' && !harmless.test(`${method} ${path}`));
}

export function control(simulator: Simulator, baseUrl: string) {
  const post = async (path: string, body: unknown) => {
    await fetch(`${baseUrl}/__sim/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  };
  return {
    requests: simulator.requests,
    fault: (...faults: Fault[]) => post('faults', faults),
    // Over many lines, so that a difference is shown by the line that differs.
    state: async () => JSON.stringify(await (await fetch(`${baseUrl}/__sim/export`)).json(), null, 1),
  };
}

/** @throws Error in a suite that asks an adapter without HTTP for it. */
export function httpOf<Port>(rig: Rig<Port>): NonNullable<Rig<Port>['http']> {
  if (!rig.http) throw new Error('this adapter speaks no HTTP');
  return rig.http;
}

/** The address of a server that has just gone. */
export async function deadUrl(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}
