import type { AccountsPort } from './accounts.ts';
import type { CrmPort } from './crm.ts';
import { portRow } from './port-row.ts';
import type { PrmDeals } from './prm.ts';
import type { TicketsPort } from './tickets.ts';
import type { Write } from './write.ts';

/**
 * The ports: what activities know of the outside world. A vendor is one file that implements one of them.
 * Everything that crosses a port is plain JSON in our words; vendors' words stay in their files.
 *
 * A port is a row here. From its name come its settings (`QUARTERDECK_<NAME>`, `QUARTERDECK_<NAME>_SETTINGS`) and the ledger's names of
 * its writes; the rest is said in the row (port-row.ts). Vendors are loaded when a port is opened (installation/ports.ts): server and
 * command line read the settings and load none.
 */
export const PORTS = {
  prm: portRow({
    title: 'PRM',
    open: async (vendor, settings, { budgets }) =>
      (await import('../prm/index.ts')).createPrm(vendor, settings, budgets),
    answers: (prm, call) => prm.partners.read(NOBODY, call),
    writes: (prm): Partial<PrmDeals['writes']> => prm.deals?.writes ?? {},
    sample: ({ impartner }) => ({
      vendor: 'impartner',
      settings: { ...simulated(impartner), apiKey: 'sandbox-prm-key', searchLagMs: 200 },
    }),
  }),
  crm: portRow({
    title: 'CRM',
    open: async (vendor, settings, { budgets }) =>
      (await import('../crm/index.ts')).createCrm(vendor, settings, budgets),
    answers: (crm, call) => crm.candidates({ domain: `${NOBODY}.invalid`, name: NOBODY }, call),
    writes: (crm): CrmPort['writes'] => crm.writes,
    sample: ({ salesforce }) => {
      const { baseUrl: loginUrl, ...limits } = simulated(salesforce);
      const settings = {
        loginUrl,
        ...limits,
        settleMs: 0,
        clientId: 'sandbox-crm',
        clientSecret: 'sandbox-secret',
      };
      return { vendor: 'salesforce', settings };
    },
  }),
  /** To partners. */
  notify: portRow({
    title: 'notify',
    open: async (vendor, settings) => (await import('../notify/index.ts')).createNotify(vendor, settings),
    writes: (notify) => notify.writes,
    sample: ({ smtp }) => ({
      vendor: 'smtp',
      settings: { host: LOOPBACK, port: smtp, from: 'channel@quarterdeck.example' },
    }),
  }),
  /** To our own people: a list of channels in the order in which they are tried, with settings by channel. */
  staff: portRow({
    title: 'staff',
    vendor: 'mail',
    open: async (channels, settings, among) => {
      const { createStaff } = await import('../staff/index.ts');
      const names = channels.split(',');
      const prm = names.includes('prm') ? await among.prm() : null;
      return createStaff(names, settings, { notify: await among.notify(), prm });
    },
    answers: (channels, call) => Promise.all(channels.map((channel) => channel.answers?.(call))),
    sample({ slack }) {
      const { baseUrl, ...limits } = simulated(slack);
      const settings = { baseUrl: `${baseUrl}/api`, ...limits, messagesPerSecond: 1_000, searchLagMs: 200 };
      return { vendor: 'slack,mail', settings: { slack: { ...settings, botToken: 'xoxb-sandbox' } } };
    },
  }),
  llm: portRow({
    title: 'model',
    vendor: 'none',
    open: async (vendor, settings) => (await import('../llm/index.ts')).createLlm(vendor, settings),
    without: 'rules and templates read and write, and say so',
  }),
  /** Where records are kept that a submission may be the same as. */
  match: portRow({
    title: 'match index',
    vendor: 'postgres',
    open: async (vendor, settings, among) =>
      (await import('../match/index.ts')).createMatch(vendor, settings, among.store()),
    answers: (match, call) => match.records([NOBODY], call),
  }),
  /** What partners have earned, in double entry. */
  accounts: portRow({
    title: 'accounts',
    vendor: 'postgres',
    open: async (vendor, settings, among) =>
      (await import('../accounts/index.ts')).createAccounts(vendor, settings, among),
    answers: (accounts, call) => accounts.writes.refund.lookup(NO_REFUND, NOBODY, call),
    writes: (accounts): AccountsPort['writes'] => accounts.writes,
  }),
  enrich: portRow({
    title: 'enrichment',
    vendor: 'none',
    open: async (vendor, settings, { budgets }) =>
      (await import('../enrich/index.ts')).createEnrich(vendor, settings, budgets),
    without: 'a customer is judged by what the partner states',
  }),
  /** Where our own people keep their tickets. */
  tickets: portRow({
    title: 'tickets',
    vendor: 'none',
    open: async (vendor, settings, { budgets }) =>
      (await import('../tickets/index.ts')).createTickets(vendor, settings, budgets),
    // An id that every system could have given: one that it could not is never asked for.
    answers: async (tickets, call) => tickets?.ticket('0'.repeat(32), call),
    without: 'what is in doubt, and dead letters, are seen here only',
    // Asked for where there is one (writesOf).
    writes: (tickets): TicketsPort['writes'] => (tickets as TicketsPort).writes,
    sample: ({ jira }) => ({
      vendor: 'jira',
      settings: {
        ...simulated(jira),
        email: 'quarterdeck@acme.example',
        apiToken: 'sandbox-jira-token',
        project: 'CHAN',
        searchLagMs: 200,
        settleMs: 200,
      },
    }),
  }),
};

type Rows = typeof PORTS;
export type PortName = keyof Rows;

/** Every port, opened. */
export type Ports = { [P in PortName]: Awaited<ReturnType<Rows[P]['open']>> };

type WriteName<R> = R extends { writes?(port: never): infer W } ? keyof W & string : never;

/** The ledger's name of a write: `crm.upsertAccount`, `notify.send` … */
export type Operation = { [P in PortName]: `${P}.${WriteName<Rows[P]>}` }[PortName];

export const PORT_NAMES = Object.keys(PORTS) as PortName[];
/** Those whose writes go through the ledger. */
export const LEDGERED_PORTS = PORT_NAMES.filter((name) => 'writes' in PORTS[name]);

/** What the setting of a port is called. */
export const settingOf = <P extends PortName>(name: P) =>
  `QUARTERDECK_${name.toUpperCase() as Uppercase<P>}` as const;

/** Every write of these ports by its ledger name: `crm.upsertAccount`, `notify.send` … */
export function writesOf(ports: Partial<Ports>): Record<string, Write> {
  const writes: [string, Write][] = [];
  for (const name of PORT_NAMES) {
    const row: { writes?(port: unknown): Record<string, Write | null> } = PORTS[name] as never;
    if (ports[name] == null || !row.writes) continue;
    for (const [operation, write] of Object.entries(row.writes(ports[name])))
      if (write) writes.push([`${name}.${operation}`, write]);
  }
  return Object.fromEntries(writes);
}

const NOBODY = 'quarterdeck-doctor';
const NO_REFUND = {
  ...{ program: NOBODY, line: NOBODY, event: NOBODY },
  ...{ refunded: 'whole', on: '2000-01-01' },
};
const LOOPBACK = '127.0.0.1';

/** The simulators' limits are far above the real ones. */
const simulated = (port: number | undefined) => ({
  baseUrl: `http://${LOOPBACK}:${port}`,
  requestsPerSecond: 1_000,
});
