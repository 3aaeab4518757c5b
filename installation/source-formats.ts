import { formatOfSettings } from '../adapters/amount-settings.ts';
import type { FormatOf } from '../domain/reading/source-format.ts';
import type { Configuration } from './configuration.ts';

/** What the installation states of each source (`QUARTERDECK_SOURCES`); `*` holds for those that are not named. */
export function sourceFormats({
  QUARTERDECK_SOURCES: sources,
}: Pick<Configuration, 'QUARTERDECK_SOURCES'>): FormatOf {
  return (source) => {
    const own = Object.hasOwn(sources, source) ? sources[source] : undefined;
    return formatOfSettings({ ...sources['*'], ...own });
  };
}
