import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../../sandbox/simulator.ts';
import { portAnswers } from '../setup/ports.ts';
import { isAlive, type ProcessId } from '../setup/process-id.ts';
import { readRuntime } from '../setup/state.ts';
import { draw, type Random } from './random.ts';
import { requestLog, type WriteRequest } from './request-log.ts';
import type { Workplace } from './workplace.ts';

/** What is killed, by the supervisor's name, and where it answers. */
const PORTS = {
  worker: 'worker',
  server: 'http',
  temporal: 'temporal',
  postgres: 'postgres',
  sandbox: 'salesforce',
} as const;
export type Target = keyof typeof PORTS;
export const TARGETS = Object.keys(PORTS) as Target[];

/** Who is killed while a write is under way. */
const IN_WRITE: readonly Target[] = ['worker', 'worker', 'sandbox', 'postgres', 'temporal'];
/** A vendor's write that is held after it has been done and before it is answered; its simulator's control port. */
const WRITES: readonly { port: string; fault: Fault }[] = [
  { port: 'impartner', fault: { method: 'PUT', path: '/Deal' } },
  { port: 'impartner', fault: { method: 'PATCH', path: '/Deal/' } },
  { port: 'salesforce', fault: { method: 'PATCH', path: '/sobjects/' } },
  { port: 'slack', fault: { method: 'POST', path: '/api/chat' } },
  { port: 'smtpControl', fault: { method: 'POST', path: '/messages' } },
];
/** Below our time-out: a write that is held and whose process lives is an ordinary, slow one. */
const HELD_MS = 700;
const UP_WITHIN_MS = 60_000;
const WRITE_WITHIN_MS = 30_000;

export interface Monkey {
  kills: Record<Target | 'in_write', number>;
  /** Waits until the process does its work, then a moment, then kills it with SIGKILL. */
  kill(target: Target): Promise<void>;
  /** Waits for a write, holds its answer, and kills somebody who is part of it. */
  killInWrite(): Promise<void>;
}

export function monkey({ state, environment, ending }: Workplace, random: Random): Monkey {
  const kills = { worker: 0, server: 0, temporal: 0, postgres: 0, sandbox: 0, in_write: 0 };
  const log = requestLog(environment);
  const ports = () => readRuntime(state)?.ports ?? {};
  const processOf = (target: Target) => readRuntime(state)?.children[target];

  /** The process as it answers now. */
  async function up(target: Target): Promise<ProcessId> {
    for (const end = Date.now() + UP_WITHIN_MS; Date.now() < end; await sleep(50)) {
      ending.throwIfAborted();
      const id = processOf(target);
      if (id && isAlive(id) && (await portAnswers(ports()[PORTS[target]] as number))) return id;
    }
    throw new Error(`${target} did not come back within ${UP_WITHIN_MS / 1000} s`);
  }

  /** False when it has just ended by itself. */
  function shoot(target: Target, id: ProcessId | undefined): boolean {
    if (!id || !isAlive(id)) return false;
    process.kill(id.pid, 'SIGKILL');
    kills[target] += 1;
    return true;
  }

  /** False when the vendors have just gone. */
  async function hold({ port, fault }: (typeof WRITES)[number]): Promise<boolean> {
    const answer = await fetch(`http://127.0.0.1:${ports()[port]}/__sim/faults`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${environment.QUARTERDECK_SANDBOX_KEY}`,
      },
      body: JSON.stringify({ ...fault, delayMs: HELD_MS }),
    }).catch(() => null);
    return answer?.ok ?? false;
  }

  /** The next write that matches; undefined when none comes. */
  async function heldWrite({ fault }: (typeof WRITES)[number]): Promise<WriteRequest | undefined> {
    for (const end = Date.now() + WRITE_WITHIN_MS; Date.now() < end; await sleep(5)) {
      ending.throwIfAborted();
      const found = log
        .newWrites()
        .find((each) => each.method === fault.method && new RegExp(fault.path ?? '').test(each.path));
      if (found) return found;
    }
    return undefined;
  }

  return {
    kills,
    async kill(target) {
      let id: ProcessId;
      do {
        id = await up(target);
        await sleep(random() * 1_000);
      } while (!shoot(target, id));
    },
    async killInWrite() {
      for (;;) {
        const target = draw(random, IN_WRITE);
        const write = draw(random, WRITES);
        await Promise.all(['worker', 'sandbox', target].map((each) => up(each as Target)));
        log.newWrites();
        // Nobody writes just now (everything waits for a restarted part): another write, another victim.
        if (!(await hold(write)) || !(await heldWrite(write))) continue;
        if (!shoot(target, processOf(target))) continue;
        kills.in_write += 1;
        return;
      }
    },
  };
}
