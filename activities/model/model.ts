import { writeRationale } from '../../adapters/llm/template.ts';
import { extractionAnswer, rationaleAnswer } from '../../contracts/model.ts';
import { DEAL_FIELDS, type DealFields } from '../../domain/deal/registration.ts';
import type { Decision } from '../../domain/decision.ts';
import { factsOf } from '../../domain/grounding/decision-facts.ts';
import type { Fact } from '../../domain/grounding/grounding.ts';
import { rationaleProblems } from '../../domain/grounding/rationale-check.ts';
import { restore } from '../../domain/grounding/tokenise.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import { groundInThread } from './ground-in-thread.ts';
import type { Jobs } from './grounding-jobs.ts';
import { type Authorship, type ModelCall, type ModelDeps, modelStep } from './model-step.ts';
import { readPrompt } from './prompts.ts';

/**
 * The model steps of a deal registration. A model reads and explains; it decides nothing: an explanation never changes a decision,
 * and what was read from free text is a proposal for a reviewer. Whatever a model answers, or fails to, the step ends well.
 */
export function createModelActivities(deps: ModelDeps) {
  const rationale = readPrompt('deal-rationale@1');
  const extraction = readPrompt('deal-extraction@1');

  /**
   * The rationale note of a decision.
   * @param input.personal names that must not reach the model. @throws VendorFault see askModel
   */
  async function explainDeal(
    input: { case: string; decision: Decision; facts?: Fact[]; personal?: string[] },
    how: ModelCall,
  ): Promise<{ text: string } & Authorship> {
    const { decision } = input;
    const facts = [...factsOf(decision), ...(input.facts ?? [])];
    const plain = {
      outcome: decision.outcome,
      confidence_score: decision.fields.confidence_score ?? null,
      reasons: decision.reasons as unknown as Json,
      facts: facts as unknown as Json,
    };
    const { data, tokens } = await tokenised(plain, input.personal);
    const { asked, author } = await modelStep(
      deps,
      input.case,
      {
        prompt: rationale,
        data,
        tokens,
        schema: rationaleAnswer,
        problems: (answer) =>
          rationaleProblems(answer.rationale, decision.outcome, (data?.facts ?? []) as unknown as Fact[]),
      },
      how,
    );
    const text = asked.value === null ? writeRationale(decision) : restore(asked.value.rationale, tokens);
    return { text, ...author };
  }

  /**
   * Proposes the six fields of a free-text registration. What stands behind a label is read by rule and never changed by a model;
   * a model fills gaps, with what the document says word for word.
   * @param input.byRule what the rules have read, where somebody has asked them
   * @returns `dropped`: fields of the model's answer that the document does not support. @throws VendorFault see askModel
   */
  async function extractDeal(
    input: { case: string; document: string; byRule?: DealFields; personal?: string[] },
    how: ModelCall,
  ): Promise<{ fields: DealFields; provenance: 'extracted'; dropped: (keyof DealFields)[] } & Authorship> {
    const { document } = input;
    const byRule = input.byRule ?? (await labelsOf(document));
    const { data, tokens } = await tokenised({ document }, input.personal);
    const { asked, author } = await modelStep(
      deps,
      input.case,
      { prompt: extraction, data, tokens, schema: extractionAnswer, problems: () => [] },
      how,
    );
    const bound = asked.value === null ? null : await supported(asked.value, String(data?.document));
    const fields = { ...(bound ? restored(bound.fields, tokens) : {}), ...stated(byRule) };
    return {
      fields: { ...byRule, ...fields },
      provenance: 'extracted',
      dropped: bound?.dropped ?? [],
      ...author,
    };
  }

  return { explainDeal, extractDeal };
}

/** `data` null: it took too long or too much memory, so that nothing may be sent. */
async function tokenised(
  data: JsonObject,
  personal: readonly string[] = [],
): Promise<{ data: JsonObject | null; tokens: Record<string, string> }> {
  const done = await groundInThread('tokenise', { data, personal });
  return 'code' in done
    ? { data: null, tokens: {} }
    : { data: done.answer.value, tokens: done.answer.tokens };
}

/** What the rules read; nothing of a document that takes them too long. */
async function labelsOf(document: string): Promise<DealFields> {
  const read = await groundInThread('labels', { document });
  return 'code' in read ? NOTHING : read.answer;
}

/** What the document says of a model's answer; nothing where that takes too long to find out. */
async function supported(fields: DealFields, document: string): Promise<ReturnType<Jobs['bind']>> {
  const bound = await groundInThread('bind', { fields, document });
  if (!('code' in bound)) return bound.answer;
  return { fields: NOTHING, dropped: DEAL_FIELDS.filter((name) => fields[name] !== null) };
}

const NOTHING = Object.fromEntries(DEAL_FIELDS.map((name) => [name, null])) as unknown as DealFields;

function restored(fields: DealFields, tokens: Readonly<Record<string, string>>): DealFields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' ? restore(value, tokens) : value,
    ]),
  ) as unknown as DealFields;
}

function stated(fields: DealFields): Partial<DealFields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
