import { generateKeyPairSync } from 'node:crypto';
import type pg from 'pg';
import { fingerprintOf, type SigningKey } from '../../../adapters/keys/keys.ts';
import { sha256 } from '../../../adapters/store/hash.ts';
import type { Tx } from '../../../adapters/store/pool.ts';
import { type AuditEntry, entryBody } from '../../../domain/audit.ts';
import { canonicalText } from '../../../domain/evidence.ts';
import type { TrustRoot } from '../../../domain/gate/authority-log.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { Proof } from '../../../domain/proof.ts';
import type { Outside } from './forgery.ts';

/** What every forger knows: the whole database, and a key of their own. */
export interface Planting {
  query(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  tx: Tx;
  root: TrustRoot;
  own: SigningKey;
  /** The newest decision that is signed. */
  decision: Decided;
  /** The newest signed decision of another case. */
  other: Decided;
  append(id: string, entry: AuditEntry): Promise<{ seq: number; hash: string }>;
  keep(id: string, kind: string, body: JsonObject): Promise<string>;
}

export interface Decided {
  case: string;
  seq: number;
  entry: AuditEntry;
  proof: Proof;
}

export async function planting(owner: pg.Client, { root }: Outside): Promise<Planting> {
  const query: Planting['query'] = async (text, values) => (await owner.query(text, values)).rows;
  const tx: Tx = { query: (text, values) => owner.query(text, values as unknown[]) };
  const rows = (await query(
    `select a.case_id as "case", a.seq, a.body, e.body as proof from audit a
      join evidence e on e.kind = 'proof' and e.case_id = a.case_id and e.hash = a.body::json ->> 'proofHash'
      where a.body::json ->> 'action' = 'decision.accepted' order by a.at desc, a.seq desc`,
  )) as unknown as { case: string; seq: number; body: string; proof: string }[];
  const decided = rows.map(({ body, proof, ...row }) => ({
    ...row,
    entry: JSON.parse(body) as AuditEntry,
    proof: JSON.parse(proof) as Proof,
  }));
  const decision = decided[0];
  const other = decided.find((one) => one.case !== decision?.case);
  if (!decision || !other)
    throw new Error('two signed decisions of two cases are needed to forge others from');
  return {
    query,
    tx,
    root,
    own: ownKey('p-forger'),
    decision,
    other,
    append: async (id, entry) => {
      const [row] = await query('select seq, hash from audit_append($1, $2)', [id, entryBody(entry)]);
      return row as { seq: number; hash: string };
    },
    keep: async (id, kind, body) => {
      const text = canonicalText(body);
      await query(
        'insert into evidence (hash, case_id, kind, body) values ($1, $2, $3, $4) on conflict do nothing',
        [sha256(text), id, kind, text],
      );
      return sha256(text);
    },
  };
}

function ownKey(owner: string): SigningKey {
  const pair = generateKeyPairSync('ed25519');
  const publicKey = pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const fingerprint = fingerprintOf(publicKey);
  return { kid: fingerprint.slice(0, 16), owner, publicKey, fingerprint, privateKey: pair.privateKey };
}
