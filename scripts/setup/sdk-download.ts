import { mkdirSync } from 'node:fs';
import { downloadedServer, downloadFolder, downloadHostAnswers } from './downloads.mjs';
import { CLONE } from './state.ts';
import { run, type Say, withProgress } from './tools.ts';

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
 * not reachable within five seconds, so that a closed network costs little.
 */
export async function sdkDownload(
  kind: 'dev-server' | 'time-skipping',
  say: Say,
): Promise<string | undefined> {
  const cached = downloadedServer(kind);
  if (cached) return cached;
  if (!(await downloadHostAnswers())) return undefined;
  say(
    `Downloading Temporal's ${kind === 'dev-server' ? 'dev' : 'time-skipping test'} server (about 100 MB, once) …`,
  );
  const folder = downloadFolder(kind);
  try {
    mkdirSync(folder, { recursive: true });
    await withProgress(say, 'downloading', () =>
      run(process.execPath, ['--input-type=module', '-e', START_AND_STOP, '--', kind, folder], {
        cwd: CLONE,
        timeoutMs: DOWNLOAD_TIMEOUT_MS,
      }),
    );
  } catch {
    return undefined;
  }
  return downloadedServer(kind);
}
