import { activityInfo, heartbeat } from '@temporalio/activity';
import type { LlmPort } from '../../adapters/ports/llm.ts';
import { appendAudit } from '../../adapters/store/audit.ts';
import { updateCase } from '../../adapters/store/cases.ts';
import { modelVersions } from '../../adapters/store/model-versions.ts';
import { type Store, transact } from '../../adapters/store/pool.ts';
import { decisionOf } from '../../adapters/store/rerun.ts';
import { statement } from '../../adapters/store/statement.ts';
import { call } from '../kit/call.ts';
import { failure, vendorFailure } from '../kit/vendor-failures.ts';
import { keptModel } from '../model/kept-model.ts';
import { createModelActivities } from '../model/model.ts';

export interface DealModelDeps {
  store: Store;
  ports: { llm: LlmPort | null };
  /** Most model tokens a day; null: no limit. */
  tokensPerDay: number | null;
  now: () => Date;
}

/** Attempts of profile `model`: at the last one an outage ends in the template instead of a failure. */
const LAST_ATTEMPT = 4;

export function dealModelActivities({ store, ports, tokensPerDay, now }: DealModelDeps) {
  const db = statement(store);
  const model = createModelActivities(keptModel({ store, llm: ports.llm, tokensPerDay, now }));
  return {
    /**
     * Has the model explain the case's last decision; a refusal, an outage or an ungrounded text leaves it to the template. The
     * explanation changes no decision. Returns who wrote it, and every prompt and model that the case has asked.
     * @throws ApplicationFailure NotFound, or a vendor failure while attempts are left
     */
    async explainDeal(id: string): Promise<{ writtenBy: 'model' | 'template'; versions: string[] }> {
      const record = await decisionOf(db, id);
      if (!record) throw failure('NotFound', `case ${id} has no decision to explain`);
      const beat = setInterval(() => heartbeat(), 5_000);
      try {
        const how = {
          call: { ...call(), timeoutMs: 120_000 },
          lastTry: activityInfo().attempt >= LAST_ATTEMPT,
        };
        const { text, ...author } = await model.explainDeal({ case: id, decision: record.decision }, how);
        const { writtenBy, fallbackReason, exchange } = author;
        await transact(store, async (tx) => {
          await updateCase(tx, id, {
            summary: { rationale: { text, writtenBy, fallbackReason, model: author.model } },
          });
          const said = {
            writtenBy,
            fallbackReason,
            model: author.model,
            prompt: author.prompt,
            promptHash: author.promptHash,
          };
          await appendAudit(tx, id, {
            at: author.at,
            actor: 'system',
            action: 'decision.explained',
            evidenceHash: exchange,
            ...said,
          });
        });
        return { writtenBy, versions: await modelVersions(db, id) };
      } catch (error) {
        throw vendorFailure(error);
      } finally {
        clearInterval(beat);
      }
    },
  };
}
