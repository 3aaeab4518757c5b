import { writeRationale } from '../../adapters/llm/template.ts';
import { extractionAnswer, rationaleAnswer } from '../../contracts/model.ts';
import { bindExtraction } from '../../domain/deal/bind-extraction.ts';
import { extractDeal as readLabels } from '../../domain/deal/extract-deal.ts';
import type { DealFields } from '../../domain/deal/registration.ts';
import type { Decision } from '../../domain/decision.ts';
import { factsOf } from '../../domain/grounding/decision-facts.ts';
import type { Fact } from '../../domain/grounding/grounding.ts';
import { rationaleProblems } from '../../domain/grounding/rationale-check.ts';
import { restore, tokeniseJson } from '../../domain/grounding/tokenise.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
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
    const { value: data, tokens } = tokeniseJson<JsonObject>(plain, input.personal ?? []);
    const safeFacts = data.facts as unknown as Fact[];
    const { asked, author } = await modelStep(
      deps,
      input.case,
      {
        prompt: rationale,
        data,
        tokens,
        schema: rationaleAnswer,
        problems: (answer) => rationaleProblems(answer.rationale, decision.outcome, safeFacts),
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
    const byRule = input.byRule ?? readLabels(input.document).fields;
    const { value: data, tokens } = tokeniseJson({ document: input.document }, input.personal ?? []);
    const { asked, author } = await modelStep(
      deps,
      input.case,
      { prompt: extraction, data, tokens, schema: extractionAnswer, problems: () => [] },
      how,
    );
    const bound = asked.value === null ? null : bindExtraction(asked.value, data.document);
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
