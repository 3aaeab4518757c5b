/** What one of our own people is told or asked; each channel lays it out in its own way. */
export interface StaffMessage {
  /** One line, no markup. */
  title: string;
  /** Sentences, a paragraph each. */
  lines: string[];
  /** Customer, amount, partner, due … in the order in which they are shown. */
  facts: { label: string; value: string }[];
  /** How the person goes on. A page is the person's own confirmation page; nothing is decided by opening it. */
  next: { page: string | null; command: string };
}
