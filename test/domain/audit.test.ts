import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type AuditRow,
  type Checkpoint,
  checkpointText,
  entryBody,
  GENESIS,
  headsOf,
  headsText,
  linkText,
  verifyChain,
  verifyCheckpoint,
} from '../../domain/audit.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const ID = 'deal:files:1';

function chain(length: number): AuditRow[] {
  const rows: AuditRow[] = [];
  for (let seq = 1; seq <= length; seq += 1) {
    const prevHash = rows.at(-1)?.hash ?? GENESIS;
    const link = {
      case: ID,
      seq,
      body: entryBody({ at: 'x', actor: 'system', action: `step.${seq}` }),
      prevHash,
    };
    rows.push({ ...link, hash: sha256(linkText(link)) });
  }
  return rows;
}
const headOf = (rows: AuditRow[]) => {
  const last = rows.at(-1) as AuditRow;
  return { case: ID, seq: last.seq, hash: last.hash };
};

describe('a chain', () => {
  test('as written has no problem', () => {
    for (const length of [1, 2, 30])
      expect(verifyChain(ID, chain(length), headOf(chain(length)), sha256)).toEqual([]);
  });

  test('any one thing done to any row is found, and the problem names the case', () => {
    const change = fc.constantFrom<(rows: AuditRow[], at: number) => unknown>(
      (rows, at) => rows.splice(at, 1),
      (rows, at) => rows.splice(at, 0, rows[at] as AuditRow),
      (rows, at) => Object.assign(rows[at] as AuditRow, { body: '{}' }),
      (rows, at) => Object.assign(rows[at] as AuditRow, { hash: GENESIS }),
      (rows, at) => Object.assign(rows[at] as AuditRow, { prevHash: 'f'.repeat(64) }),
      (rows, at) => Object.assign(rows[at] as AuditRow, { seq: 99 }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), fc.nat(), change, (length, place, tamper) => {
        const rows = chain(length);
        const head = headOf(rows);
        tamper(rows, place % length);
        const problems = verifyChain(ID, rows, head, sha256);
        expect(problems.length).toBe(1);
        expect(problems[0]?.case).toBe(ID);
      }),
    );
  });

  test('of one case is not the chain of another', () => {
    expect(verifyChain('deal:files:2', chain(2), headOf(chain(2)), sha256)).not.toEqual([]);
  });

  test('without rows or without head is not sound', () => {
    expect(verifyChain(ID, [], headOf(chain(2)), sha256)[0]?.kind).toBe('row_missing');
    expect(verifyChain(ID, chain(2), undefined, sha256)[0]?.kind).toBe('head_changed');
  });
});

describe('a checkpoint', () => {
  const draft = {
    number: 1,
    at: '2026-03-02T09:00:00.000Z',
    heads: headsText([headOf(chain(2))]),
    prevHash: GENESIS,
  };
  const first: Checkpoint = { ...draft, hash: sha256(checkpointText(draft)), kid: 'k', signature: 's' };
  const signed = () => true;

  test('has one text whatever the order of its heads, and gives them back', () => {
    const heads = ['b', 'a', 'C', 'ä'].map((id) => ({ case: id, seq: 1, hash: 'h' }));
    expect(headsText([...heads].reverse())).toBe(headsText(heads));
    expect(headsOf({ heads: headsText(heads) })).toEqual(expect.arrayContaining(heads));
  });

  test('is sound after the one before, and nowhere else', () => {
    expect(verifyCheckpoint(first, undefined, sha256, signed)).toEqual([]);
    const second = { ...draft, number: 2, prevHash: first.hash };
    const next: Checkpoint = { ...second, hash: sha256(checkpointText(second)), kid: 'k', signature: 's' };
    expect(verifyCheckpoint(next, first, sha256, signed)).toEqual([]);
    expect(verifyCheckpoint(next, undefined, sha256, signed)[0]?.kind).toBe('checkpoint_missing');
    expect(verifyCheckpoint(next, { number: 1, hash: GENESIS }, sha256, signed)[0]?.kind).toBe(
      'checkpoint_changed',
    );
  });

  test('that is the first one stands on nothing that came before', () => {
    const other = { ...draft, prevHash: 'f'.repeat(64) };
    const cut: Checkpoint = { ...other, hash: sha256(checkpointText(other)), kid: 'k', signature: 's' };
    expect(verifyCheckpoint(cut, undefined, sha256, signed)[0]?.kind).toBe('checkpoint_changed');
  });

  test('is not believed without its signature, nor with any part changed', () => {
    expect(verifyCheckpoint(first, undefined, sha256, () => false)[0]?.kind).toBe('bad_signature');
    for (const changed of [{ at: 'later' }, { heads: '[]' }, { hash: GENESIS }])
      expect(verifyCheckpoint({ ...first, ...changed }, undefined, sha256, signed)[0]?.kind).toBe(
        'checkpoint_changed',
      );
  });
});
