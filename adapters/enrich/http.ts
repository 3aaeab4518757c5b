import { z } from 'zod';
import { fixedAccess } from '../access.ts';
import { type AccountBudgets, accountBudgets } from '../account-budgets.ts';
import { answersOf } from '../answers.ts';
import { baseUrl, httpSettings, vendorConfig } from '../config.ts';
import type { Call } from '../ports/call.ts';
import type { EnrichPort, Firmographics } from '../ports/enrich.ts';
import { requests } from '../requests.ts';
import { chosen, type Sought } from './choose.ts';

const VENDOR = 'enrich http';
const { requestsPerSecond, burst, requestsPerDay } = httpSettings;
/** The key needs to read companies, nothing else. */
const settings = z.strictObject({
  ...{ requestsPerSecond, burst, requestsPerDay, baseUrl },
  apiKey: z.string().min(1),
});

const text = z.string().nullish();
/** What we read of an answer; a source may send more. */
const body = z.object({
  companies: z.array(
    z
      .object({
        id: z.string(),
        name: z.string(),
        domain: text,
        country: text,
        industry: text,
        employees: z.number().int().min(0).nullish(),
      })
      .transform(
        ({ id, name, domain, country, industry, employees }): Firmographics => ({
          id,
          name,
          domain: domain ?? null,
          country: country?.toUpperCase() ?? null,
          industry: industry ?? null,
          employees: employees ?? null,
        }),
      ),
  ),
});

/**
 * Firmographics over HTTP from any source that answers `GET /companies?domain=` and `GET /companies?name=&country=` with
 * `{ "companies": [{ id, name, domain, country, industry, employees }] }`, a bearer key and at most some ten companies. docs/adding-a-vendor.md
 * shows the shape; a small proxy in front of a vendor makes it one.
 */
export function enrichHttp(config: unknown, budgets: AccountBudgets = accountBudgets()): EnrichPort {
  const own = vendorConfig(VENDOR, settings, config);
  const budget = budgets.of(VENDOR, `${own.baseUrl} ${own.apiKey}`, own);
  const answers = answersOf(VENDOR, 'the source: a list of companies');
  const send = requests({
    vendor: VENDOR,
    access: fixedAccess(`${own.baseUrl}/companies?`, { authorization: `Bearer ${own.apiKey}` }),
    budget: () => budget,
    // A source answers 404 when it does not know the company.
    faultOf: (answer) => (answer.status === 200 || answer.status === 404 ? null : answers.fault(answer)),
  });

  async function companies(query: Record<string, string>, call: Call): Promise<Firmographics[]> {
    const path = String(new URLSearchParams(query));
    const answer = await send({ method: 'GET', path, about: 'companies' }, call);
    return answer.status === 404 ? [] : answers.read(body, answer).companies;
  }

  return {
    vendor: 'http',
    async firmographics(by: Sought, call) {
      const byDomain = by.domain === null ? [] : await companies({ domain: by.domain }, call);
      const found = chosen(byDomain, by);
      if (found || by.name === '') return found;
      return chosen(
        await companies({ name: by.name, ...(by.country ? { country: by.country } : {}) }, call),
        by,
      );
    },
  };
}
