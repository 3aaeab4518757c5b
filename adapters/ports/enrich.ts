import type { Call } from './call.ts';

/** What is known of a company from outside. */
export interface Firmographics {
  name: string;
  domain: string | null;
  /** ISO 3166-1 alpha-2. */
  country: string | null;
  industry: string | null;
  employees: number | null;
  /** The source's id of the record. */
  id: string;
}

export interface EnrichPort {
  readonly vendor: string;
  /** The company by its domain, else by its name and country; null when the source does not know it or is not sure. */
  firmographics(
    by: { domain: string | null; name: string; country: string | null },
    call: Call,
  ): Promise<Firmographics | null>;
}
