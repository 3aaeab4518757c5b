import { expect, test } from '@jest/globals';
import type { createTickets } from '../../../adapters/tickets/index.ts';
import { mistaken } from '../mistaken.ts';
import { TICKET_CHECKS } from './checks.ts';
import { jiraRig } from './jira-rig.ts';
import { MISTAKES } from './mistakes.ts';
import type { TicketRig } from './rig.ts';
import { servicenowRig } from './servicenow-rig.ts';

const OPEN: Record<string, (create: typeof createTickets) => Promise<TicketRig>> = {
  jira: (create) => jiraRig({}, 60, create),
  servicenow: (create) => servicenowRig({}, undefined, create),
};

test.each(MISTAKES)('$vendor: $name', async (mistake) => {
  const wrong = await mistaken<{ createTickets: typeof createTickets }>('adapters/tickets/index.ts', mistake);
  const rig = (await OPEN[mistake.vendor]?.(wrong.createTickets)) as TicketRig;
  const check = TICKET_CHECKS.find(({ name }) => name === mistake.found);
  try {
    await expect(check?.run(rig)).rejects.toThrow();
  } finally {
    await rig.close();
  }
});
