import { signReceipt } from '../../../adapters/keys/receipts.ts';
import { type AuditEntry, GENESIS } from '../../../domain/audit.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { Forgery } from './forgery.ts';
import { addKey, decideWithOwnKey } from './with-own-key.ts';

/** Decisions that nobody has taken, and what vouches for them. */
export const DECISION_FORGERIES: readonly Forgery[] = [
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
  unsignedEntry('a protection extended by nobody', 'protection.extended'),
  unsignedEntry('an appeal by nobody', 'appeal.opened'),
  unsignedEntry('an answer that nobody has entered', 'submission.answered'),
];

/** A row that says that somebody did what has to be signed. */
function unsignedEntry(name: string, action: string): Forgery {
  return {
    name,
    by: 'app',
    plant: async (db) => {
      const { case: id, entry } = db.decision;
      const signed = { signedWith: 'feedfacefeedface', authorityVersion: 1, proofHash: null };
      await db.append(id, { at: entry.at, actor: 'p-olga', action, evidenceHash: '', ...signed });
    },
  };
}
