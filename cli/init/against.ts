import { productionVendor } from '../../installation/sandbox-only.ts';
import { CliFailure, EXIT } from '../failure.ts';

/**
 * Where only sandboxes are wanted.
 * @throws CliFailure refused, naming a vendor of the environment that certainly does not exist
 */
export function refuseProduction(env: NodeJS.ProcessEnv): void {
  const found = productionVendor(env);
  if (found === null) return;
  throw new CliFailure({
    exit: EXIT.refused,
    code: 'production',
    title: `${found.setting} leads to ${found.address ?? 'the vendor’s own address'}, which is no sandbox for certain; nothing was set.`,
    fix: `${found.fix} Or leave --against sandbox out.`,
    field: 'against',
  });
}
