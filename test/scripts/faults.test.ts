import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { usesIn } from '../../scripts/changed/index.ts';
import { selectTests } from '../../scripts/changed/select.ts';
import { type Fault, planted } from '../../scripts/faults/fault.ts';
import { MISTAKES as CRM_MISTAKES } from '../adapters/crm/mistakes.ts';
import { edited } from '../adapters/mistaken.ts';
import { MISTAKES as NOTIFY_MISTAKES } from '../adapters/notify/mistakes.ts';
import { MISTAKES as PRM_MISTAKES } from '../adapters/prm/mistakes.ts';
import { MISTAKES as STAFF_MISTAKES } from '../adapters/staff/mistakes.ts';
import { MISTAKES as TICKET_MISTAKES } from '../adapters/tickets/mistakes.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const faults = JSON.parse(read('test/faults/faults.json')) as Fault[];

describe('a planted fault', () => {
  const fault: Fault = { file: 'a.ts', old: 'if (a > 1)', new: 'if (a >= 1)', tests: [] };
  test('takes the place of its line and keeps the indentation', () => {
    expect(planted('{\n  if (a > 1)\n    b();\n}', fault)).toBe('{\n  if (a >= 1)\n    b();\n}');
  });
  test.each(['b();', 'if (a > 1)\nif (a > 1)', 'if (a > 1) b();'])(
    'needs its line exactly once: %j',
    (text) => {
      expect(() => planted(text, fault)).toThrow(/a\.ts has the line .* adjust test\/faults\/faults\.json/);
    },
  );
});

describe('the list', () => {
  const uses = usesIn(ROOT);

  test('has 30 faults or more, all over the tree', () => {
    expect(faults.length).toBeGreaterThanOrEqual(30);
    expect([...new Set(faults.map(({ file }) => file.split('/')[0]))]).toEqual(
      expect.arrayContaining(['domain', 'activities', 'adapters', 'workflows', 'server', 'cli', 'scripts']),
    );
  });
  test.each(faults.map((fault) => [fault.file, fault.new, fault] as const))('%s: %s', (file, _, fault) => {
    expect(planted(read(file), fault)).not.toBe(read(file));
    expect(fault.tests.filter((name) => !existsSync(join(ROOT, name)))).toEqual([]);
    const { run } = selectTests(uses, [file]);
    expect(run).toEqual(expect.arrayContaining(fault.tests));
    if (fault.only) expect(fault.tests.some((name) => read(name).includes(fault.only as string))).toBe(true);
  });
});

// Their own tests plant them too. Here it takes a moment, so that whoever changes an adapter learns of it at once.
describe('the mistakes of the wrong adapters', () => {
  const all = [...CRM_MISTAKES, ...NOTIFY_MISTAKES, ...PRM_MISTAKES, ...STAFF_MISTAKES, ...TICKET_MISTAKES];
  test.each(all.map((mistake) => [mistake.file, mistake.name, mistake] as const))(
    '%s: %s',
    (file, _, mistake) => {
      expect(edited(read(file), mistake)).not.toBe(read(file));
    },
  );
});
