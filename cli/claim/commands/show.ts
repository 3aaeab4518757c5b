import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { actingPerson, refusePartner } from '../../actor.ts';
import { CASE_ARGUMENT, findCase } from '../../cases/find-case.ts';
import { show } from '../../cases/show.ts';
import { usage } from '../../failure.ts';
import { outputFailure } from '../../output-file.ts';
import { inSession, type Session } from '../../session.ts';

interface Options {
  html?: true;
  out?: string;
}

export function claimsShow(): Command {
  return new Command('show')
    .description(
      'show one claim; with --html as one page with its documents and what was read in them marked',
    )
    .argument('<case>', CASE_ARGUMENT)
    .option('--html', 'one self-contained page for a browser; it loads nothing')
    .option('--out <file>', 'where that page goes; else to standard output')
    .addHelpText(
      'after',
      '\nExample:\n  $ quarterdeck claims show claim:files:NL~2dC~2d17 --html > claim.html',
    )
    .action(inSession(showClaim));
}

async function showClaim(session: Session, said: string, { html, out }: Options): Promise<void> {
  if (!html && out !== undefined) throw usage('Only a page is written to a file.', 'Add --html.', 'out');
  const { lifecycle, case: id } = await session.db((tx) => findCase(tx, said));
  if (lifecycle !== 'claim')
    throw usage(`${id} is no claim.`, `Show it with: quarterdeck cases show ${id}`, 'case');
  if (!html) return show(session, said);
  refusePartner(await actingPerson(session), 'Documents of claims are');
  const { readClaimPage } = await import('../page/read-claim-page.ts');
  const { claimPage } = await import('../page/claim-page.ts');
  const page = claimPage(await readClaimPage(session, id));
  if (out === undefined) {
    process.stdout.write(page);
    return;
  }
  try {
    await writeFile(out, page, { mode: 0o600 });
  } catch (error) {
    throw outputFailure(error, out, 'out');
  }
  session.terminal.data({ file: out });
  session.terminal.say(`Written to ${out}.`);
}
