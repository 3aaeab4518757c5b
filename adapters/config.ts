import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

/**
 * Checks the configuration of one vendor.
 * @throws Error that names vendor, setting and reason, and never the value (it may be a secret).
 */
export function vendorConfig<T extends z.ZodType>(vendor: string, schema: T, config: unknown): z.output<T> {
  const result = schema.safeParse(config);
  if (result.success) return result.data;
  const reasons = result.error.issues.map(
    (issue) => `${issue.path.join('.') || 'configuration'}: ${issue.message}`,
  );
  throw new Error(`${vendor} is configured wrongly: ${reasons.join('; ')}`);
}

/** Reads a mapping file: our words → the vendor's names. `file` is absolute or relative to the working directory. */
export function mappingFile<T extends z.ZodType>(vendor: string, schema: T, file: string | URL): z.output<T> {
  return vendorConfig(`${vendor} (${file})`, schema, parse(readFileSync(file, 'utf8')));
}

/** The mapping that ships with Quarterdeck. */
export const shippedMapping = (vendor: string) =>
  new URL(`../policy/mappings/${vendor}.yaml`, import.meta.url);

/**
 * The settings of a vendor whose fields each company names itself, and what its mapping file says: the one that they name, or the shipped one.
 * @throws Error as vendorConfig, of either
 */
export function mappedVendor<S extends z.ZodType<{ mapping?: string | undefined }>, M extends z.ZodType>(
  vendor: string,
  schemas: { settings: S; mapping: M },
  config: unknown,
): { own: z.output<S>; mapping: z.output<M> } {
  const own = vendorConfig(vendor, schemas.settings, config);
  return { own, mapping: mappingFile(vendor, schemas.mapping, own.mapping ?? shippedMapping(vendor)) };
}

/** Settings that every vendor over HTTP has. */
export const httpSettings = {
  /** Requests a second that we allow ourselves; the customer's other integrations share the vendor's limit. */
  requestsPerSecond: z.number().positive().default(5),
  /** Most requests at once after a quiet time; default one second's worth. */
  burst: z.number().min(1).optional(),
  /** Units of the vendor's tariff that we allow ourselves a UTC day, all processes together; absent: no number of our own. */
  requestsPerDay: z.number().int().positive().optional(),
  /** Another mapping file than the shipped one. */
  mapping: z.string().optional(),
};

/** Of a vendor whose changes are mirrored: how often. Each reading costs at least a call, or one for each kind of record. */
export const mirrorSettings = { mirrorEveryMinutes: z.number().min(1).default(1) };

/** Of a vendor whose tickets are asked for what people did with them: how often. */
export const pollSettings = { pollEveryMinutes: z.number().min(1).default(1) };

/** Without a trailing slash, so that paths can be appended. */
export const baseUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/(?<!\/)\/+$/, ''));
