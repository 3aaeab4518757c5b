import { bindExtraction } from '../../domain/deal/bind-extraction.ts';
import { extractDeal } from '../../domain/deal/extract-deal.ts';
import type { DealFields } from '../../domain/deal/registration.ts';
import { tokeniseJson } from '../../domain/grounding/tokenise.ts';
import type { JsonObject } from '../../domain/json.ts';

/**
 * The work on what a partner wrote, before a model sees it and after it has answered: a document may be long and hostile. A thread runs
 * it (grounding-thread.ts), so arguments and answers are what structured clone carries.
 */
export const JOBS = {
  /** Replaces personal data by tokens before the model sees it. */
  tokenise: ({ data, personal }: { data: JsonObject; personal: readonly string[] }) =>
    tokeniseJson(data, personal),

  /** What the rules read of a document, where nobody has asked them before. */
  labels: ({ document }: { document: string }): DealFields => extractDeal(document).fields,

  /** What a document supports of the fields that a model read in it. */
  bind: ({ fields, document }: { fields: DealFields; document: string }) => bindExtraction(fields, document),
};

export type Jobs = typeof JOBS;
