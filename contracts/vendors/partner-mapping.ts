import { z } from 'zod';

/** What the mapping file of a PRM says of its partners, beside where their fields are. */
export const partnerWords = {
  /** The PRM's value → ours; a value that is not listed is taken as it is. */
  tiers: z.record(z.string(), z.string()),
  regions: z.record(z.string(), z.string()),
  managers: z.record(z.string(), z.string()).default({}),
  /** Used where the record holds none. */
  defaults: z.strictObject({ language: z.string(), timeZone: z.string() }),
};

/** Fields of a partner that many a PRM does not have. @param path where one stands */
export const rarePartnerFields = <P extends z.ZodType>(path: P) => ({
  /** Text with `;` between the names, or a list of names. */
  certifications: path.optional(),
  territories: path.optional(),
  mdfBalance: path.optional(),
  mdfCurrency: path.optional(),
  /** A reference, or the id itself. */
  parentPartner: path.optional(),
  /** Number of the partner agreement, and its first and last day. */
  agreement: path.optional(),
  agreementFrom: path.optional(),
  agreementTo: path.optional(),
});
