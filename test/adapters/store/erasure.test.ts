import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addressesIn } from '../../../adapters/store/addresses.ts';
import { appendAudit, auditOf } from '../../../adapters/store/audit.ts';
import { verifyAudit } from '../../../adapters/store/audit-verify.ts';
import { insertCase } from '../../../adapters/store/cases.ts';
import {
  listDeadLetters,
  putDeadLetter,
  readDeadLetter,
  settleLetter,
} from '../../../adapters/store/dead-letters.ts';
import { getEvidence, putEvidence } from '../../../adapters/store/evidence.ts';
import { contentHash } from '../../../adapters/store/hash.ts';
import { transact } from '../../../adapters/store/pool.ts';
import { openSubject, SubjectErased, seal, unseal } from '../../../adapters/store/seal.ts';
import { eraseSubject } from '../../../adapters/store/subjects.ts';
import { insertSubmission, submissionOf } from '../../../adapters/store/submissions.ts';
import { openVault } from '../../../adapters/store/vault.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { aCase, openedDatabase } from './database.ts';

const db = openedDatabase();
const AT = '2026-03-02T09:00:00.000Z';
const someone = () => `ana.${randomUUID()}@nordwind.example`;
const sealedFor = (address: string, value: string) =>
  transact(db.app, async (tx) => seal(value, await openSubject(tx, db.vault, address)));
const open = <T extends JsonObject>(value: T) => transact(db.app, (tx) => unseal(tx, db.vault, value));

describe('sealing', () => {
  test('any value comes back, and its text is nowhere in the sealed one', async () => {
    const address = someone();
    const subject = await transact(db.app, (tx) => openSubject(tx, db.vault, address));
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 2 }), async (value) => {
        const body = { plain: 1, inner: [{ secret: seal(value as string, subject) }] };
        const opened = await open(body);
        expect(opened.inner).toEqual([{ secret: JSON.parse(JSON.stringify(value)) }]);
      }),
      { numRuns: 50 },
    );
    expect(JSON.stringify(seal('Ana Bravo', subject))).not.toContain('Ana');
  });

  test('the same value of the same person seals to the same bytes, so that hashes are stable', async () => {
    const address = someone();
    const [one, two] = [await sealedFor(address, 'x'), await sealedFor(address.toUpperCase(), 'x')];
    expect(contentHash(two)).toBe(contentHash(one));
    expect(await sealedFor(address, 'y')).not.toEqual(one);
    expect((await sealedFor(someone(), 'x')).$sealed.ct).not.toBe(one.$sealed.ct);
  });

  test('a sealed value given to another person, or changed, does not open', async () => {
    const mine = await sealedFor(someone(), 'mine');
    const other = await sealedFor(someone(), 'other');
    const swapped = { $sealed: { ...mine.$sealed, subject: other.$sealed.subject } };
    await expect(open({ swapped })).rejects.toThrow();
    const shortTag = { $sealed: { ...mine.$sealed, tag: mine.$sealed.tag.slice(0, 6) } };
    await expect(open({ shortTag })).rejects.toThrow();
  });

  test('ten first sights of one person at once agree on one key', async () => {
    const address = someone();
    const all = await Promise.all(Array.from({ length: 10 }, () => sealedFor(address, 'x')));
    expect(new Set(all.map((each) => each.$sealed.ct)).size).toBe(1);
  });

  test('another master key opens nothing and says why', async () => {
    const sealed = await sealedFor(someone(), 'x');
    const wrong = openVault(randomBytes(32).toString('base64'));
    await expect(transact(db.app, (tx) => unseal(tx, wrong, { sealed }))).rejects.toThrow(
      /master key is not the one/,
    );
    expect(() => openVault('c2hvcnQ=')).toThrow(/openssl rand/);
  });

  test('tokens compare people without showing them', () => {
    const { tokenOf } = db.vault;
    expect(tokenOf(' Ana@Example.com ')).toBe(tokenOf('ana@example.com'));
    expect(tokenOf('bob@example.com')).not.toBe(tokenOf('ana@example.com'));
    expect(openVault(randomBytes(32).toString('base64')).tokenOf('ana@example.com')).not.toBe(
      tokenOf('ana@example.com'),
    );
  });
});

describe('erasing a person', () => {
  test('leaves every chain valid and nothing of them readable, dead letters included', async () => {
    const ana = someone();
    const bob = someone();
    const row = aCase();
    const raw = (text: string) => Buffer.from(text);
    const { letters, evidenceHash } = await transact(db.app, async (tx) => {
      const subject = await openSubject(tx, db.vault, ana);
      const other = await openSubject(tx, db.vault, bob);
      await insertCase(tx, row);
      const canonical = { contact: seal(ana, subject), notes: seal(`call ${ana}`, subject) };
      await insertSubmission(tx, db.vault, {
        case: row.case,
        revision: 1,
        updateId: `${row.case}:1`,
        canonical,
        contentHash: contentHash(canonical),
        receivedAt: AT,
      });
      const hash = await putEvidence(tx, row.case, 'gathered', {
        contact: seal(ana, subject),
        other: seal(bob, other),
      });
      await appendAudit(tx, row.case, {
        at: AT,
        actor: 'system',
        action: 'case.started',
        evidenceHash: hash,
        contact: seal(ana, subject),
      });
      const letter = (body: Buffer) =>
        putDeadLetter(tx, db.vault, {
          lifecycle: 'deal',
          source: 'email',
          contentType: 'message/rfc822',
          body,
          problem: { code: 'malformed', title: 'Not a registration', fix: 'Send it as JSON' },
          receivedAt: AT,
        });
      return {
        evidenceHash: hash,
        letters: {
          plain: await letter(raw(`From: Ana <${ana}>\n\nhello`)),
          escaped: await letter(raw(`{"c": "${ana.replace('@', '\\u0040')}", `)),
          base64: await letter(
            raw(`Content-Transfer-Encoding: base64\n\n${raw(`Kind regards, ${ana}`).toString('base64')}`),
          ),
          ofBob: await letter(raw(`{"c": "${bob}", `)),
        },
      };
    });
    await db.admin.query(
      "insert into people (person_id, name, email, role, reach) values ('p-ana', 'Ana Bravo', $1, 'partner', $2)",
      [ana.toUpperCase(), JSON.stringify({ email: ana.toUpperCase(), slack: 'U0ANABRAVO' })],
    );

    const erasure = await transact(db.app, (tx) =>
      eraseSubject(tx, db.vault, { address: ana, by: 'p-admin', at: AT }),
    );

    expect(erasure).toEqual({ cases: [row.case], letters: 3, erased: true });
    expect((await transact(db.auditor, (tx) => verifyAudit(tx))).problems).toEqual([]);
    const dump = await dumped();
    expect(dump).not.toContain(ana.toLowerCase());
    expect(dump).not.toContain('ana bravo');
    expect(dump).not.toContain('u0anabravo');
    expect(dump).not.toContain(Buffer.from(ana).toString('base64').slice(4, 40).toLowerCase());
    const submission = await transact(db.app, (tx) => submissionOf(tx, row.case));
    await expect(open(submission?.canonical ?? {})).rejects.toBeInstanceOf(SubjectErased);
    for (const name of ['plain', 'escaped', 'base64'] as const)
      await expect(
        transact(db.app, (tx) => readDeadLetter(tx, db.vault, letters[name])),
      ).rejects.toBeInstanceOf(SubjectErased);
    const kept = await transact(db.app, (tx) => readDeadLetter(tx, db.vault, letters.ofBob));
    expect(kept?.body.toString()).toContain(bob);
    const evidence = await transact(db.app, (tx) => getEvidence(tx, evidenceHash));
    expect(await transact(db.app, (tx) => unseal(tx, db.vault, evidence ?? {}, { erased: 'mark' }))).toEqual({
      contact: null,
      other: bob,
    });
    expect((await transact(db.app, (tx) => auditOf(tx, row.case))).at(-1)?.entry).toMatchObject({
      action: 'subject.erased',
      actor: 'p-admin',
    });
  });

  test('would find the address in the dump if it were there', async () => {
    const address = someone();
    await transact(db.app, (tx) =>
      tx.query("insert into installation (name, value) values ('probe', to_jsonb($1::text))", [address]),
    );
    expect(await dumped()).toContain(address);
  });

  test('a second time does nothing; who comes again gets a new key and the old data stay shut', async () => {
    const address = someone();
    const before = await sealedFor(address, 'before');
    const erase = () =>
      transact(db.app, (tx) => eraseSubject(tx, db.vault, { address, by: 'p-admin', at: AT }));
    expect((await erase()).erased).toBe(true);
    expect(await erase()).toEqual({ cases: [], letters: 0, erased: false });
    const after = await sealedFor(address, 'after');
    expect(await open({ after })).toEqual({ after: 'after' });
    await expect(open({ before })).rejects.toBeInstanceOf(SubjectErased);
    expect((await erase()).erased).toBe(true);
    await expect(open({ after })).rejects.toBeInstanceOf(SubjectErased);
  });

  test('rolled back, it has not happened', async () => {
    const address = someone();
    const sealed = await sealedFor(address, 'kept');
    const failing = transact(db.app, async (tx) => {
      await eraseSubject(tx, db.vault, { address, by: 'p-admin', at: AT });
      throw new Error('stop');
    });
    await expect(failing).rejects.toThrow('stop');
    expect(await open({ sealed })).toEqual({ sealed: 'kept' });
  });
});

test('a dead letter is listed without its body and read back byte for byte', async () => {
  const body = Buffer.from([0, 255, 10, 13, 128, 65]);
  const problem = { code: 'malformed', title: 'Not JSON', fix: 'Send JSON' };
  const id = await transact(db.app, (tx) =>
    putDeadLetter(tx, db.vault, {
      lifecycle: 'deal',
      source: 'webhook',
      contentType: null,
      body,
      problem,
      receivedAt: AT,
    }),
  );
  expect((await transact(db.app, (tx) => readDeadLetter(tx, db.vault, id)))?.body.equals(body)).toBe(true);
  const listed = await transact(db.app, (tx) => listDeadLetters(tx, { retried: false }));
  expect(listed.find((each) => each.id === id)).toEqual({
    id,
    lifecycle: 'deal',
    source: 'webhook',
    receivedAt: AT,
    contentType: null,
    problem,
    retriedAt: null,
    settledBy: null,
    case: null,
  });
  expect(await transact(db.app, (tx) => readDeadLetter(tx, db.vault, 'no-such'))).toBeUndefined();

  // Who settles it stands in the audit, too, and stays when the letter goes; the reason is sealed with the letter.
  const settled = () =>
    transact(db.app, (tx) =>
      settleLetter(tx, db.vault, id, { by: 'p-olga', reason: 'Ana sent it again', at: new Date(AT) }),
    );
  expect([await settled(), await settled()]).toEqual([true, false]);
  const rows = await transact(db.app, (tx) => auditOf(tx, `letter:${id}`));
  expect(rows.map(({ entry }) => entry)).toEqual([{ at: AT, actor: 'p-olga', action: 'letter.settled' }]);
});

describe('addresses are found in', () => {
  test.each([
    ['a header', 'From: "Ana" <Ana.Bravo@Nordwind.example>'],
    ['broken JSON', '{"mail":"ana.bravo@nordwind.example","'],
    ['JSON escapes', '"ana.bravo\\u0040nordwind.example"'],
    ['a form', 'mail=ana.bravo%40nordwind.example&x=1'],
    ['HTML', 'mailto:ana.bravo&#64;nordwind.example'],
    ['quoted-printable', 'ana.bravo=40nordwind.exam=\r\nple'],
    ['base64', Buffer.from('text before ana.bravo@nordwind.example after').toString('base64')],
    [
      'base64 in lines',
      (
        Buffer.from(`${'x'.repeat(70)} ana.bravo@nordwind.example`)
          .toString('base64')
          .match(/.{1,76}/g) ?? []
      ).join('\r\n'),
    ],
  ])('%s', (_, text) => {
    expect(addressesIn(Buffer.from(text))).toContain('ana.bravo@nordwind.example');
  });

  test('any text between blanks, whatever surrounds it', () => {
    const part = fc.stringMatching(/^[a-z0-9]([a-z0-9._-]{0,20}[a-z0-9])?$/);
    fc.assert(
      fc.property(fc.string(), part, part, fc.string(), (before, user, host, after) => {
        const address = `${user}@${host.replace(/[._]/g, '-')}.example`;
        fc.pre(!address.includes('--'));
        expect(addressesIn(Buffer.from(`${before} ${address} ${after}`))).toContain(address);
      }),
    );
  });
});

/** Every value of every column of every table as lower-case text, bytes as the text that is in them. */
async function dumped(): Promise<string> {
  const { rows: columns } = await db.admin.query(
    `select table_name, column_name, data_type from information_schema.columns where table_schema = 'public'`,
  );
  const parts = [];
  for (const { table_name, column_name, data_type } of columns) {
    const text = data_type === 'bytea' ? `encode(${column_name}, 'escape')` : `${column_name}::text`;
    const { rows } = await db.admin.query(`select string_agg(${text}, E'\\n') as all from ${table_name}`);
    parts.push(rows[0].all ?? '');
  }
  return parts.join('\n').toLowerCase();
}
