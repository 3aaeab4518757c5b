import { describe, test } from '@jest/globals';
import { TICKET_CHECKS } from './checks.ts';
import { filesRig } from './files-rig.ts';
import { impartnerRig } from './impartner-rig.ts';
import { jiraRig } from './jira-rig.ts';
import type { TicketRig } from './rig.ts';
import { servicenowRig } from './servicenow-rig.ts';

/** One row an adapter; `hostile` where its vendor can have a bad day. */
const ROWS: {
  vendor: string;
  open(): Promise<TicketRig>;
  hostile?(seed: number): Promise<TicketRig>;
  seeds?: number[];
  /** Which checks differ from those of the row above; absent: all. */
  about?: RegExp;
  /** What there is none of. */
  lacks?: (keyof TicketRig)[];
}[] = [
  {
    vendor: 'jira',
    open: () => jiraRig(),
    lacks: ['inSilence', 'hiding', 'us'],
    hostile: (seed) => jiraRig({ hostile: { seed } }),
    seeds: [1, 2],
  },
  {
    vendor: 'jira whose screens ask for a resolution',
    open: () => jiraRig({ workflow: 'screen' }),
    about: /clos|undo/,
    lacks: ['inSilence', 'hiding', 'us'],
  },
  {
    vendor: 'servicenow',
    open: () => servicenowRig(),
    hostile: (seed) => servicenowRig({ hostile: { seed } }),
    seeds: [3],
  },
  {
    vendor: 'impartner',
    open: () => impartnerRig(),
    hostile: (seed) => impartnerRig({ hostile: { seed } }),
    seeds: [4],
    lacks: ['withoutWay', 'inSilence', 'hiding', 'again', 'us', 'limits'],
  },
  {
    vendor: 'files',
    open: filesRig,
    lacks: ['http', 'limits', 'withoutWay', 'inSilence', 'hiding', 'again', 'us', 'spoil'],
  },
];

async function on(open: () => Promise<TicketRig>, run: (rig: TicketRig) => Promise<void>): Promise<void> {
  const rig = await open();
  try {
    await run(rig);
  } finally {
    await rig.close();
  }
}

describe.each(ROWS)('$vendor', ({ open, hostile, seeds = [], about = /./, lacks = [] }) => {
  const fit = TICKET_CHECKS.filter(
    ({ name, needs = [] }) => about.test(name) && !needs.some((need) => lacks.includes(need)),
  );
  test.each(fit)('$name', ({ run }) => on(open, run));

  if (!hostile) return;
  const always = fit.filter(({ friendly }) => !friendly);
  test.each(always)(
    'on a bad day: $name',
    async ({ run }) => {
      for (const seed of seeds) await on(() => hostile(seed), run);
    },
    30_000,
  );
});
