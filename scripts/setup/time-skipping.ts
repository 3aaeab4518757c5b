import { chmodSync, existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from './command.ts';
import { freePort, waitForPort } from './ports.ts';
import { cacheFolder, cachePath, onPath } from './programs.mjs';
import { sdkDownload } from './sdk-download.ts';
import { run, type Say, withProgress } from './tools.ts';

const VERSION = '1.32.0';
const COPY_GOAL = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';

/** The time-skipping test server's program, or one sentence saying why there is none. */
export type TimeSkippingServer = { path: string; reason?: never } | { path?: never; reason: string };

/**
 * Finds Temporal's time-skipping test server: the SDK's download, else the Maven artifact behind a small wrapper that
 * takes the same arguments. Never throws: tests that need it are skipped without it.
 */
export async function findTimeSkipping(say: Say): Promise<TimeSkippingServer> {
  const wrapper = join(cachePath(`temporal-test-server-${VERSION}`), 'temporal-test-server');
  if (existsSync(wrapper) && onPath('java')) return { path: wrapper };
  const downloaded = await sdkDownload('time-skipping', say);
  if (downloaded) return { path: downloaded };
  const missing = (['java', 'mvn'] as const).filter((tool) => !onPath(tool));
  if (missing.length > 0) {
    const names = missing.map((tool) => (tool === 'java' ? 'Java 17' : 'Maven')).join(' and ');
    return { reason: `install ${names} (\`apt-get install openjdk-17-jdk-headless maven\`)` };
  }
  try {
    say(`Fetching Temporal's time-skipping test server ${VERSION} from Maven (35 MB, once) …`);
    await withProgress(say, 'fetching', () => buildWrapper(wrapper));
    return { path: wrapper };
  } catch (error) {
    return { reason: `Maven could not fetch it: ${(error as Error).message.split('\n').at(-1)}` };
  }
}

async function buildWrapper(wrapper: string): Promise<void> {
  const folder = cacheFolder(`temporal-test-server-${VERSION}`);
  const jars = join(folder, 'lib');
  writeFileSync(join(folder, 'pom.xml'), pom());
  const copy = [COPY_GOAL, '-DincludeScope=runtime', `-DoutputDirectory=${jars}`];
  await run('mvn', ['-q', '-B', ...copy], { cwd: folder, timeoutMs: 600_000 });
  const classPath = `${folder}/classes:${jars}/*`;
  const main = await compileLoopback(folder, jars);
  const archive = join(folder, 'classes.jsa');
  await archiveClasses(classPath, main, archive, folder).catch(() => undefined);
  const flags = `-XX:TieredStopAtLevel=1 -Xshare:auto -XX:SharedArchiveFile='${archive}' -Xlog:disable`;
  // exec, so that the pid that the SDK ends is Java's own; the pid file lets the run's end find what was left behind.
  const script = [
    '#!/bin/sh',
    '[ -n "$QUARTERDECK_PID_FOLDER" ] && : > "$QUARTERDECK_PID_FOLDER/$$"',
    `exec java ${flags} -cp '${classPath}' ${main} "$@" 2>/dev/null`,
  ];
  writeFileSync(`${wrapper}.tmp`, `${script.join('\n')}\n`);
  chmodSync(`${wrapper}.tmp`, 0o755);
  renameSync(`${wrapper}.tmp`, wrapper);
}

/** Without a compiler (a bare JRE) the server's own main is used, which listens on every address. */
async function compileLoopback(folder: string, jars: string): Promise<string> {
  if (!onPath('javac')) return 'io.temporal.testserver.TestServer';
  const source = join(import.meta.dirname, 'LoopbackTestServer.java');
  await run('javac', ['-d', join(folder, 'classes'), '-cp', `${jars}/*`, source], { timeoutMs: 120_000 });
  return 'LoopbackTestServer';
}

/** One run that writes the loaded classes to an archive: later starts take 0.2 s instead of 0.6 s (measured). */
async function archiveClasses(
  classPath: string,
  main: string,
  archive: string,
  folder: string,
): Promise<void> {
  const port = await freePort();
  const args = ['-XX:TieredStopAtLevel=1', `-XX:ArchiveClassesAtExit=${archive}`, '-cp', classPath];
  const server = await launch(
    { name: 'test server', file: 'java', args: [...args, main, `${port}`, '--enable-time-skipping'] },
    join(folder, 'archive.log'),
  );
  try {
    await waitForPort(port, 'the time-skipping test server', 30_000, server.ended);
  } finally {
    await server.stop();
  }
}

function pom(): string {
  const dependency =
    `<dependency><groupId>io.temporal</groupId><artifactId>temporal-test-server</artifactId>` +
    `<version>${VERSION}</version></dependency>`;
  return (
    '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>' +
    '<groupId>quarterdeck</groupId><artifactId>time-skipping</artifactId><version>1</version>' +
    `<dependencies>${dependency}</dependencies></project>\n`
  );
}
