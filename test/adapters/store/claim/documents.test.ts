import { expect, test } from '@jest/globals';
import { insertCase } from '../../../../adapters/store/cases.ts';
import {
  documentBytes,
  keepDocuments,
  keepReading,
  readingsOf,
} from '../../../../adapters/store/claim/documents.ts';
import { sha256Bytes } from '../../../../adapters/store/hash.ts';
import { transact } from '../../../../adapters/store/pool.ts';
import { aCase, openedDatabase } from '../database.ts';

const db = openedDatabase();

test('the document of another claim, put in under the hash of one of this claim, is neither read nor believed', async () => {
  const [own, other] = [aCase(), aCase()];
  const bytes = Buffer.from('an invoice');
  const hash = sha256Bytes(bytes);
  const named = sha256Bytes(Buffer.from('the invoice that this claim names'));
  const answers = await transact(db.app, async (tx) => {
    for (const row of [own, other]) await insertCase(tx, row);
    await keepDocuments(tx, db.vault, other.case, { [hash]: bytes.toString('base64') }, []);
    await keepReading(tx, db.vault, other.case, hash, { unread: { document: hash, code: 'encrypted' } });
    await tx.query(
      `insert into claim_documents (case_id, hash, subject_id, people, bytes, reading)
        select $1, $2, subject_id, people, bytes, reading from claim_documents where case_id = $3`,
      [own.case, named, other.case],
    );
    return {
      own: [
        await documentBytes(tx, db.vault, own.case, named),
        (await readingsOf(tx, db.vault, own.case, [named])).get(named),
      ],
      other: [
        await documentBytes(tx, db.vault, other.case, hash),
        (await readingsOf(tx, db.vault, other.case, [hash])).get(hash),
      ],
    };
  });
  expect(answers).toEqual({
    own: [undefined, undefined],
    other: [bytes, { unread: { document: hash, code: 'encrypted' } }],
  });
});
