import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROLES } from '../../domain/gate/authority.ts';
import { dealPolicy } from '../../installation/deal/policy.ts';
import { CLONE } from '../../installation/state.mjs';
import { checkAcross, type KnownNames, type Tables } from './check-across.ts';
import type { ExportProblem } from './problem.ts';
import { readTables } from './read-tables.ts';

/**
 * Everything about the exports in a folder: what is wrong stands first, then by file and row.
 * @param state folder of the installation, whose policy counts where there is one already
 */
export async function everyProblem(
  folder: string,
  state: string,
  now: Date,
): Promise<{ tables: Tables; problems: ExportProblem[] }> {
  const { tables, problems } = await readTables(folder);
  const today = now.toISOString().slice(0, 10);
  const across = checkAcross(tables, knownNames(state), today);
  const order = ({ level, file }: ExportProblem) => `${level === 'wrong' ? 0 : 1} ${file}`;
  const all = [...problems, ...across];
  return {
    tables,
    problems: all.sort((a, b) =>
      order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : (a.row ?? 0) - (b.row ?? 0),
    ),
  };
}

/** By the policy of the installation, or the one that it will begin with. */
function knownNames(state: string): KnownNames {
  const policy = [join(state, 'policy'), join(CLONE, 'policy')].find((one) => existsSync(one)) as string;
  const { deal } = dealPolicy(policy);
  const languages = readdirSync(join(policy, 'messages')).filter((file) => file.endsWith('.yaml'));
  return {
    tiers: [...new Set([...Object.keys(deal.tierScore), ...deal.automaticTiers])],
    languages: languages.map((file) => file.slice(0, -'.yaml'.length)),
    roles: ROLES.filter((role) => role !== 'partner'),
  };
}
