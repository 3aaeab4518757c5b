import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { cachePath, executable } from './programs.mjs';

const PROBE = 'https://temporal.download/cli/default?arch=amd64&platform=linux&format=tar.gz';
/** Short, so that a closed network costs little. */
const PROBE_TIMEOUT_MS = 5_000;

/** True when the host answers from which the SDK downloads Temporal's servers. */
export async function downloadHostAnswers() {
  try {
    const answer = await fetch(PROBE, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    return answer.ok;
  } catch {
    return false;
  }
}

/**
 * Where the SDK keeps the server that it downloads.
 * @param {'dev-server' | 'time-skipping'} kind
 */
export function downloadFolder(kind) {
  return cachePath('sdk', kind);
}

/**
 * The newest server that was downloaded, or undefined.
 * @param {'dev-server' | 'time-skipping'} kind
 */
export function downloadedServer(kind) {
  const folder = downloadFolder(kind);
  if (!existsSync(folder)) return undefined;
  return readdirSync(folder)
    .filter((name) => name.startsWith('temporal') && !name.includes('downloading'))
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile() && executable(path))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
}
