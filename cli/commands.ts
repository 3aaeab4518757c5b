import type { Command } from 'commander';
import { lookupTable } from '../domain/lookup-table.ts';

/** A command as help lists it. It is loaded only where it is used or its own help is asked for. */
export interface Listed {
  /** What is typed after its name, as commander writes it. */
  usage: string;
  says: string;
  load(): Promise<Command>;
}

/** A command that only holds others. */
export interface Group {
  says: string;
  commands: Record<string, Listed>;
}

const cases: Group = {
  says: 'cases of every kind: submit, list, show, explain',
  commands: {
    submit: {
      usage: '[options] <file>',
      says: 'submit what a file holds: JSON, CSV, a workbook, e-mail, text or PDF',
      load: async () => (await import('./cases/submit.ts')).casesSubmit(),
    },
    board: {
      usage: '[options]',
      says: 'what happened to every case, and why, in groups',
      load: async () => (await import('./cases/board.ts')).casesBoard(),
    },
    list: {
      usage: '[options]',
      says: 'list cases, last changed first',
      load: async () => (await import('./cases/list.ts')).casesList(),
    },
    show: {
      usage: '[options] <case>',
      says: 'show one case: where it stands, what happened, what was written',
      load: async () => (await import('./cases/show.ts')).casesShow(),
    },
    why: {
      usage: '[options] <case>',
      says: 'say where a case stands, why, and what can be done about it',
      load: async () => (await import('./cases/why.ts')).casesWhy(),
    },
    rerun: {
      usage: '[options] <case>',
      says: 'compute a decision again from what was frozen for it; exit 3 when it differs',
      load: async () => (await import('./cases/rerun.ts')).casesRerun(),
    },
    touched: {
      usage: '[options]',
      says: 'list what a prompt, model, policy or build has touched, and plan taking it back',
      load: async () => (await import('./cases/touched.ts')).casesTouched(),
    },
    retry: {
      usage: '[options] [ids...]',
      says: 'take rejected submissions in again; without an id, list them',
      load: async () => (await import('./cases/retry.ts')).casesRetry(),
    },
    settle: {
      usage: '[options] <ids...>',
      says: 'note that nothing more is to be done about a dead letter',
      load: async () => (await import('./cases/settle.ts')).casesSettle(),
    },
  },
};

const deals: Group = {
  says: 'what only deal registrations have: answer, extend, appeal',
  commands: {
    answer: {
      usage: '[options] <case>',
      says: 'enter what an asked partner told you; an e-mail goes in with cases submit',
      load: async () => (await import('./deal/commands/answer.ts')).dealsAnswer(),
    },
    extend: {
      usage: '[options] <case>',
      says: 'extend the protection of an approved deal, once, when its stage in the CRM has moved',
      load: async () => (await import('./deal/commands/extend.ts')).dealsExtend(),
    },
    appeal: {
      usage: '[options] <case>',
      says: 'appeal a rejection, once: somebody else looks at it again',
      load: async () => (await import('./deal/commands/appeal.ts')).dealsAppeal(),
    },
  },
};

const claims: Group = {
  says: 'what only incentive claims have: a page with the documents, balances of funds',
  commands: {
    show: {
      usage: '[options] <case>',
      says: 'show one claim; with --html as one page with its documents and what was read in them marked',
      load: async () => (await import('./claim/commands/show.ts')).claimsShow(),
    },
    funds: {
      usage: '[program]',
      says: 'where the market development funds of each campaign stand: allocated = pending + approved + paid + available',
      load: async () => (await import('./claim/commands/funds.ts')).claimsFunds(),
    },
  },
};

const reviews: Group = {
  says: 'what waits for a decision, and deciding it',
  commands: {
    list: {
      usage: '[options]',
      says: 'list what waits for your decision, most urgent first',
      load: async () => (await import('./reviews/list.ts')).reviewsList(),
    },
    show: {
      usage: '[options] <case>',
      says: 'show one review: evidence, reasons, clock, who may decide, and how',
      load: async () => (await import('./reviews/show.ts')).reviewsShow(),
    },
    approve: {
      usage: '[options] [cases...]',
      says: 'approve one review, or several after showing the plan',
      load: async () => (await import('./reviews/approve.ts')).reviewsApprove(),
    },
    reject: {
      usage: '[options] <case>',
      says: 'reject: the partner is told the reason',
      load: async () => (await import('./reviews/decide.ts')).reviewsDecide('reject'),
    },
    override: {
      usage: '[options] <case>',
      says: 'approve with changed fields',
      load: async () => (await import('./reviews/decide.ts')).reviewsDecide('override'),
    },
    'request-information': {
      usage: '[options] <case>',
      says: 'ask the partner; the clock stands still until the answer',
      load: async () => (await import('./reviews/decide.ts')).reviewsDecide('request_information'),
    },
    reassign: {
      usage: '[options] <case>',
      says: 'hand the review to somebody else',
      load: async () => (await import('./reviews/decide.ts')).reviewsDecide('reassign'),
    },
    delegate: {
      usage: '[options] <person>',
      says: 'let somebody decide in your place for a while',
      load: async () => (await import('./reviews/delegate.ts')).reviewsDelegate(),
    },
    afterwards: {
      usage: '[options] [case]',
      says: 'automatic approvals that were drawn to be looked at; say what you find',
      load: async () => (await import('./reviews/afterwards.ts')).reviewsAfterwards(),
    },
    views: {
      usage: '',
      says: 'links that keep Mine, Overdue and In doubt as saved views in the Temporal UI',
      load: async () => (await import('./reviews/views.ts')).reviewsViews(),
    },
    sign: {
      usage: '[options] <case> <action>',
      says: 'make a single-use token, and the JSON to paste into the Temporal UI',
      load: async () => (await import('./reviews/sign.ts')).reviewsSign(),
    },
  },
};

const tickets: Group = {
  says: 'tickets about what is in doubt and about dead letters',
  commands: {
    list: {
      usage: '[options]',
      says: 'list tickets that are not finished with, newest first',
      load: async () => (await import('./tickets/list.ts')).ticketsList(),
    },
    show: {
      usage: '[options] <ticket>',
      says: 'show one ticket: what it is about, where it stands, what people said',
      load: async () => (await import('./tickets/show.ts')).ticketsShow(),
    },
    open: {
      usage: '[options] <about>',
      says: 'ask for a ticket about a write in doubt or a dead letter',
      load: async () => (await import('./tickets/open.ts')).ticketsOpen(),
    },
    withdraw: {
      usage: '[options] <ticket>',
      says: 'take a ticket back: it is told so, and closed unless people have begun',
      load: async () => (await import('./tickets/take-back.ts')).ticketsWithdraw(),
    },
    reopen: {
      usage: '[options] <ticket>',
      says: 'take back that a ticket was closed, unless people have moved it since',
      load: async () => (await import('./tickets/take-back.ts')).ticketsReopen(),
    },
  },
};

const batches: Group = {
  says: 'work over many items: where it stands, what failed, pausing it',
  commands: {
    list: {
      usage: '[options]',
      says: 'list batches that have not ended, newest first',
      load: async () => (await import('./batches/list.ts')).batchesList(),
    },
    show: {
      usage: '[options] <batch>',
      says: 'show one batch: how many items stand where, what failed and why, who said what to it',
      load: async () => (await import('./batches/show.ts')).batchesShow(),
    },
    pause: {
      usage: '[options] <batch>',
      says: 'let a batch begin nothing more; what is under way comes to its end; signed',
      load: async () => (await import('./batches/command.ts')).batchesCommand('pause'),
    },
    resume: {
      usage: '[options] <batch>',
      says: 'let a paused batch go on; signed',
      load: async () => (await import('./batches/command.ts')).batchesCommand('resume'),
    },
    'retry-failed': {
      usage: '[options] <batch>',
      says: 'try again what failed of a batch, and nothing else; signed',
      load: async () => (await import('./batches/command.ts')).batchesCommand('retry'),
    },
  },
};

const match: Group = {
  says: 'who is the same customer: why, and what people say about it',
  commands: {
    why: {
      usage: '[options] <a> <b>',
      says: 'say field by field why two records, or two names, count as one or not',
      load: async () => (await import('./match/why.ts')).matchWhy(),
    },
    same: {
      usage: '[options] <a> <b>',
      says: 'mark two records as one customer, for good; signed',
      load: async () => (await import('./match/mark.ts')).matchMark('same'),
    },
    different: {
      usage: '[options] <a> <b>',
      says: 'mark two records as never one customer; signed',
      load: async () => (await import('./match/mark.ts')).matchMark('different'),
    },
    open: {
      usage: '[options] <a> <b>',
      says: 'take back what was said about two records; signed',
      load: async () => (await import('./match/mark.ts')).matchMark('open'),
    },
  },
};

const programs: Group = {
  says: 'incentive programs: what partners can earn, by which rules',
  commands: {
    list: {
      usage: '[options]',
      says: 'list incentive programs, of each the version in force or the first to come',
      load: async () => (await import('./programs/list.ts')).programsList(),
    },
    show: {
      usage: '[options] <program>',
      says: 'show one incentive program: what it pays, to whom, for what, until when',
      load: async () => (await import('./programs/show.ts')).programsShow(),
    },
    check: {
      usage: '[options] <file>',
      says: 'check a program file before it is put in force; exit 2 when it is wrong',
      load: async () => (await import('./programs/check.ts')).programsCheck(),
    },
  },
};

const accounts: Group = {
  says: 'what partners have earned: what is owed, statements, how each amount came about',
  commands: {
    roll: {
      usage: '[options]',
      says: 'prove what is owed on a day: opening + earned - reversed - paid + exchange = closing; exit 3 when it does not add up',
      load: async () => (await import('./accounts/roll.ts')).accountsRoll(),
    },
    statement: {
      usage: '[options] <partner>',
      says: 'what a partner has earned, line by line, and what is owed; what is expected stands apart',
      load: async () => (await import('./accounts/statement.ts')).accountsStatement(),
    },
    why: {
      usage: '[options] <line>',
      says: 'how an amount came about: rule, inputs, arithmetic, rounding, and what corrected it',
      load: async () => (await import('./accounts/why.ts')).accountsWhy(),
    },
  },
};

/** Every command, in the order of help. Loading them all costs a second; test/cli/help.test.ts keeps the texts true. */
export const COMMANDS = lookupTable<Listed | Group>({
  cases,
  reviews,
  tickets,
  batches,
  deals,
  claims,
  programs,
  accounts,
  match,
  rollback: {
    usage: '[options] <case>',
    says: 'undo everything that a case has written, during the case or after its end',
    load: async () => (await import('./commands/rollback.ts')).rollback(),
  },
  rollout: {
    usage: '',
    says: 'how far each segment may act by itself',
    load: async () => (await import('./commands/rollout.ts')).rollout(),
  },
  audit: {
    usage: '',
    says: 'the audit trail: prove that nothing was changed, export it',
    load: async () => (await import('./commands/audit.ts')).audit(),
  },
  receipt: {
    usage: '',
    says: 'receipts of decisions: check one, print the key for it',
    load: async () => (await import('./commands/receipt.ts')).receipt(),
  },
  authority: {
    usage: '',
    says: 'who could decide what, now or at a day of the past',
    load: async () => (await import('./commands/authority.ts')).authority(),
  },
  people: {
    usage: '',
    says: 'people, roles and limits: put policy/people.yaml in force',
    load: async () => (await import('./commands/people.ts')).people(),
  },
  keys: {
    usage: '',
    says: 'signing keys: make one, countersign one, revoke one',
    load: async () => (await import('./commands/keys.ts')).keys(),
  },
  subjects: {
    usage: '',
    says: 'people whose data is kept here: erase one',
    load: async () => (await import('./commands/subjects.ts')).subjects(),
  },
  whoami: {
    usage: '',
    says: 'who decides here when you do, with which key, and what they may',
    load: async () => (await import('./commands/whoami.ts')).whoami(),
  },
  metrics: {
    usage: '[options]',
    says: 'how many cases, how fast and how well they are decided, per segment',
    load: async () => (await import('./commands/metrics.ts')).metrics(),
  },
  results: {
    usage: '[options]',
    says: 'write decisions, conflicts and writes of deal registrations as CSV and XLSX',
    load: async () => (await import('./commands/results.ts')).results(),
  },
  init: {
    usage: '[options]',
    says: 'start on your own exports instead of the sample: a new installation beside it',
    load: async () => (await import('./commands/init.ts')).init(),
  },
  doctor: {
    usage: '[options]',
    says: 'check everything Quarterdeck needs; each failing line names its fix; exit 6 when one fails',
    load: async () => (await import('./commands/doctor.ts')).doctor(),
  },
});
