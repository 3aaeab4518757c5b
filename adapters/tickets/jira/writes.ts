import type { JiraStatus } from '../../../contracts/vendors/jira.ts';
import { createOnce } from '../../create-once.ts';
import { oneLine } from '../../one-line.ts';
import { ownId } from '../../own-id.ts';
import { pageBound } from '../../page-bound.ts';
import { type Call, VendorFault } from '../../ports/call.ts';
import type { TicketsPort } from '../../ports/tickets.ts';
import type { Write } from '../../ports/write.ts';
import { refused } from '../../refused.ts';
import { ticketCloser } from '../closing.ts';
import { ticketComments } from '../commenting.ts';
import { ticketOpening } from '../payloads.ts';
import { OURS, splitReference, withReference } from '../reference.ts';
import { withdrawTicket } from '../undo.ts';
import { COMMENTS_PAGE, type JiraClient } from './client.ts';
import { documentOf, jiraText } from './document.ts';
import { type Category, chooseTransition } from './transitions.ts';

export interface JiraProject {
  project: string;
  issueType: string;
  /** Named where the screen of a transition asks for one. */
  resolution: string;
  searchLagMs: number;
}

const CATEGORY: readonly Category[] = ['new', 'indeterminate', 'done'];
const categoryOf = ({ statusCategory: { key } }: JiraStatus): Category =>
  CATEGORY.find((one) => one === key) ?? 'new';

/** Jira's writes. None can be repeated: an issue is found again by a label, a comment by its last line, a transition by where the issue stands. */
export function jiraWrites(
  client: JiraClient,
  own: JiraProject,
  ticket: TicketsPort['ticket'],
): TicketsPort['writes'] {
  /** The comment that carries the reference of a key; of several the oldest, because any later one is a copy. */
  async function commentOf(id: string, key: string, call: Call): Promise<string | null> {
    const me = await client.me(call);
    let found: string | null = null;
    const nextPage = pageBound('jira');
    for (let at = 0; ; at += COMMENTS_PAGE) {
      nextPage();
      const { comments, total } = await client.comments(id, at, call);
      for (const { id: comment, author, body } of comments)
        if (author?.accountId === me && splitReference(jiraText(body)).reference === ownId(key))
          found = comment;
      if (comments.length === 0 || at + comments.length >= total) return found;
    }
  }

  const post = (id: string, text: string, key: string, call: Call) =>
    client.comment(id, documentOf(withReference(text, key)), call);

  async function move(id: string, category: Category, call: Call, towards?: string): Promise<string> {
    const chosen = chooseTransition(await client.transitions(id, call), {
      category,
      resolution: own.resolution,
      ...(towards === undefined ? {} : { towards }),
    });
    await client.transition(id, chosen.id, chosen.fields, call);
    return chosen.to;
  }

  const open: Write = {
    ...createOnce({
      searchLagMs: own.searchLagMs,
      async create(payload, label, call) {
        const { title, text, facts, labels } = ticketOpening.parse(payload);
        const fields = {
          project: { key: own.project },
          issuetype: { name: own.issueType },
          summary: oneLine(title),
          description: documentOf(text, facts),
          labels: [OURS, ...labels, label],
        };
        return named(await client.create(fields, call));
      },
      async carrying(label, call) {
        const jql = `project = "${own.project}" AND labels = "${label}" ORDER BY created ASC`;
        return unique(await client.labelled(jql, call)).map(named);
      },
    }),
    undo: ({ landed, key }, call) =>
      withdrawTicket(
        {
          vendor: 'jira',
          ticket,
          commentOf,
          comment: post,
          close: async (id, short) => void (await move(id, 'done', short)),
        },
        { id: landed.id, key },
        call,
      ),
  };

  // An issue's comments are read consistently.
  const comment = ticketComments({ vendor: 'jira', searchLagMs: 0, ticket, commentOf, comment: post });

  const close = ticketCloser({
    vendor: 'jira',
    async standing(id, call) {
      const issue = await client.issue(id, call);
      if (!issue) return null;
      const { status } = issue.fields;
      const category = categoryOf(status);
      return { status: status.id, done: category === 'done', name: issue.key, also: { category } };
    },
    finish: (id, call) => move(id, 'done', call),
    reopen: (id, { category, status }, call) =>
      reopen(id, CATEGORY.find((one) => one === category) ?? 'new', String(status), call),
    gone,
  });

  /** A workflow may lead back to another kind of unfinished status than the one that the issue came from. */
  async function reopen(id: string, category: Category, towards: string, call: Call): Promise<void> {
    try {
      await move(id, category, call, towards);
    } catch (error) {
      if (!(error instanceof VendorFault) || error.code !== 'NO_TRANSITION') throw error;
      await move(id, category === 'new' ? 'indeterminate' : 'new', call);
    }
  }

  return { open, comment, close };
}

const unique = <T extends { id: string }>(rows: readonly T[]) => [
  ...new Map(rows.map((row) => [row.id, row])).values(),
];

const named = ({ id, key }: { id: string; key: string }) => ({ id, detail: { key } });

const gone = (id: string) =>
  refused('jira', 'NO_ISSUE', `issue ${id} is gone, or our account may not see it any more`, 'not_found');
