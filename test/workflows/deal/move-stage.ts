import { statement } from '../../../adapters/store/statement.ts';
import type { TestInstallation } from '../../environment/installation.ts';

/** Moves the opportunity of a case, as a seller does it in the CRM. */
export async function moveStage(here: TestInstallation, caseId: string, stage: string): Promise<void> {
  const { rows } = await statement(here.store).query<{ id: string }>(
    `select landed ->> 'id' as id from effects where case_id = $1 and operation = 'crm.upsertOpportunity'`,
    [caseId],
  );
  const { loginUrl, clientId, clientSecret } = JSON.parse(here.environment.QUARTERDECK_CRM_SETTINGS ?? '');
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const signIn = await fetch(`${loginUrl}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  const { access_token } = (await signIn.json()) as { access_token: string };
  const answer = await fetch(`${loginUrl}/services/data/v68.0/sobjects/Opportunity/${rows[0]?.id}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ StageName: stage }),
  });
  if (answer.status !== 204) throw new Error(`the CRM answered ${answer.status}: ${await answer.text()}`);
}
