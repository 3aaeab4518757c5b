import { createServer, type Server } from 'node:http';

/**
 * `GET /healthz` of a worker: 200 while it polls, 503 otherwise.
 * @param state the worker's own word: `RUNNING`, `DRAINING` …
 */
export async function answerHealth(host: string, port: number, state: () => string): Promise<Server> {
  const server = createServer((request, response) => {
    const found = request.url === '/healthz';
    const word = state();
    response.writeHead(found ? (word === 'RUNNING' ? 200 : 503) : 404, {
      'content-type': 'application/json',
    });
    response.end(JSON.stringify(found ? { worker: word } : { title: 'Only /healthz is here' }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return server;
}
