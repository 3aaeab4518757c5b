import { describe, expect, test } from '@jest/globals';
import { VendorFault } from '../../../adapters/ports/call.ts';
import type { Ticket, TicketComment, TicketsPort } from '../../../adapters/ports/tickets.ts';
import type { Write } from '../../../adapters/ports/write.ts';
import { TICKET_CHECKS, type TicketCheck } from './checks.ts';
import { type JiraRig, jiraRig } from './jira-rig.ts';

/** The suite is itself tested: each of these is an adapter with one mistake, and the suite has to notice. */

type Mistake = (
  port: TicketsPort,
  site: Site,
) => Partial<Omit<TicketsPort, 'writes'>> & { writes?: Partial<TicketsPort['writes']> };

/** The vendor past the adapter: what a careless adapter would call. */
type Site = Pick<JiraRig, 'ask'>;

const same = (write: Write, change: Partial<Write>): Partial<Write> & Write => ({ ...write, ...change });
const document = (text: string) => ({
  type: 'doc',
  version: 1,
  content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
});

/** By the check that has to notice it. */
const MISTAKES: Record<string, Record<string, Mistake>> = {
  'a ticket is found again by its key, as often as it is asked for': {
    'never looks up, so that a repeat is a duplicate': ({ writes }) => ({
      writes: { open: same(writes.open, { lookup: async () => 'absent' }) },
    }),
  },
  'a lost answer makes no second ticket, whatever the search has not seen yet': {
    'ignores the lag of the search': ({ writes }) => ({
      writes: { open: same(writes.open, { searchLagMs: 0 }) },
    }),
  },
  'an upsert repeated leaves one ticket and one comment': {
    'claims an upsert where a repeat makes a second comment': ({ writes }) => ({
      writes: { comment: same(writes.comment, { repeat: 'upsert', lookup: async () => 'absent' }) },
    }),
  },
  'our own comment is told apart, and found again by its key': {
    'finds any comment of ours for any key': ({ comments, writes }) => ({
      writes: {
        comment: same(writes.comment, {
          async lookup(payload, _key, call) {
            const [first] = await comments(String(payload.id), null, call);
            return first ? { id: first.id, created: true } : 'absent';
          },
        }),
      },
    }),
  },
  'the undo of an opening comments and closes, deletes nothing, and twice is once': {
    'deletes the ticket on undo': ({ writes }, { ask }) => ({
      writes: {
        open: same(writes.open, {
          async undo({ landed }) {
            await ask('DELETE', `/issue/${landed.id}`);
            return { corrected: 'was closed; tickets are never deleted' };
          },
        }),
      },
    }),
    'does nothing on undo': ({ writes }) => ({
      writes: {
        open: same(writes.open, { undo: async () => ({ corrected: 'closed; tickets are never deleted' }) }),
      },
    }),
  },
  'the undo of an opening leaves open what people have begun with, tells them, and says so': {
    'closes on undo what people have begun with': ({ writes }) => ({
      writes: {
        open: same(writes.open, {
          async undo(args, call) {
            const done = await writes.open.undo(args, call);
            await writes.close.send({ id: args.landed.id }, 'x', call);
            return done;
          },
        }),
      },
    }),
  },
  'the undo of a closing leaves a ticket that people moved since, and says so': {
    'reopens what people moved after us': ({ writes }, { ask }) => ({
      writes: {
        close: same(writes.close, {
          async undo({ landed }) {
            await ask('POST', `/issue/${landed.id}/transitions`, { transition: { id: '11' } });
            return { corrected: 'left as it is' };
          },
        }),
      },
    }),
  },
  'a ticket that people have finished is closed already: nothing is written, and the undo leaves it done': {
    'reopens what people had finished before us': ({ writes }, { ask }) => ({
      writes: {
        close: same(writes.close, {
          async undo({ landed }) {
            await ask('POST', `/issue/${landed.id}/transitions`, { transition: { id: '11' } });
            return {};
          },
        }),
      },
    }),
  },
  'the undo of a comment takes it back in a second one, once': {
    'deletes its comment on undo': ({ writes }, { ask }) => ({
      writes: {
        comment: same(writes.comment, {
          async undo({ payload, landed }) {
            await ask('DELETE', `/issue/${payload.id}/comment/${landed.id}`);
            return { corrected: 'taken back' };
          },
        }),
      },
    }),
    'edits its comment on undo': ({ writes }, { ask }) => ({
      writes: {
        comment: same(writes.comment, {
          async undo({ payload, landed }) {
            await ask('PUT', `/issue/${payload.id}/comment/${landed.id}`, { body: document('withdrawn') });
            return { corrected: 'taken back' };
          },
        }),
      },
    }),
  },
  'changes are told of our tickets only, each once, oldest change first': {
    "reads an outsider's ticket as ours": ({ changedSince, ticket }, { ask }) => ({
      async changedSince(since, call) {
        const found = await changedSince(since, call);
        const every = (await ask('GET', '/__sim/export')) as { id: string }[];
        const tickets = await Promise.all(every.map(({ id }) => ticket(id, call)));
        return { ...found, tickets: tickets.filter((one) => one !== null) };
      },
    }),
  },
  'what people say is told in order, once, as theirs': {
    "takes people's comments for ours": ({ comments }) => ({
      comments: async (...asked) => (await comments(...asked)).map((one) => ({ ...one, ours: true })),
    }),
    "drops people's comments": ({ comments }) => ({
      comments: async (...asked) => (await comments(...asked)).filter(({ ours }) => ours),
    }),
    'tells the newest comment first': ({ comments }) => ({
      comments: async (...asked) => (await comments(...asked)).reverse(),
    }),
  },
  'whoever copies our reference does not write in our name': {
    'believes a copied reference': ({ comments }) => ({
      async comments(...asked): Promise<TicketComment[]> {
        const all = await comments(...asked);
        return all.map((one) => ({ ...one, ours: one.text.includes('Quarterdeck reference') || one.ours }));
      },
    }),
  },
  'comments since a moment leave out older ones and no younger one': {
    'leaves out the comment of the very moment': ({ comments }) => ({
      comments: async (id, since, call) =>
        (await comments(id, since, call)).filter(({ at }) => since === null || at > since),
    }),
  },
  'an opened ticket is read as it stands, and nothing else is told of it': {
    'treats done as approved': ({ ticket }) => ({
      async ticket(...asked): Promise<Ticket | null> {
        const found = await ticket(...asked);
        return found && ({ ...found, decision: found.status === 'done' ? 'approve' : null } as Ticket);
      },
    }),
  },
  'where people move a ticket is told by its kind and in their word': {
    'takes done for still open': ({ ticket }) => ({
      async ticket(...asked) {
        const found = await ticket(...asked);
        return found && { ...found, status: found.status === 'done' ? 'in_progress' : found.status };
      },
    }),
  },
  'a ticket that is not there is null, whatever its id looks like': {
    'throws for a ticket that is not there': ({ ticket }) => ({
      async ticket(id, call) {
        const found = await ticket(id, call);
        if (found) return found;
        throw new VendorFault({ vendor: 'jira', kind: 'not_found', message: 'no such issue' });
      },
    }),
  },
  'where our account may not finish a ticket it is said so, and nothing is changed': {
    'says that it closed what it could not close': ({ writes }) => ({
      writes: {
        close: same(writes.close, {
          async send(payload, key, call) {
            return await writes.close
              .send(payload, key, call)
              .catch(() => ({ id: String(payload.id), created: false }));
          },
        }),
      },
    }),
  },
  'an open ticket is not closed yet: the look-up says so': {
    'takes an open ticket for closed': ({ writes }) => ({
      writes: {
        close: same(writes.close, { lookup: async ({ id }) => ({ id: String(id), created: false }) }),
      },
    }),
  },
  'from a mark on nothing is missed, not even a change of the same instant, and nothing comes twice': {
    'passes a change of the same instant by': ({ changedSince }) => ({
      async changedSince(since, call) {
        const { tickets, next } = await changedSince(since, call);
        return {
          tickets: tickets.filter(({ modifiedAt }) => since === null || modifiedAt > since.modifiedAt),
          next,
        };
      },
    }),
    'asks for changes from the beginning every time': ({ changedSince }) => ({
      changedSince: (_since, call) => changedSince(null, call),
    }),
  },
  'a limit names a wait that can be waited, whatever the vendor says': {
    'waits for as long as a header says': ({ ticket }) => ({
      async ticket(...asked) {
        return await ticket(...asked).catch((error: VendorFault) => {
          throw new VendorFault({
            ...error,
            message: error.message,
            kind: error.kind,
            vendor: 'jira',
            retryAfterMs: 0,
          } as never);
        });
      },
    }),
  },
  'neither a secret nor the text of a vendor reaches a message': {
    "repeats the vendor's text": ({ writes }, { ask }) => ({
      writes: {
        open: same(writes.open, {
          async send(payload, key, call) {
            return await writes.open.send(payload, key, call).catch(async (error: VendorFault) => {
              const requests = JSON.stringify(await ask('GET', '/__sim/requests'));
              throw Object.assign(error, {
                message: `${error.message}: sandbox-jira-secret ${requests.length}`,
              });
            });
          },
        }),
      },
    }),
  },
  'a webhook names the ticket, and no body makes it do more': {
    'believes any body of a webhook': () => ({
      reported: (event) => String((event as { id?: unknown } | null)?.id),
    }),
  },
};

function mistaken(rig: JiraRig, mistake: Mistake): JiraRig {
  const { writes, ...rest } = mistake(rig.port, rig);
  return { ...rig, port: { ...rig.port, ...rest, writes: { ...rig.port.writes, ...writes } } };
}

describe.each(Object.entries(MISTAKES))('%s', (name, mistakes) => {
  const { run } = TICKET_CHECKS.find((check) => check.name === name) as TicketCheck;

  test.each(Object.entries(mistakes))('an adapter that %s fails', async (_what, mistake) => {
    // A lag that no careless adapter outruns by chance.
    const rig = await jiraRig({}, 600);
    const withoutWay = async () => mistaken(await jiraRig({ workflow: 'closed' }), mistake);
    try {
      await expect(run({ ...mistaken(rig, mistake), withoutWay })).rejects.toThrow();
    } finally {
      await rig.close();
    }
  });
});
