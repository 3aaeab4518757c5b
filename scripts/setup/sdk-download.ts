import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CLONE } from './state.ts';
import { cacheFolder, executable, run, type Say, withProgress } from './tools.ts';

const PROBE = 'https://temporal.download/cli/default?arch=amd64&platform=linux&format=tar.gz';
const PROBE_TIMEOUT_MS = 10_000;
const DOWNLOAD_TIMEOUT_MS = 300_000;

/** The SDK downloads only when it starts a server, so a child starts one for a moment and is ended with it. */
const START_AND_STOP = `
  const { TestWorkflowEnvironment } = await import('@temporalio/testing');
  const [kind, downloadDir] = process.argv.slice(-2);
  const server = { executable: { type: 'cached-download', downloadDir } };
  const env = kind === 'dev-server'
    ? await TestWorkflowEnvironment.createLocal({ server })
    : await TestWorkflowEnvironment.createTimeSkipping({ server });
  await env.teardown();
`;

/**
 * The server binary that the SDK downloads for its own version, kept in our cache; undefined where the download host is
 * not reachable within ten seconds, so that a closed network costs little.
 */
export async function sdkDownload(
  kind: 'dev-server' | 'time-skipping',
  say: Say,
): Promise<string | undefined> {
  const folder = cacheFolder('sdk', kind);
  const cached = newestExecutable(folder);
  if (cached) return cached;
  if (!(await reachable())) return undefined;
  say(
    `Downloading Temporal's ${kind === 'dev-server' ? 'dev' : 'time-skipping test'} server (about 100 MB, once) …`,
  );
  try {
    await withProgress(say, 'downloading', () =>
      run(process.execPath, ['--input-type=module', '-e', START_AND_STOP, '--', kind, folder], {
        cwd: CLONE,
        timeoutMs: DOWNLOAD_TIMEOUT_MS,
      }),
    );
  } catch {
    return undefined;
  }
  return newestExecutable(folder);
}

async function reachable(): Promise<boolean> {
  try {
    const answer = await fetch(PROBE, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    return answer.ok;
  } catch {
    return false;
  }
}

function newestExecutable(folder: string): string | undefined {
  return readdirSync(folder)
    .filter((name) => name.startsWith('temporal') && !name.includes('downloading'))
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile() && executable(path))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
}
