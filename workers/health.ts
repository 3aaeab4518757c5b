import { createServer, type Server } from 'node:http';

/** What a worker says of itself. */
export interface WorkerHealth {
  /** `RUNNING`, `DRAINING` … */
  worker: string;
  /** SQL statements sent since it started. */
  statements: number;
  /** Processor time of the whole process since it started. */
  cpuMs: number;
  /** Highest resident set since it started, MiB. */
  peakRssMb: number;
}

/** `GET /healthz` of a worker: 200 while it polls, 503 otherwise. */
export async function answerHealth(
  host: string,
  port: number,
  health: () => Pick<WorkerHealth, 'worker' | 'statements'>,
): Promise<Server> {
  const server = createServer((request, response) => {
    const found = request.url === '/healthz';
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    const cpuMs = Math.round((userCPUTime + systemCPUTime) / 1_000);
    const word: WorkerHealth = { ...health(), cpuMs, peakRssMb: Math.round(maxRSS / 1024) };
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
