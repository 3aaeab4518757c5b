/**
 * `node scripts/compose-env.mjs [FILE]`: makes the .env that docker-compose.yml needs, with fresh passwords and keys and
 * vendors that are file exports. Never touches an existing file: its keys unlock what is already stored.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';

const file = process.argv[2] ?? '.env';
const password = () => randomBytes(24).toString('base64url');
const key = () => randomBytes(32).toString('base64');
const out = (/** @type {string} */ name) => `/var/lib/quarterdeck/out/${name}`;

if (existsSync(file)) {
  console.error(
    `${file} is already there and stays as it is: what is stored can only be read with its keys.`,
  );
  process.exit(1);
}

const values = {
  QUARTERDECK_ADMIN_PASSWORD: password(),
  QUARTERDECK_APP_PASSWORD: password(),
  QUARTERDECK_AUDITOR_PASSWORD: password(),
  QUARTERDECK_PARTNER_PASSWORD: password(),
  QUARTERDECK_MASTER_KEY: key(),
  QUARTERDECK_CODEC_KEY: key(),
  QUARTERDECK_API_KEYS: JSON.stringify({ operations: password() }),
  QUARTERDECK_WEBHOOK_SECRETS: JSON.stringify({
    portal: { scheme: 'standard', secrets: [`whsec_${key()}`] },
  }),
  QUARTERDECK_PRM: 'files',
  QUARTERDECK_PRM_SETTINGS: JSON.stringify({ folder: '/data', out: out('prm') }),
  QUARTERDECK_CRM: 'files',
  QUARTERDECK_CRM_SETTINGS: JSON.stringify({ folder: '/data', out: out('crm') }),
  QUARTERDECK_NOTIFY: 'outbox',
  QUARTERDECK_NOTIFY_SETTINGS: JSON.stringify({ folder: out('mail') }),
};
// Single quotes: Compose takes what is between them as it is.
const lines = Object.entries(values).map(([name, value]) => `${name}='${value}'`);
writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600, flag: 'wx' });
console.error(
  `${file} is written, readable by you only. Keep a copy: what is stored can only be read with its keys.`,
);
console.error('Next: docker compose up --build --wait');
