import { Command } from 'commander';
import type { IncentiveProgram } from '../../domain/incentives/program.ts';
import { programStatus, programsAt } from '../../domain/incentives/versions.ts';
import { dayItselfOrInstant } from '../arguments.ts';
import { applicationNow } from '../clock.ts';
import { notFound } from '../failure.ts';
import { fields, wrap } from '../layout.ts';
import { inSession, type Session } from '../session.ts';
import { paysText } from './pays-text.ts';
import { storedPrograms } from './stored.ts';

export function programsShow(): Command {
  return new Command('show')
    .description('show one incentive program: what it pays, to whom, for what, until when')
    .argument('<program>', 'its name, as programs list has it')
    .option(
      '--as-of <day>',
      'the version in force then, a day or an instant; default: now',
      dayItselfOrInstant,
    )
    .addHelpText('after', '\nExample:\n  $ quarterdeck programs show volume-rebate-2026')
    .action(inSession(show));
}

async function show(session: Session, name: string, { asOf }: { asOf?: string }): Promise<void> {
  const at = asOf ?? applicationNow().toISOString();
  const own = (await storedPrograms(session)).filter(({ program }) => program === name);
  const [program] = programsAt(own, at);
  if (!program) throw notFound(`There is no program ${name}.`, 'Look at quarterdeck programs list.');
  const status = programStatus(program, at);
  const versions = own
    .map(({ version, effectiveFrom }) => ({ version, effectiveFrom }))
    .sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1));
  const { terminal } = session;
  terminal.data({ ...program, status, versions });
  terminal.say(terminal.paint('bold', wrap(`${program.title} (${program.program})`, terminal.width)));
  terminal.say(fields([...rows(program, status)], terminal.width));
  terminal.say(
    fields(
      versions.map(({ version, effectiveFrom }) => [
        `from ${effectiveFrom}`,
        `version ${version.slice(0, 12)}${version === program.version ? ', shown here' : ''}`,
      ]),
      terminal.width,
    ),
  );
}

function rows(program: IncentiveProgram, status: string): [string, string | null][] {
  const { window, eligibility, caps, budget, notPayable, proof, splits, submit } = program;
  const listed = (names: readonly string[]) => (names.length === 0 ? null : names.join(', '));
  const open = [eligibility.tiers, eligibility.regions, eligibility.skus, eligibility.certifications].flat();
  const not = [...(notPayable.publicSector ? ['public bodies'] : []), ...notPayable.countries];
  return [
    ['status', `${status}, sales from ${window.from} to ${window.to} (${program.zone})`],
    ['type', `${program.type}, counted by ${program.period}`],
    ['open to', listed([...open, ...(eligibility.deal ? ['an approved deal'] : [])]) ?? 'everybody'],
    ['conditions', listed(eligibility.conditions.map(({ text }) => text))],
    ...paysText(program).map((text, at): [string, string] => [at === 0 ? 'pays' : '', text]),
    [
      'caps',
      listed(
        caps.map(({ per, amount }) => `${amount ? `${amount.amount} ${amount.currency} ` : ''}per ${per}`),
      ),
    ],
    ['budget', budget && `${budget.amount} ${budget.currency}`],
    [
      'paid to',
      program.payee === 'person'
        ? 'persons, with consent'
        : splits.map(({ to, percent }) => `${to} ${percent} %`).join(', '),
    ],
    ['money', `${program.money.replace('_', ' ')}; needs ${program.papers.join(', ').replaceAll('_', ' ')}`],
    ['not paid for', listed(not)],
    [
      'proof',
      listed([
        ...proof.documents.map((one) => one.replaceAll('_', ' ')),
        ...proof.vendors,
        ...(proof.logo ? ['our logo'] : []),
      ]),
    ],
    [
      'submit',
      `within ${submit.withinDays} days${submit.extensionDays > 0 ? `, extended once by ${submit.extensionDays}` : ''}`,
    ],
    ['then', `${program.holdDays} days on hold; a refund within ${program.clawbackDays} days takes back`],
    [
      'decided by',
      `up to USD ${program.automaticUpToUsd} by rule; ${program.reviewers.join(', ').replaceAll('_', ' ')}`,
    ],
  ];
}
