import { z } from 'zod';

/** Jira Cloud's REST API v3, as far as it is read. Source: its OpenAPI document (info.license Apache-2.0), December 2025. */

const id = z.union([z.string(), z.number()]).transform(String);

const status = z.object({
  id,
  name: z.string(),
  statusCategory: z.object({ key: z.string() }),
});
export type JiraStatus = z.output<typeof status>;

export const jiraIssue = z.object({
  id,
  key: z.string().min(1),
  fields: z.object({
    status,
    updated: z.string(),
    labels: z
      .array(z.string())
      .nullish()
      .transform((labels) => labels ?? []),
  }),
});
export type JiraIssue = z.output<typeof jiraIssue>;

/** What creating an issue answers. */
export const jiraCreated = z.object({ id, key: z.string().min(1) });

/** One of a list, which stops no other when it is none: then its id is empty. */
const listed = z.preprocess(
  (item) => (item !== null && typeof item === 'object' ? item : {}),
  z.looseObject({ id: id.catch('') }),
);

export const jiraPage = z.object({
  issues: z.array(listed),
  /** Absent on the last page. */
  nextPageToken: z.string().nullish(),
});

/** Only the ids: what a search answers that asks for no field. */
export const jiraIds = z.object({ issues: z.array(z.object({ id, key: z.string().min(1) })) });

export const jiraComment = z.object({
  id,
  /** Absent where the writer's account is gone. */
  author: z.object({ accountId: z.string().optional(), displayName: z.string().optional() }).nullish(),
  created: z.string(),
  /** Atlassian Document Format; foreign content of any shape. */
  body: z.unknown(),
});
export type JiraComment = z.output<typeof jiraComment>;

export const jiraComments = z.object({
  comments: z.array(jiraComment),
  total: z.number().int().nonnegative(),
});

export const jiraTransitions = z.object({
  transitions: z.array(
    z.object({
      id,
      to: status,
      isAvailable: z.boolean().optional(),
      fields: z
        .record(
          z.string(),
          z.object({
            required: z.boolean(),
            hasDefaultValue: z.boolean().optional(),
            allowedValues: z.array(z.unknown()).optional(),
          }),
        )
        .default({}),
    }),
  ),
});
export type JiraTransition = z.output<typeof jiraTransitions>['transitions'][number];

export const jiraMyself = z.object({ accountId: z.string().min(1) });

/** Fields are named, values and messages are not repeated. */
export const jiraError = z.object({
  errorMessages: z.array(z.unknown()).optional(),
  errors: z.record(z.string(), z.unknown()).optional(),
});

/** An event of a webhook: which issue it is about, and nothing else of it. */
export const jiraEvent = z.object({
  webhookEvent: z.string(),
  issue: z.object({ id: id.pipe(z.string().regex(/^\d{1,20}$/)) }).optional(),
});
