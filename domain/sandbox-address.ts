import { lookupTable } from './lookup-table.ts';

/** Hosts by which a vendor's sandbox shows itself. Sources: each vendor's own documentation of its test environments. */
const SANDBOXES = lookupTable<RegExp>({
  // Sandboxes have `--<name>.sandbox.my.salesforce.com`, scratch and developer organisations their own parts; test.salesforce.com logs in to them.
  salesforce: /^(test\.salesforce\.com|[a-z0-9-]+\.(sandbox|scratch|develop)\.my\.salesforce\.com)$/,
  // Personal developer instances.
  servicenow: /^dev\d+\.service-now\.com$/,
});

/** Vendors whose sandboxes have addresses of their own: nobody needs to say which one it is. */
export function hasOwnSandboxes(vendor: string): boolean {
  return SANDBOXES[vendor] !== undefined;
}

/** Vendors that write into a folder, or nowhere. */
const LOCAL = new Set(['files', 'outbox', 'none', 'mail']);

/** Whether a host is the machine itself. @param host an IPv6 address with or without its brackets */
export function isThisMachine(host: string): boolean {
  return /^(127(\.\d+){3}|localhost|\[?::1\]?)$/.test(host);
}

/**
 * Whether writes to a vendor at this host go to a sandbox for certain. Most vendors have test accounts
 * under the very addresses of production: of those it can be told only on this machine, or by a host that says so itself.
 * @param host null: the vendor's own
 */
export function isSandboxAddress(vendor: string, host: string | null): boolean {
  if (LOCAL.has(vendor)) return true;
  if (host === null) return false;
  if (isThisMachine(host)) return true;
  if (SANDBOXES[vendor]) return SANDBOXES[vendor].test(host);
  return /(^|[.-])(sandbox|staging|uat|test|dev|demo)([.-]|$)/.test(host);
}
