import { normaliseCompanyName } from '../company/company-name.ts';
import type { TextContext } from './finding.ts';

/** The partner's or our own name, or one that our domain begins with. */
export function isOwnName(name: string, { ownDomains, ownNames = [] }: TextContext): boolean {
  const normal = normaliseCompanyName(name);
  if (ownNames.some((own) => normaliseCompanyName(own) === normal)) return true;
  const compact = name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  return ownDomains.some((domain) => {
    const own = (domain.split('.')[0] ?? '').replace(/-/g, '');
    return own.length >= 4 && (compact.startsWith(own) || (compact.length >= 4 && own.startsWith(compact)));
  });
}
