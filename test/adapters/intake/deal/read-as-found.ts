import { contextOf } from '../../../../adapters/intake/deal/free-text.ts';
import { mailParts } from '../../../../adapters/intake/deal/mail-parts.ts';
import type { DealPart } from '../../../../adapters/intake/deal/part.ts';
import type { DEAL_JOBS, TextForm } from '../../../../adapters/intake/deal/reading-jobs.ts';
import { formOfFile } from '../../../../adapters/intake/file-forms.ts';
import { UNSTATED } from '../../../../domain/reading/source-format.ts';

export const NOW = new Date('2026-11-27T12:00:00Z');

/** The partner's language and zone; `locale` has both in one. */
export interface Speaks {
  lang?: string;
  tz?: string;
  locale?: string;
}

const ZONES: Readonly<Record<string, string>> = {
  GB: 'Europe/London',
  en: 'America/New_York',
  de: 'Europe/Berlin',
  fr: 'Europe/Paris',
  es: 'Europe/Madrid',
  ja: 'Asia/Tokyo',
};

/** The partner speaks so and sits there. */
function partnerOf({ lang, tz, locale }: Speaks) {
  const [language = 'en', region = ''] = (locale ?? lang ?? 'en-GB').split('-');
  const timeZone = tz ?? ZONES[region] ?? ZONES[language] ?? 'Europe/London';
  return { name: 'Baltic Partner IT', email: 'desk@baltic-partner.example', language, timeZone };
}

/** The steps of reading: the worker's own, or the same in its threads. */
export type Steps = Pick<typeof DEAL_JOBS, 'text' | 'fields' | 'rows'>;

/** The registrations of a file in the watched folder, for a partner of the PRM. */
export async function readAsFound(
  file: { name: string; bytes: Buffer },
  speaks: Speaks,
  steps: Steps,
): Promise<DealPart[]> {
  const form = formOfFile(file.name)?.form;
  // A line of a document alone is no registration.
  const more = form === 'text/plain' ? '\nOpportunity: Crane telemetry\n' : '';
  const body = Buffer.concat([file.bytes, Buffer.from(more)]);
  const common = { body, now: NOW, format: UNSTATED };
  if (form === 'text/csv' || form === 'application/json') return steps.rows({ ...common, form });
  const read = await steps.text({ ...common, form: form as TextForm, servers: [] });
  if ('fault' in read) return [{ ok: false, faults: [read.fault], body, ...(read.aside && { aside: true }) }];
  const { free, rows } = read;
  const texts = await steps.fields({ free, context: contextOf(free, partnerOf(speaks), NOW) });
  const owner = { partnerId: '7001', unconfirmed: false };
  return mailParts({ texts, owner, rows, body }, NOW, (text) => `t_${text}`);
}
