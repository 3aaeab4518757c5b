import type { AccountBudgets } from '../account-budgets.ts';
import { chooseVendor } from '../ports/choose-vendor.ts';
import type { TicketsPort } from '../ports/tickets.ts';
import { ticketFiles } from './files/index.ts';
import { impartnerTickets } from './impartner/index.ts';
import { jira } from './jira/index.ts';
import { servicenow } from './servicenow/index.ts';

/** Every ticket system that Quarterdeck speaks to; a new one is one line here. */
const VENDORS: Record<string, (config: unknown, budgets?: AccountBudgets) => TicketsPort | null> = {
  none: () => null,
  jira,
  servicenow,
  impartner: impartnerTickets,
  files: ticketFiles,
};

/**
 * @param vendor `none`: there are no tickets.
 * @throws Error when the vendor is unknown or its configuration is wrong; never names a value, which may be a secret.
 */
export function createTickets(vendor: string, config: unknown, budgets?: AccountBudgets): TicketsPort | null {
  return chooseVendor('ticket adapter', VENDORS, vendor)(config, budgets);
}
