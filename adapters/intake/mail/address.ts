import type { Address, Email } from 'postal-mime';

/** The mailbox of an address line; null for a group, and for what is no address. */
export function mailboxOf(address: Address | undefined): string | null {
  const text = address?.address?.trim() ?? '';
  return /^[^\s@\p{C}]+@[^\s@\p{C}]+$/u.test(text) && text.length <= 254 ? text.toLowerCase() : null;
}

export function recipientsOf({ to, cc }: Pick<Email, 'to' | 'cc'>): string[] {
  return [...(to ?? []), ...(cc ?? [])]
    .flatMap((one) => one.group ?? [one])
    .map(mailboxOf)
    .filter((one) => one !== null);
}
