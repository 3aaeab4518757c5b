import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** More than the server works on at once. */
const SOCKETS = 64;
/** Another address of this machine than the partner's, where the system has one. */
const FROM = process.platform === 'linux' ? '127.0.0.2' : '127.0.0.1';

/** Keeps sockets open that send a body of a registration, a byte a second, until `ending`. Answers how many were opened. */
export async function slowBodies(port: number, ending: AbortSignal): Promise<number> {
  const sockets = new Set<Socket>();
  let opened = 0;
  while (!ending.aborted) {
    while (sockets.size < SOCKETS) {
      sockets.add(slow(port, (socket) => sockets.delete(socket)));
      opened += 1;
    }
    for (const socket of sockets) socket.write('x');
    await sleep(1_000);
  }
  for (const socket of sockets) socket.destroy();
  return opened;
}

function slow(port: number, gone: (socket: Socket) => void): Socket {
  const socket = connect({ host: '127.0.0.1', port, localAddress: FROM });
  socket.on('error', () => undefined);
  socket.on('close', () => gone(socket));
  socket.resume();
  socket.write(
    'POST /api/deals HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n',
  );
  return socket;
}
