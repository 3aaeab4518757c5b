import { connect, createServer, type Socket } from 'node:net';
import { LOOPBACK } from '../../scripts/setup/ports.ts';

/** A port behind which a server is away until the door is opened: then every connection leads to the server. */
export interface Door {
  open(): Promise<void>;
  /** Cuts every connection, and the server is away again. */
  close(): Promise<void>;
}

/** @param port where the door is @param to the server's `host:port` */
export function doorTo(port: number, to: string): Door {
  const [host = LOOPBACK, behind = ''] = to.split(':');
  const through = new Set<Socket>();
  const server = createServer((socket) => {
    const other = connect(Number(behind), host);
    for (const one of [socket, other]) {
      through.add(one);
      one.on('error', () => undefined);
      one.once('close', () => {
        through.delete(one);
        socket.destroy();
        other.destroy();
      });
    }
    socket.pipe(other).pipe(socket);
  });
  return {
    open: () => new Promise((done) => server.listen(port, LOOPBACK, () => done())),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const one of through) one.destroy();
      }),
  };
}
