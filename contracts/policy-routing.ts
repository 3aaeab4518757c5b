import { z } from 'zod';
import type { RoutingPolicy } from '../domain/gate/routing.ts';
import { lifecycleName } from './lifecycle.ts';

const list = z.array(z.string().min(1)).default([]);

/** policy/routing.yaml: who looks at a review first. */
export const routingSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    versions: z
      .array(
        z.strictObject({
          effectiveFrom: z.coerce.date().transform((date) => date.toISOString()),
          overload: z.number().int().positive(),
          rules: z.array(
            z.strictObject({
              name: z.string().min(1),
              lifecycles: z.array(lifecycleName).default([]),
              regions: list,
              products: list,
              people: z
                .array(z.string().regex(/^p-[a-z0-9-]+$/, { error: 'is an opaque id such as p-ana' }))
                .min(1),
              clock: z.string().min(1).nullable().default(null),
            }),
          ),
        }),
      )
      .min(1),
  })
  .transform(({ versions }): RoutingPolicy[] => versions);
