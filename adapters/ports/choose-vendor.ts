/**
 * What makes the vendor that a setting names, of those that its port has.
 * @param what as people call it, such as `CRM adapter`
 * @throws Error naming those there are
 */
export function chooseVendor<Open>(
  what: string,
  vendors: Readonly<Record<string, Open>>,
  name: string,
): Open {
  const chosen = Object.hasOwn(vendors, name) ? vendors[name] : undefined;
  if (chosen === undefined)
    throw new Error(`there is no ${what} ${name}; use one of: ${Object.keys(vendors).join(', ')}`);
  return chosen;
}
