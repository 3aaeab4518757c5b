import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MOST_BODY, MOST_LONG_BODY, type Room } from './body.ts';
import { networkOf } from './limits.ts';

const MB = 1024 * 1024;

/** Bytes that are held at once of all long bodies, each without its first 256 kB, which any body may have. */
export const LONG_BODIES = {
  inAll: 96 * MB,
  /** Of whoever has shown a key, and of one network address that has. */
  perCaller: 40 * MB,
  perAddress: 40 * MB,
  /** Of webhooks, which have to be read before they are proved. */
  ofWebhooks: 48 * MB,
  perSource: 32 * MB,
  /** A packed body is held as it came and as it was. */
  perAddressOfWebhooks: 20 * MB,
};

/** Whose a long body is: of a caller with a key, or of somebody who calls themselves a source. */
export type Sender = { caller: string } | { source: string };

export interface LongBodies {
  /**
   * Lets the body of a request be long. Bytes count as they arrive, so that who announces many and sends few keeps nobody else out.
   * @param most bytes of the body
   * @returns false when there is no room for what it announces
   */
  allow(request: FastifyRequest, reply: FastifyReply, sender: Sender, most?: number): boolean;
  /** The room of a request's body. */
  roomOf(request: FastifyRequest): Room;
  /** Works on a body: its bytes count until the work has ended, also where its sender waits no longer. */
  during<T>(request: FastifyRequest, work: () => Promise<T>): Promise<T>;
}

interface HeldRoom extends Room {
  hold(): void;
  /** Gives back what was taken once everybody who holds it has ended. */
  end(): void;
}

/** Bounds the memory of long bodies: of all, of each sender and address, and of those that are not proved yet. */
export function longBodies(limits = LONG_BODIES): LongBodies {
  const taken = new Map<string, number>();
  const rooms = new WeakMap<IncomingMessage, HeldRoom>();

  function roomIn(shares: readonly Share[], most: number): HeldRoom {
    let own = 0;
    let holders = 1;
    return {
      most,
      take(bytes) {
        if (holders === 0 || !isFree(shares, bytes)) return false;
        own += bytes;
        add(shares, bytes);
        return true;
      },
      hold() {
        holders += 1;
      },
      end() {
        holders -= 1;
        if (holders > 0) return;
        add(shares, -own);
        own = 0;
      },
    };
  }

  function isFree(shares: readonly Share[], bytes: number): boolean {
    return shares.every(({ name, most }) => (taken.get(name) ?? 0) + bytes <= most);
  }

  function add(shares: readonly Share[], bytes: number): void {
    for (const { name } of shares) {
      const sum = (taken.get(name) ?? 0) + bytes;
      if (sum > 0) taken.set(name, sum);
      else taken.delete(name);
    }
  }

  return {
    allow({ raw, headers, ip }, reply, sender, most = MOST_LONG_BODY) {
      const shares = sharesOf(limits, sender, networkOf(ip));
      const announced = Number(headers['content-length'] ?? 0);
      // One that is too long anyway is told so when it is read.
      if (announced <= most && !isFree(shares, Math.max(0, announced - MOST_BODY))) return false;
      const room = roomIn(shares, most);
      rooms.set(raw, room);
      reply.raw.once('close', room.end);
      return true;
    },
    roomOf: ({ raw }) => rooms.get(raw) ?? SHORT,
    async during({ raw }, work) {
      const room = rooms.get(raw);
      room?.hold();
      try {
        return await work();
      } finally {
        room?.end();
      }
    },
  };
}

/** The room of whatever may not be long. */
const SHORT: Room = { most: MOST_BODY, take: () => false };

interface Share {
  name: string;
  /** Bytes. */
  most: number;
}

function sharesOf(limits: typeof LONG_BODIES, sender: Sender, network: string): Share[] {
  const all = { name: 'all', most: limits.inAll };
  if ('caller' in sender)
    return [
      all,
      { name: `caller ${sender.caller}`, most: limits.perCaller },
      { name: `address ${network}`, most: limits.perAddress },
    ];
  return [
    all,
    { name: 'webhooks', most: limits.ofWebhooks },
    { name: `source ${sender.source}`, most: limits.perSource },
    { name: `webhooks of ${network}`, most: limits.perAddressOfWebhooks },
  ];
}
