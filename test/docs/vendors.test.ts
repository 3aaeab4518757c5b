import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createCrm } from '../../adapters/crm/index.ts';
import { createEnrich } from '../../adapters/enrich/index.ts';
import { createPrm } from '../../adapters/prm/index.ts';
import { createTickets } from '../../adapters/tickets/index.ts';

/** docs/adding-a-vendor.md has a section for each vendor of the registers, which names settings that the vendor takes. */
const ROOT = resolve(import.meta.dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/adding-a-vendor.md'), 'utf8');

const REGISTERS: Record<string, (vendor: string, config: unknown) => unknown> = {
  PRM: createPrm,
  CRM: createCrm,
  Tickets: createTickets,
  Enrichment: createEnrich,
};

function messageOf(work: () => unknown): string {
  try {
    work();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

/** As a wrong name is answered. */
const vendors = Object.entries(REGISTERS).flatMap(([port, create]) => {
  const names =
    messageOf(() => create('?', {}))
      .split('use one of: ')[1]
      ?.split(', ') ?? [];
  return names.filter((name) => name !== 'none').map((name) => ({ port, create, name }));
});

const sections = new Map(
  PAGE.split('\n#### ')
    .slice(1)
    .map((section) => {
      const [head = '', ...rows] = section.split('\n');
      return [head.split(':')[0] ?? '', rows.join('\n').split('\n#')[0] ?? ''];
    }),
);

test('each vendor that can be chosen has a section, and none has one that is not there', () => {
  expect(vendors.length).toBeGreaterThan(8);
  expect([...sections.keys()].toSorted()).toEqual(
    vendors.map(({ port, name }) => `${port} \`${name}\``).toSorted(),
  );
});

describe.each(vendors)('the section of $port $name', ({ port, create, name }) => {
  const rows = sections.get(`${port} \`${name}\``) ?? '';

  test('names settings that it takes', () => {
    const settings = /^\| settings \| (.*) \|$/m.exec(rows)?.[1] ?? '';
    // What stands in brackets is a default or a value.
    const named = [...settings.replace(/\([^)]*\)/g, '').matchAll(/`([a-zA-Z]+)\??`/g)].map(([, one]) => one);
    expect(named.length).toBeGreaterThan(0);
    const wrong = Object.fromEntries(named.map((one) => [one, false]));
    expect(messageOf(() => create(name, wrong))).not.toContain('Unrecognized key');
    expect(messageOf(() => create(name, { ...wrong, noSuchSetting: 1 }))).toContain('noSuchSetting');
  });

  test('says no more than it could say alone', () => {
    expect(rows).not.toMatch(/\| the same(?: \||[;,])/);
  });
});
