import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { CLONE } from '../../scripts/setup/state.ts';

/** A service of docker-compose.yml, as far as the tests look. */
export interface Service {
  image: string;
  user: string;
  command?: string[];
  environment?: Record<string, string>;
  ports?: string[];
  restart?: string;
  healthcheck?: { test?: string[]; disable?: boolean };
  depends_on?: Record<string, { condition: string }>;
}

/** Makes an .env in `folder` with the script that the compose file names. Returns the script's exit code. */
export function makeDotEnv(folder: string): number | null {
  const script = join(CLONE, 'scripts/compose-env.mjs');
  return spawnSync(process.execPath, [script, join(folder, '.env')]).status;
}

/** The .env that the script made. */
export function readDotEnv(folder: string): Record<string, string> {
  const lines = readFileSync(join(folder, '.env'), 'utf8').trim().split('\n');
  return Object.fromEntries(
    lines.map((line) => line.match(/^(\w+)='(.*)'$/)?.slice(1, 3) as [string, string]),
  );
}

/** The services with the values of a new .env in `folder` put in. */
export function composeServices(folder: string): Record<string, Service> {
  makeDotEnv(folder);
  const text = readFileSync(join(CLONE, 'docker-compose.yml'), 'utf8');
  const file = parse(text, { merge: true }) as { services: unknown };
  return interpolated(file.services, readDotEnv(folder)) as Record<string, Service>;
}

/** The ENV lines of the Dockerfile. */
export function imageEnvironment(): Record<string, string> {
  const lines = readFileSync(join(CLONE, 'Dockerfile'), 'utf8').replaceAll('\\\n', ' ').split('\n');
  const env = lines
    .filter((line) => line.startsWith('ENV '))
    .flatMap((line) => line.slice(4).trim().split(/\s+/));
  return Object.fromEntries(env.map((pair) => pair.split('=') as [string, string]));
}

/** Compose's own rules, as far as the file uses them: ${NAME:?why} and ${NAME:-default}. */
function interpolated(value: unknown, env: Record<string, string>): unknown {
  if (typeof value === 'string') {
    return value.replace(/\$\{(\w+):([?-])([^}]*)\}/g, (_, name: string, kind: string, text: string) => {
      const given = env[name];
      if (given === undefined && kind === '?') throw new Error(`${name}: ${text}`);
      return given ?? text;
    });
  }
  if (Array.isArray(value)) return value.map((one) => interpolated(one, env));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, interpolated(one, env)]));
}
