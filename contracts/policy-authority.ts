import { IANAZone } from 'luxon';
import { z } from 'zod';
import { type AuthorityPolicy, ROLES } from '../domain/gate/authority.ts';
import type { SlaPolicy } from '../domain/gate/clock.ts';
import { lifecycleName } from './lifecycle.ts';
import { type PersonRecord, type Reach, reachOf } from './person-record.ts';

export type { PersonRecord, Reach } from './person-record.ts';

/** The authority part of policy: policy/roles.yaml, people.yaml and sla.yaml. Always the current one counts. */

const usd = z.string().regex(/^\d+(\.\d{1,2})?$/, { error: 'is a decimal string in USD, e.g. "10000"' });
const letters = z.string().regex(/^T?V?D?O?A?C?$/, { error: 'is letters of TVDOAC in that order' });
const zone = z.string().refine((name) => IANAZone.isValidZone(name), { error: 'is not an IANA time zone' });
/** What is changed by a decision without being a case. */
const CONFIGURATION = ['policy', 'rollout'] as const;
const personId = z.string().regex(/^p-[a-z0-9-]+$/, { error: 'is an opaque id such as p-ana' });
const schemaVersion = z.literal(1);

const role = z.strictObject({
  title: z.string().min(1),
  rights: z.strictObject({ business: letters, money: letters, configuration: letters }),
  ownPartnersOnly: z.boolean().default(false),
  limitUsd: usd.nullable().default(null),
  decidesBelowUsd: z.partialRecord(lifecycleName, usd).default({}),
});

export const rolesSchema = z
  .strictObject({
    schemaVersion,
    unsigned: z.enum(['allowed', 'refused']),
    moneyLifecycles: z.array(lifecycleName),
    configurationLifecycles: z.array(z.enum(CONFIGURATION)),
    roles: z.record(z.enum(ROLES), role),
  })
  .transform(({ schemaVersion: _, ...policy }): AuthorityPolicy => policy);

const reach = z.strictObject({
  email: z.email().exactOptional(),
  slack: z
    .string()
    .regex(/^[UW][A-Z0-9]{2,20}$/, { error: "is Slack's member id, e.g. U0123ABCD" })
    .exactOptional(),
  prm: z.string().min(1).exactOptional(),
}) satisfies z.ZodType<Reach>;

const person = z.strictObject({
  name: z.string().min(1),
  /** Short for `reach.email`. */
  email: z.email().nullable().default(null),
  reach: reach.default({}),
  role: z.enum(ROLES),
  region: z.string().nullable().default(null),
  zone,
  manager: personId.nullable().default(null),
  limitUsd: usd.nullable().default(null),
  partnerId: z.string().nullable().default(null),
  partners: z.array(z.string()).default([]),
  active: z.boolean().default(true),
});

export const peopleSchema = z
  .strictObject({ schemaVersion, people: z.record(personId, person) })
  .superRefine(({ people }, context) => {
    for (const [id, one] of Object.entries(people)) {
      const problem = (message: string) =>
        context.addIssue({ code: 'custom', message, path: ['people', id] });
      if (one.manager !== null && !people[one.manager]) problem(`manager ${one.manager} is not in this file`);
      if (one.email !== null && one.reach.email !== undefined && one.email !== one.reach.email) {
        problem('email and reach.email differ; leave one of them out');
      }
      if ((one.role === 'partner') !== (one.partnerId !== null)) {
        problem('role partner and partnerId belong together');
      }
    }
  })
  .transform(({ people }): PersonRecord[] =>
    Object.entries(people).map(([id, { email, reach, ...one }]) => ({
      id,
      ...one,
      ...reachOf(email, reach),
    })),
  );

const share = z.number().positive();

export const slaSchema = z
  .strictObject({
    schemaVersion,
    hours: z.record(z.string(), z.number().positive()),
    remindAt: z.array(share.max(1)),
    escalateToManagerAt: share,
    escalateToOpsAt: share,
    expireAfterDays: z.number().int().positive(),
    quarterEndDays: z.number().int().min(0),
    partner: z.strictObject({
      days: z.number().int().positive(),
      remindOnDays: z.array(z.number().int().positive()),
      reopenWithinDays: z.number().int().positive(),
    }),
  })
  .transform(({ schemaVersion: _, ...sla }): SlaPolicy => sla);
