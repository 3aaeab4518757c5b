import { createServer, type Server } from 'node:http';

/** What a worker says of itself. */
export interface WorkerHealth {
  /** `RUNNING`, `DRAINING` … */
  worker: string;
  /** SQL statements sent since it started. */
  statements: number;
  /** Highest resident set since it started, MiB. */
  peakRssMb: number;
}

/** `GET /healthz` of a worker: 200 while it polls, 503 otherwise. */
export async function answerHealth(
  host: string,
  port: number,
  health: () => Omit<WorkerHealth, 'peakRssMb'>,
): Promise<Server> {
  const server = createServer((request, response) => {
    const found = request.url === '/healthz';
    const word: WorkerHealth = { ...health(), peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024) };
    response.writeHead(found ? (word.worker === 'RUNNING' ? 200 : 503) : 404, {
      'content-type': 'application/json',
    });
    response.end(JSON.stringify(found ? word : { title: 'Only /healthz is here' }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return server;
}
