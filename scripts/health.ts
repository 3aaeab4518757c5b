/**
 * `node scripts/health.ts worker|server`: exits 0 when that process in this container does its work, otherwise 1 with
 * the reason. Used by the images' health checks, which have no curl.
 */
const PORTS = { worker: 'QUARTERDECK_WORKER_PORT', server: 'QUARTERDECK_HTTP_PORT' } as const;
const what = process.argv[2];

if (what !== 'worker' && what !== 'server') {
  console.error('Say which process to check: node scripts/health.ts worker|server');
  process.exit(2);
}
const port = process.env[PORTS[what]];
if (!port) {
  console.error(`${PORTS[what]} is not set: it says where the ${what} listens.`);
  process.exit(2);
}
try {
  const answer = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(3_000) });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
} catch (error) {
  console.error(`The ${what} is not healthy: ${(error as Error).message}`);
  process.exit(1);
}
