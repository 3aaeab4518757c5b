/** `48,000` from `48000.00`, `48,000.50` from `48000.50`: a decimal amount for people, grouped, cents only where there are any. */
export function grouped(amount: string): string {
  const [whole = '', cents = ''] = amount.split('.');
  const first = whole.length % 3;
  const groups = whole.slice(first).match(/\d{3}/g) ?? [];
  const thousands = [...(first > 0 ? [whole.slice(0, first)] : []), ...groups].join(',');
  return /^0*$/.test(cents) ? thousands : `${thousands}.${cents}`;
}
