import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Which build runs here: the one that operations names (QUARTERDECK_BUILD_ID), else the version of the product. */
export const BUILD: string = process.env.QUARTERDECK_BUILD_ID || `quarterdeck ${version()}`;

function version(): string {
  const text = readFileSync(join(import.meta.dirname, '../package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
