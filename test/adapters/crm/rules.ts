import type { CrmPort } from '../../../adapters/ports/crm.ts';
import type { WriteCase } from '../contract.ts';
import { FAULT_RULES, keeps, rulesFor, WRITE_RULES } from '../write-contract.ts';
import { CRM_CHECKS } from './checks.ts';
import type { CrmRig } from './rig.ts';

/** Every rule that a CRM over HTTP keeps, by name; those of its writes as `<write>: <rule>`. */
export function crmRules(writes: WriteCase<CrmPort>[]): Map<string, (rig: CrmRig) => Promise<void>> {
  const [first] = writes as [WriteCase<CrmPort>];
  return new Map([
    ...CRM_CHECKS.map(({ name, run }) => [name, run] as const),
    ...writes.flatMap((write) =>
      rulesFor(WRITE_RULES, write, true).map(
        (rule) => [`${write.name}: ${rule.name}`, (rig: CrmRig) => keeps(rule, rig, write)] as const,
      ),
    ),
    ...rulesFor(FAULT_RULES, first, true).map(
      (rule) => [rule.name, (rig: CrmRig) => keeps(rule, rig, first)] as const,
    ),
  ]);
}
