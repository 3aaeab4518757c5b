import { createSimulator, type Simulator, type SimulatorOptions } from './simulator.ts';

export interface SimulatedCompany {
  id: string;
  name: string;
  domain: string | null;
  country: string | null;
  industry: string | null;
  employees: number | null;
}

/** A source of firmographics: `GET /companies?domain=` and `?name=&country=`, with a bearer key that may read only. */
export function createEnrichSource(
  options: Partial<SimulatorOptions> & { companies?: readonly SimulatedCompany[]; apiKey?: string } = {},
): Simulator {
  const { companies = [], apiKey = 'sandbox-enrich-key', ...rest } = options;
  const simulator = createSimulator({ vendor: 'enrich', ...rest }, { reset() {}, export: () => companies });
  simulator.app.get<{ Querystring: { domain?: string; name?: string; country?: string } }>(
    '/companies',
    async (request, reply) => {
      if (request.headers.authorization !== `Bearer ${apiKey}`)
        return reply.code(401).send({ error: 'unauthorized' });
      const { domain, name, country } = request.query;
      if (!domain && !name) return reply.code(400).send({ error: 'domain or name is missing' });
      const found = companies.filter(
        (company) =>
          (domain
            ? company.domain === domain.toLowerCase()
            : company.name.toLowerCase().includes(name?.toLowerCase() ?? '')) &&
          (!country || company.country === country),
      );
      return { companies: found.slice(0, 10) };
    },
  );
  return simulator;
}
