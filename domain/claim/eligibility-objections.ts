import { type Finding, lineFindings } from '../incentives/eligibility.ts';
import { versionOn } from '../incentives/versions.ts';
import type { ClaimEvidence } from './evidence.ts';
import { incentiveClaim, type RatedLine } from './incentive-claim.ts';
import { type Objection, objection } from './objection.ts';
import type { ClaimRule } from './rules.ts';

/** What of the program speaks against lines, each by the version of its own day. A claim without a program has none. */
export function eligibilityObjections(evidence: ClaimEvidence, lines: readonly RatedLine[]): Objection[] {
  if (evidence.program === null) return [];
  const programs = evidence.versions.map(({ body }) => body);
  const claim = incentiveClaim(evidence, lines);
  return claim.lines.flatMap((line, at) =>
    lineFindings(versionOn(programs, line.soldOn), claim, line).map((finding) =>
      asObjection(finding, lines[at]?.line ?? null),
    ),
  );
}

function asObjection({ rule, kind, text, remedy, record }: Finding, line: string | null): Objection {
  const [name = '', condition] = rule.split('.');
  return objection(`claim.${name}` as ClaimRule, text, record, {
    ...{ line, remedy, weight: kind === 'not_eligible' ? 'reject' : 'review' },
    ...(condition === undefined ? {} : { value: condition }),
  });
}
