import { Command } from 'commander';
import { campaignBalances } from '../../../adapters/store/claim/campaign-balances.ts';
import { oneSnapshot } from '../../../adapters/store/pool.ts';
import type { CampaignBalance } from '../../../domain/claim/mdf/campaign-balance.ts';
import type { FundBalance } from '../../../domain/claim/mdf/fund-balance.ts';
import { forgedAmong, refuseForged } from '../../accounts/proved.ts';
import { actingPerson, refusePartner } from '../../actor.ts';
import { trustRoot } from '../../authority.ts';
import { applicationNow } from '../../clock.ts';
import { notFound } from '../../failure.ts';
import { wrap } from '../../layout.ts';
import { inSession, type Session } from '../../session.ts';

export function claimsFunds(): Command {
  return new Command('funds')
    .description(
      'where the market development funds of each campaign stand: allocated = pending + approved + paid + available',
    )
    .argument('[program]', 'only this campaign, by its name in programs list')
    .addHelpText('after', '\nExample:\n  $ quarterdeck claims funds autumn-roadshow-mdf')
    .action(inSession(funds));
}

async function funds(session: Session, only: string | undefined): Promise<void> {
  refusePartner(await actingPerson(session), 'Balances of funds are');
  const { rows, forged } = await session.db(async (tx) => {
    await oneSnapshot(tx);
    const all = await campaignBalances(tx, await trustRoot(session, tx), applicationNow().toISOString());
    const found = all.filter(({ program }) => only === undefined || program === only);
    const programs = found.map(({ program }) => program);
    return { rows: found, forged: await forgedAmong(session, tx, programs) };
  });
  if (only !== undefined && rows.length === 0)
    throw notFound(
      `There is no campaign ${only}: no program of market development funds with a budget has this name.`,
      'Look at quarterdeck programs list --type mdf.',
    );
  const { terminal } = session;
  const amount = (head: string, name: keyof FundBalance) => ({
    head,
    value: (row: CampaignBalance) => row[name].amount,
    align: 'right' as const,
  });
  terminal.list(
    rows,
    [
      { head: 'PROGRAM', value: ({ program }) => program, least: 12, lines: 3 },
      { head: 'CUR', value: ({ allocated }) => allocated.currency },
      amount('ALLOCATED', 'allocated'),
      amount('PENDING', 'pending'),
      amount('APPROVED', 'approved'),
      amount('PAID', 'paid'),
      amount('AVAILABLE', 'available'),
    ],
    'No program of market development funds with a budget is in force.',
  );
  for (const { program, unknown } of terminal.json ? [] : rows)
    if (unknown > 0) terminal.say(wrap(unknownText(program, unknown), terminal.width));
  refuseForged(forged);
}

const unknownText = (program: string, unknown: number): string =>
  unknown === 1
    ? `${program}: 1 pending claim is left out, because what it pays is not known yet.`
    : `${program}: ${unknown} pending claims are left out, because what they pay is not known yet.`;
