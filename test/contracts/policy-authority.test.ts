import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { calendarsSchema } from '../../contracts/calendars.ts';
import { peopleSchema, rolesSchema, slaSchema } from '../../contracts/policy-authority.ts';
import { ROLES } from '../../domain/gate/authority.ts';

const read = (name: string) => parse(readFileSync(`policy/${name}.yaml`, 'utf8'));

describe('the files in policy/', () => {
  const people = peopleSchema.parse(read('people'));

  test('hold at least one person per role, and two of Partner Ops', () => {
    expect(new Set(people.map(({ role }) => role))).toEqual(new Set(ROLES));
    expect(people.filter(({ role }) => role === 'partner_ops')).toHaveLength(2);
  });

  test('name a manager of each sample partner who may decide for that region', () => {
    const partners = JSON.parse(readFileSync('sandbox/channel/partners.json', 'utf8')) as Array<
      Record<string, string>
    >;
    for (const partner of partners) {
      const manager = people.find(({ id }) => id === partner.manager);
      expect([partner.name, manager?.role, manager?.region]).toEqual([
        partner.name,
        'channel_manager',
        partner.region,
      ]);
    }
  });

  test('refuse unsigned decisions unless somebody changes that', () => {
    expect(rolesSchema.parse(read('roles')).unsigned).toBe('refused');
  });

  test('hold the clocks that are written down', () => {
    expect(slaSchema.parse(read('sla'))).toMatchObject({
      hours: { deal: 8, high_value: 4, conflict: 24, claim: 24, scorecard: 24, payout: 8 },
      remindAt: [0.5, 0.8],
      escalateToManagerAt: 1,
      escalateToOpsAt: 2,
      expireAfterDays: 15,
      quarterEndDays: 5,
      partner: { days: 10, remindOnDays: [3, 7], reopenWithinDays: 30 },
    });
  });

  test('follow a calendar in every region that people work in', () => {
    const { regions } = calendarsSchema.parse(read('calendars'));
    for (const { region } of people) expect(regions[region ?? '']?.follows).toMatch(/^[A-Z]{2}$/);
  });
});

describe('what is refused, by name', () => {
  const person = { name: 'X', role: 'finance', zone: 'Europe/Berlin' };
  const problems = (people: Record<string, unknown>) =>
    JSON.stringify(peopleSchema.safeParse({ schemaVersion: 1, people }).error?.issues ?? []);

  test.each([
    ['an unknown zone', { 'p-x': { ...person, zone: 'Berlin' } }, 'is not an IANA time zone'],
    ['an id that tells who it is', { 'ana@quarterdeck.example': person }, 'opaque id'],
    ['a manager who is nobody', { 'p-x': { ...person, manager: 'p-y' } }, 'p-y is not in this file'],
    ['a partner user without a partner', { 'p-x': { ...person, role: 'partner' } }, 'belong together'],
    ['an employee with a partner', { 'p-x': { ...person, partnerId: '7001' } }, 'belong together'],
    ['a limit that is a float', { 'p-x': { ...person, limitUsd: 10000 } }, 'limitUsd'],
    ['an unknown field', { 'p-x': { ...person, boss: 'p-y' } }, 'boss'],
  ])('%s', (_, people, message) => {
    expect(problems(people)).toContain(message);
  });

  test('rights in another alphabet, and a missing role', () => {
    const roles = read('roles');
    const broken = {
      ...roles,
      roles: {
        ...roles.roles,
        finance: { ...roles.roles.finance, rights: { business: 'X', money: '', configuration: '' } },
      },
    };
    expect(rolesSchema.safeParse(broken).error?.issues[0]?.path).toEqual([
      'roles',
      'finance',
      'rights',
      'business',
    ]);
    const { admin: _, ...fewer } = roles.roles;
    expect(rolesSchema.safeParse({ ...roles, roles: fewer }).success).toBe(false);
  });
});
