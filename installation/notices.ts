import { join } from 'node:path';
import type { RenderNotice } from '../activities/ledger/effect-payload.ts';
import { renderCorrection, renderNotice } from '../adapters/notify/catalogue.ts';
import { loadCatalogues } from '../adapters/notify/read-catalogues.ts';

/** Writes notices with the catalogues of policy/messages. @throws Error naming the file that is wrong */
export async function noticeWriter(policyFolder: string): Promise<RenderNotice> {
  const catalogues = await loadCatalogues(join(policyFolder, 'messages'));
  return ({ kind, language, values }) => {
    const { subject, text } = renderNotice(catalogues, kind, language, values);
    const corrected = renderCorrection(catalogues, kind, language, { ...values, earlier: subject });
    return { subject, text, correction: { subject: corrected.subject, text: corrected.text } };
  };
}
