import { randomUUID } from 'node:crypto';
import { signReceipt } from '../../../adapters/keys/receipts.ts';
import { signText, signToken } from '../../../adapters/keys/sign.ts';
import { readAuthority } from '../../../adapters/store/authority-log.ts';
import { sha256 } from '../../../adapters/store/hash.ts';
import { changeBody } from '../../../domain/gate/authority-log.ts';
import { editsText } from '../../../domain/gate/token.ts';
import type { Planting } from './planting.ts';

/** Registers the forger's key as a person's. */
export const addKey = ({ query, own }: Planting, person: string) =>
  query('insert into signing_keys (kid, person_id, public_key, valid_from) values ($1, $2, $3, $4)', [
    own.kid,
    person,
    own.publicKey,
    '2020-01-01T00:00:00Z',
  ]);

/** An approval by the person of the known decision, signed with the forger's key, with everything that belongs to it. */
export async function decideWithOwnKey(db: Planting, id: string, authorityVersion: number): Promise<void> {
  const { own, decision } = db;
  const at = decision.entry.at;
  const by = decision.entry.actor;
  const request = { action: 'approve' as const, by, reason: 'looks good', round: 1 };
  const evidenceHash = String(decision.entry.evidenceHash);
  const iat = Math.floor(Date.parse(at) / 1000);
  const token = signToken(own, {
    actor: by,
    case: id,
    round: 1,
    evidenceHash,
    authorityVersion,
    action: 'approve',
    editsHash: sha256(editsText(request)),
    iat,
    exp: iat + 300,
    nonce: randomUUID(),
  });
  const decisionHash = await db.keep(id, 'decision', request);
  const proofHash = await db.keep(id, 'proof', { token, publicKey: own.publicKey, request });
  const references = { decision: 'approve', round: 1, evidenceHash, decisionHash, authorityVersion };
  const signed = { signedWith: own.kid, proofHash };
  const entry = { ...decision.entry, ...references, ...signed, as: decision.entry.as ?? null };
  const audit = await db.append(id, entry);
  const body = {
    schemaVersion: 1 as const,
    case: id,
    round: 1,
    action: 'approve' as const,
    by,
    at,
    evidenceHash,
  };
  const kept = { decisionHash, policyVersion: null, authorityVersion, signedWith: own.kid, audit };
  await db.keep(id, 'receipt', signReceipt(own, { ...body, ...kept }));
}

/** A row of the log of authority, chained onto the last one and signed with the forger's key. */
export async function changeWithOwnKey(db: Planting, kid: string): Promise<void> {
  const { own, root, query, tx } = db;
  const state = await readAuthority(tx, root);
  const version = state.version + 1000;
  const change = { change: 'key' as const, kid: own.kid, person: 'p-olga', publicKey: own.publicKey };
  const window = { validFrom: '2020-01-01T00:00:00.000Z', validTo: null };
  const body = changeBody(state, { ...change, ...window }, { version, at: state.at, by: 'installation' });
  await query(
    `insert into authority_versions (version, change, body, kid, signature) overriding system value
      values ($1, '{}', $2, $3, $4)`,
    [version, body, kid, signText(own.privateKey, 'authority', body)],
  );
}
