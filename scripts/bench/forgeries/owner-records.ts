import { contentHash, sha256 } from '../../../adapters/store/hash.ts';
import { canonicalText } from '../../../domain/evidence.ts';
import type { Forgery } from './forgery.ts';
import { replaceCheckpoints, rewriteChain } from './rewrite.ts';
import { addKey, changeWithOwnKey, decideWithOwnKey } from './with-own-key.ts';

/** What was written once, by whoever owns the database, hashed and signed anew where they can. */
export const OWNER_RECORD_FORGERIES: readonly Forgery[] = [
  {
    name: 'a token deleted',
    by: 'owner',
    plant: async (db) =>
      void (await db.query("delete from evidence where kind = 'proof' and case_id = $1", [db.decision.case])),
  },
  {
    name: 'the evidence of a computed decision deleted',
    by: 'owner',
    plant: async (db) => {
      const { case: id } = db.other;
      const evidence = await db.keep(id, 'gathered', { planted: id });
      const computed = { evidence, segment: 'Gold/EMEA/standard', mode: 'assisted', outcome: 'review' };
      await db.append(id, {
        at: db.other.entry.at,
        actor: 'system',
        action: 'decision.computed',
        ...computed,
      });
      await db.query('delete from evidence where hash = $1', [evidence]);
    },
  },
  {
    name: 'evidence replaced under its own new hash',
    by: 'owner',
    plant: async (db) =>
      void (await db.query(
        `update evidence set body = '{}', hash = $2 where kind = 'decision' and hash = $1`,
        [db.decision.entry.decisionHash, contentHash({})],
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
      // Who owns the database asks no foreign key.
      await db.query('set local session_replication_role = replica');
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
