import { generateKeyPairSync, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { fingerprintOf, type SigningKey } from '../../adapters/keys/keys.ts';
import { signReceipt } from '../../adapters/keys/receipts.ts';
import { signText, signToken } from '../../adapters/keys/sign.ts';
import { type AuditReport, verifyAudit } from '../../adapters/store/audit-verify.ts';
import { readAuthority } from '../../adapters/store/authority-log.ts';
import { contentHash, sha256 } from '../../adapters/store/hash.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import type { Anchor } from '../../domain/anchors.ts';
import {
  type AuditEntry,
  checkpointText,
  entryBody,
  GENESIS,
  headsText,
  linkText,
} from '../../domain/audit.ts';
import { canonicalText } from '../../domain/evidence.ts';
import { changeBody, type TrustRoot } from '../../domain/gate/authority-log.ts';
import { editsText } from '../../domain/gate/token.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Proof } from '../../domain/proof.ts';

/** What stands outside the database, and what a forger there cannot write. */
export interface Outside {
  root: TrustRoot;
  /** What the witness holds. */
  anchors: readonly Anchor[];
}

/** A forgery in the database, by the role of our own processes or by whoever owns the database. */
export interface Forgery {
  name: string;
  by: 'app' | 'owner';
  plant(db: Planting): Promise<void>;
}

/** `impossible`: Postgres refuses it. `found`: the verification names it. `unnoticed`: neither. */
export interface Tried {
  name: string;
  by: Forgery['by'];
  outcome: 'impossible' | 'found' | 'unnoticed';
  /** What Postgres or the verification said. */
  said: string;
}

/**
 * Plants a forgery, verifies, and takes it back: all in one transaction that is never committed, so it may be done on a database in
 * use. It needs decisions that are signed, a promotion and a revoked key to begin with.
 * @param owner a connection of the schema's owner
 * @throws Error when the verification finds something before anything was planted
 */
export async function tryForgery(owner: pg.Client, forgery: Forgery, outside: Outside): Promise<Tried> {
  const { name, by } = forgery;
  await owner.query('begin isolation level repeatable read');
  try {
    const before = await verified(owner, outside);
    if (before.problems.length > 0)
      throw new Error(`nothing is planted yet, and there is: ${before.problems[0]?.message}`);
    try {
      if (by === 'app') await owner.query('set local role quarterdeck_app');
      await forgery.plant(await planting(owner, outside));
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      // insufficient_privilege: a grant, a policy or a trigger
      if (code === '42501') return { name, by, outcome: 'impossible', said: message };
      throw error;
    }
    await owner.query('reset role');
    const after = await verified(owner, outside);
    const known = new Set(before.doubtful.map(({ message }) => message));
    const found = [...after.problems, ...after.doubtful.filter(({ message }) => !known.has(message))];
    return { name, by, outcome: found.length > 0 ? 'found' : 'unnoticed', said: found[0]?.message ?? '' };
  } finally {
    await owner.query('rollback');
  }
}

/** The verification, inside a transaction that has begun already. */
function verified(owner: pg.Client, { root, anchors }: Outside): Promise<AuditReport> {
  const tx: Tx = {
    query: async (text, values) =>
      text.startsWith('set transaction')
        ? ({ rows: [], rowCount: 0 } as never)
        : owner.query(text, values as unknown[]),
  };
  return verifyAudit(tx, { root, anchors });
}

/** What every forger knows: the whole database, and a key of their own. */
interface Planting {
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

interface Decided {
  case: string;
  seq: number;
  entry: AuditEntry;
  proof: Proof;
}

async function planting(owner: pg.Client, { root }: Outside): Promise<Planting> {
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

const addKey = ({ query, own }: Planting, person: string) =>
  query('insert into signing_keys (kid, person_id, public_key, valid_from) values ($1, $2, $3, $4)', [
    own.kid,
    person,
    own.publicKey,
    '2020-01-01T00:00:00Z',
  ]);

/** An approval by the person of the known decision, signed with the forger's key, with everything that belongs to it. */
async function decideWithOwnKey(db: Planting, id: string, authorityVersion: number): Promise<void> {
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
async function changeWithOwnKey(db: Planting, kid: string): Promise<void> {
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

const promotionRow = (more: JsonObject, at: string): AuditEntry => ({
  at,
  actor: 'p-sam',
  action: 'rollout.changed',
  signedWith: null,
  proofHash: null,
  from: 'shadow',
  to: 'automated',
  reason: 'measured',
  bootstrap: false,
  ...more,
});

/** Hashes a case's chain anew after `change` has looked at each entry (null: the row goes), with its head. */
async function rewriteChain(
  { query }: Planting,
  id: string,
  change: (entry: AuditEntry, seq: number) => AuditEntry | null,
): Promise<void> {
  const rows = (await query('select seq, body from audit where case_id = $1 order by seq', [id])) as {
    seq: number;
    body: string;
  }[];
  await query('delete from audit where case_id = $1', [id]);
  let prevHash = GENESIS;
  let seq = 0;
  for (const row of rows) {
    const entry = change(JSON.parse(row.body) as AuditEntry, row.seq);
    if (entry === null) continue;
    seq += 1;
    const body = entryBody(entry);
    const hash = sha256(linkText({ case: id, seq, body, prevHash }));
    await query(
      'insert into audit (case_id, seq, at, body, prev_hash, hash) values ($1, $2, $3, $4, $5, $6)',
      [id, seq, entry.at, body, prevHash, hash],
    );
    prevHash = hash;
  }
  await query('update audit_heads set seq = $2, hash = $3, unsealed = true where case_id = $1', [
    id,
    seq,
    prevHash,
  ]);
}

/** Writes one checkpoint over all chains as they are now, in the place of all that were there. */
async function replaceCheckpoints({ query }: Planting, key: SigningKey): Promise<void> {
  const heads = (await query('select case_id as "case", seq, hash from audit_heads')) as never;
  const [last] = await query('select max(number) as number, max(at) as at from checkpoints');
  const { number, at } = last as { number: number; at: string };
  await query('delete from checkpoints');
  let prevHash = GENESIS;
  for (let n = 1; n <= number; n += 1) {
    const draft = { number: n, at, heads: n === number ? headsText(heads) : '[]', prevHash };
    const hash = sha256(checkpointText(draft));
    await query(
      'insert into checkpoints (number, at, heads, prev_hash, hash, kid, signature) values ($1, $2, $3, $4, $5, $6, $7)',
      [n, at, draft.heads, prevHash, hash, key.kid, signText(key.privateKey, 'checkpoint', hash)],
    );
    prevHash = hash;
  }
  await query('update audit_heads set unsealed = false');
}

const refused = (name: string, text: string): Forgery => ({
  name,
  by: 'app',
  plant: async ({ query }) => {
    await query(text);
  },
});

/** As the app role: what our own processes may do. */
const BY_APP: Forgery[] = [
  {
    name: 'a key of their own for another person',
    by: 'app',
    plant: async (db) => void (await addKey(db, 'p-olga')),
  },
  {
    name: "a key of their own as the installation's",
    by: 'app',
    plant: async (db) => void (await addKey(db, 'installation')),
  },
  refused(
    'a revoked key un-revoked',
    'update signing_keys set revoked_at = null where revoked_at is not null',
  ),
  refused(
    'a revocation moved to later',
    "update signing_keys set revoked_at = revoked_at + interval '1 year' where revoked_at is not null",
  ),
  refused(
    'the public key of a person replaced',
    "update signing_keys set public_key = 'MCow' where person_id = 'p-olga'",
  ),
  refused(
    'a key moved to another person',
    "update signing_keys set person_id = 'p-ben' where person_id = 'p-olga'",
  ),
  refused(
    'the beginning of a key moved',
    "update signing_keys set valid_from = '2001-01-01' where person_id = 'p-olga'",
  ),
  refused('a key deleted', "delete from signing_keys where person_id = 'p-olga'"),
  {
    name: 'a key revoked earlier than anybody has signed',
    by: 'app',
    plant: async ({ query }) =>
      void (await query(
        "update signing_keys set revoked_at = '2001-01-01' where person_id = 'p-olga' and revoked_at is null",
      )),
  },
  {
    name: 'a decision that nobody has taken',
    by: 'app',
    plant: async (db) => {
      const { signedWith: _, proofHash: __, ...entry } = db.other.entry;
      await db.append(db.decision.case, {
        ...entry,
        actor: 'p-cora',
        signedWith: null,
        proofHash: null,
      } as AuditEntry);
    },
  },
  {
    name: 'a decision that names a key and keeps no token',
    by: 'app',
    plant: async (db) => {
      const { proofHash: _, ...entry } = db.decision.entry;
      await db.append(db.other.case, {
        ...entry,
        actor: 'p-cora',
        signedWith: 'feedfacefeedface',
      } as AuditEntry);
    },
  },
  {
    name: 'a decision that says that it is older than the signed log',
    by: 'app',
    plant: async (db) => {
      const { proofHash: _, ...entry } = db.decision.entry;
      await db.append(db.other.case, {
        ...entry,
        at: '2019-01-01T00:00:00.000Z',
        authorityVersion: 0,
      } as AuditEntry);
    },
  },
  {
    name: 'a whole decision, signed with a key of their own that they have registered',
    by: 'app',
    plant: async (db) => {
      await addKey(db, db.decision.entry.actor);
      await decideWithOwnKey(db, db.other.case, Number(db.decision.entry.authorityVersion));
    },
  },
  {
    name: 'the token of another case',
    by: 'app',
    plant: async (db) => {
      const proofHash = await db.keep(db.other.case, 'proof', db.decision.proof as unknown as JsonObject);
      await db.append(db.other.case, { ...db.decision.entry, proofHash });
    },
  },
  {
    name: 'the token of another round',
    by: 'app',
    plant: async (db) => void (await db.append(db.decision.case, { ...db.decision.entry, round: 7 })),
  },
  {
    name: 'the token of another action',
    by: 'app',
    plant: async (db) => {
      const decision = db.decision.entry.decision === 'reject' ? 'approve' : 'reject';
      await db.append(db.decision.case, { ...db.decision.entry, decision });
    },
  },
  {
    name: 'the same decision once more',
    by: 'app',
    plant: async (db) => void (await db.append(db.decision.case, db.decision.entry)),
  },
  {
    name: 'a decision in the place of somebody who has not delegated',
    by: 'app',
    plant: async (db) =>
      void (await db.append(db.decision.case, {
        ...db.decision.entry,
        delegatedFrom: 'p-cora',
        as: 'controller',
      })),
  },
  {
    name: 'a receipt that nobody was given',
    by: 'app',
    plant: async (db) => {
      const at = db.decision.entry.at;
      const body = {
        schemaVersion: 1 as const,
        case: db.other.case,
        round: 9,
        action: 'approve' as const,
        by: 'p-cora',
        at,
      };
      const kept = {
        evidenceHash: 'e',
        decisionHash: 'd',
        policyVersion: null,
        authorityVersion: 1,
        signedWith: null,
      };
      await db.keep(
        db.other.case,
        'receipt',
        signReceipt(db.own, { ...body, ...kept, audit: { seq: 99, hash: GENESIS } }),
      );
    },
  },
  {
    name: "another row's receipt with another person in it",
    by: 'app',
    plant: async (db) => {
      const [row] = await db.query(
        "select body from evidence where kind = 'receipt' and case_id = $1 limit 1",
        [db.decision.case],
      );
      await db.keep(db.decision.case, 'receipt', { ...JSON.parse(String(row?.body)), by: 'p-cora' });
    },
  },
  {
    name: 'a segment promoted in its table',
    by: 'app',
    plant: async ({ query }) =>
      void (await query(
        `insert into rollout (lifecycle, segment, mode, reason, changed_by) values ('deal', 'Silver/APAC/forged', 'automated', 'x', 'p-sam')`,
      )),
  },
  {
    name: 'a segment promoted in its table and in its trail, unsigned',
    by: 'app',
    plant: async (db) => {
      await db.append('rollout:deal:Silver/APAC/forged', promotionRow({}, db.decision.entry.at));
      await db.query(
        `insert into rollout (lifecycle, segment, mode, reason, changed_by) values ('deal', 'Silver/APAC/forged', 'automated', 'x', 'p-sam')`,
      );
    },
  },
  {
    name: 'a promotion with the token of an earlier one',
    by: 'app',
    plant: async (db) => {
      const [row] = await db.query(
        `select case_id, body from audit where body::json ->> 'action' = 'rollout.changed' and body::json ->> 'proofHash' is not null limit 1`,
      );
      const { case_id: id, body } = row as { case_id: string; body: string };
      const entry = JSON.parse(body) as AuditEntry;
      await db.append(id, {
        at: entry.at,
        actor: 'system',
        action: 'rollout.demoted',
        from: entry.to ?? null,
        to: 'shadow',
      });
      await db.append(id, entry);
    },
  },
  {
    name: 'a demotion that lets a segment do more',
    by: 'app',
    plant: async (db) =>
      void (await db.append('rollout:deal:Silver/APAC/forged', {
        at: db.decision.entry.at,
        actor: 'system',
        action: 'rollout.demoted',
        from: 'automated',
        to: 'assisted',
      })),
  },
  {
    name: 'a limit raised by SQL',
    by: 'app',
    plant: async ({ query }) =>
      void (await query("update people set limit_usd = 999999999 where person_id = 'p-ana'")),
  },
  {
    name: 'a role changed by SQL',
    by: 'app',
    plant: async ({ query }) =>
      void (await query("update people set role = 'controller' where person_id = 'p-ana'")),
  },
  {
    name: 'a person invented',
    by: 'app',
    plant: async ({ query }) =>
      void (await query(
        "insert into people (person_id, name, role) values ('p-forger', 'Nobody', 'controller')",
      )),
  },
  {
    name: 'a delegation inserted',
    by: 'app',
    plant: async ({ query }) =>
      void (await query(
        `insert into delegations (id, from_person, to_person, starts_at, ends_at, created_by)
          values ($1, 'p-cora', 'p-ana', '2020-01-01', '2099-01-01', 'p-cora')`,
        [randomUUID()],
      )),
  },
  refused('a delegation made longer', "update delegations set ends_at = '2099-01-01'"),
  refused(
    'a delegation that was ended, begun again',
    'update delegations set revoked_at = null where revoked_at is not null',
  ),
  {
    name: 'a change of authority signed with a key of their own',
    by: 'app',
    plant: (db) => changeWithOwnKey(db, db.own.kid),
  },
  {
    name: "a change of authority under the installation's name",
    by: 'app',
    plant: (db) => changeWithOwnKey(db, db.root.kid),
  },
  {
    name: 'a change of authority without any signature',
    by: 'app',
    plant: async ({ query }) =>
      void (await query(`insert into authority_versions (change) values ('{"change":"key"}')`)),
  },
  {
    name: 'a change of authority that only the trail tells of',
    by: 'app',
    plant: async (db) =>
      void (await db.append('authority', {
        at: db.decision.entry.at,
        actor: 'p-sam',
        action: 'key.countersigned',
        kid: db.own.kid,
        authorityHash: sha256('x'),
      })),
  },
  refused('the log of authority changed', "update authority_versions set body = '{}'"),
  refused('the log of authority cut', 'delete from authority_versions'),
  refused('evidence replaced', "update evidence set body = '{}'"),
  refused('evidence deleted', 'delete from evidence'),
  refused('the audit tail cut', 'delete from audit'),
  refused('a row of the audit changed', "update audit set body = '{}'"),
  refused('a head of the audit moved', 'update audit_heads set seq = 0'),
  refused('a checkpoint replaced', "update checkpoints set heads = '[]'"),
  {
    name: 'a protection extended by nobody',
    by: 'app',
    plant: async (db) => {
      const signed = {
        signedWith: 'feedfacefeedface',
        authorityVersion: 1,
        proofHash: null,
        evidenceHash: '',
      };
      await db.append(db.decision.case, {
        at: db.decision.entry.at,
        actor: 'p-olga',
        action: 'protection.extended',
        ...signed,
      });
    },
  },
];

/** As the owner of the database: anything, triggers and grants included. */
const BY_OWNER: Forgery[] = [
  {
    name: 'a revoked key un-revoked, past the trigger',
    by: 'owner',
    plant: async ({ query }) => {
      await query('alter table signing_keys disable trigger user');
      await query('update signing_keys set revoked_at = null');
    },
  },
  {
    name: 'a public key replaced',
    by: 'owner',
    plant: async ({ query, own }) =>
      void (await query("update signing_keys set public_key = $1 where person_id = 'p-olga'", [
        own.publicKey,
      ])),
  },
  {
    name: "the installation's public key replaced",
    by: 'owner',
    plant: async ({ query, own }) =>
      void (await query("update signing_keys set public_key = $1 where person_id = 'installation'", [
        own.publicKey,
      ])),
  },
  {
    name: 'a key moved to another person',
    by: 'owner',
    plant: async ({ query }) =>
      void (await query("update signing_keys set person_id = 'p-ben' where person_id = 'p-olga'")),
  },
  {
    name: 'the beginning of a key moved',
    by: 'owner',
    plant: async ({ query }) =>
      void (await query("update signing_keys set valid_from = '2001-01-01' where person_id = 'p-olga'")),
  },
  {
    name: 'a revocation taken out of the log',
    by: 'owner',
    plant: async ({ query }) =>
      void (await query("delete from authority_versions where body::json ->> 'change' = 'key_revoked'")),
  },
  {
    name: 'a revocation taken out of the log, the table and the trail, hashed anew',
    by: 'owner',
    plant: async (db) => {
      await db.query('alter table signing_keys disable trigger user');
      await db.query('update signing_keys set revoked_at = null');
      await db.query("delete from authority_versions where body::json ->> 'change' = 'key_revoked'");
      await rewriteChain(db, 'authority', (entry) => (entry.action === 'key.revoked' ? null : entry));
    },
  },
  {
    name: 'a limit raised in the table and in the log',
    by: 'owner',
    plant: async ({ query }) => {
      await query("update people set limit_usd = 999999999 where person_id = 'p-ana'");
      await query(
        `update authority_versions set body = replace(body, '"limitUsd":null', '"limitUsd":"999999999.00"')
          where body::json ->> 'change' = 'people'`,
      );
    },
  },
  {
    name: 'the whole log of authority taken away',
    by: 'owner',
    plant: async ({ query }) => void (await query('delete from authority_versions')),
  },
  {
    name: 'a token deleted',
    by: 'owner',
    plant: async (db) =>
      void (await db.query("delete from evidence where kind = 'proof' and case_id = $1", [db.decision.case])),
  },
  {
    name: 'evidence replaced under its own new hash',
    by: 'owner',
    plant: async (db) =>
      void (await db.query(
        `update evidence set body = '{}', hash = $2 where kind = 'decision' and case_id = $1`,
        [db.decision.case, contentHash({})],
      )),
  },
  {
    name: 'a receipt altered, hash and all',
    by: 'owner',
    plant: async (db) => {
      const rows = await db.query("select hash, body from evidence where kind = 'receipt' and case_id = $1", [
        db.decision.case,
      ]);
      for (const { hash, body } of rows) {
        const text = canonicalText({ ...JSON.parse(String(body)), by: 'p-cora' });
        await db.query('update evidence set body = $2, hash = $3 where hash = $1', [
          hash,
          text,
          sha256(text),
        ]);
      }
    },
  },
  {
    name: 'a receipt deleted',
    by: 'owner',
    plant: async (db) =>
      void (await db.query("delete from evidence where kind = 'receipt' and case_id = $1", [
        db.decision.case,
      ])),
  },
  {
    name: 'the person of a decision changed, its chain hashed anew',
    by: 'owner',
    plant: (db) =>
      rewriteChain(db, db.decision.case, (entry) =>
        entry.action === 'decision.accepted' ? { ...entry, actor: 'p-cora' } : entry,
      ),
  },
  {
    name: 'a decision taken out of its chain, hashed anew, its evidence gone',
    by: 'owner',
    plant: async (db) => {
      await rewriteChain(db, db.other.case, (entry) => (entry.action === 'decision.accepted' ? null : entry));
      await db.query("delete from evidence where case_id = $1 and kind in ('decision', 'proof', 'receipt')", [
        db.other.case,
      ]);
    },
  },
  {
    name: 'the audit tail cut, head and all',
    by: 'owner',
    plant: async (db) => {
      const [head] = await db.query('select seq from audit_heads where case_id = $1', [db.other.case]);
      await rewriteChain(db, db.other.case, (entry, seq) => (seq === head?.seq ? null : entry));
    },
  },
  {
    name: 'a case deleted everywhere',
    by: 'owner',
    plant: async (db) => {
      for (const table of ['audit', 'audit_heads', 'evidence', 'cases'])
        await db.query(`delete from ${table} where case_id = $1`, [db.other.case]);
    },
  },
  {
    name: 'a checkpoint replaced',
    by: 'owner',
    plant: async ({ query }) => void (await query("update checkpoints set heads = '[]' where number = 1")),
  },
  {
    name: 'the newest checkpoint cut, and its traces wiped',
    by: 'owner',
    plant: async ({ query }) => {
      await query('delete from checkpoints where number = (select max(number) from checkpoints)');
      await query('update audit_heads set unsealed = true');
    },
  },
  {
    name: 'all checkpoints written anew with a key of their own, which stands as the installation’s',
    by: 'owner',
    plant: async (db) => {
      await rewriteChain(db, db.other.case, (entry) => ({ ...entry, note: 'nothing' }));
      await replaceCheckpoints(db, db.own);
      await db.query("update signing_keys set kid = $1, public_key = $2 where person_id = 'installation'", [
        db.own.kid,
        db.own.publicKey,
      ]);
    },
  },
  {
    name: 'a decision with a key of their own that stands in the log, in the table and in the trail',
    by: 'owner',
    plant: async (db) => {
      await addKey(db, db.decision.entry.actor);
      await changeWithOwnKey(db, db.own.kid);
      await decideWithOwnKey(db, db.other.case, Number(db.decision.entry.authorityVersion));
    },
  },
];

export const FORGERIES: readonly Forgery[] = [...BY_APP, ...BY_OWNER];

/**
 * What only a witness finds: whoever owns the database has the installation's key as well, and writes the whole history anew, so that
 * every hash and signature is right. @param key the installation's
 */
export function rewrittenHistory(key: SigningKey): Forgery {
  return {
    name: "the whole history written anew with the installation's key",
    by: 'owner',
    plant: async (db) => {
      const rows = await db.query('select case_id from audit_heads');
      const ids = rows.map(({ case_id: id }) => String(id)).filter((id) => id.startsWith('deal:'));
      for (const id of ids)
        await rewriteChain(db, id, (entry) =>
          entry.action === 'gate.opened' ? { ...entry, note: 'nothing' } : entry,
        );
      await resignReceipts(db, key);
      await replaceCheckpoints(db, key);
    },
  };
}

/** Receipts name the rows that were hashed anew. */
async function resignReceipts({ query }: Planting, key: SigningKey): Promise<void> {
  const rows = await query("select hash, case_id, body from evidence where kind = 'receipt'");
  for (const { hash, case_id: id, body } of rows) {
    const { signature: _, kid: __, fingerprint: ___, ...receipt } = JSON.parse(String(body));
    const [row] = await query('select hash from audit where case_id = $1 and seq = $2', [
      id,
      receipt.audit.seq,
    ]);
    const audit = { ...receipt.audit, hash: row?.hash };
    const text = canonicalText(signReceipt(key, { ...receipt, audit }));
    await query('update evidence set body = $2, hash = $3 where hash = $1', [hash, text, sha256(text)]);
  }
}
