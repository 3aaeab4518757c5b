/** Whether a text is one e-mail address and nothing else: no name beside it, no list, nothing that a mail header reads otherwise. */
export function isEmailAddress(text: string): boolean {
  return (
    text.length <= 254 &&
    /^[^\s@<>(),;:"\p{C}]+@[^\s@.<>(),;:"\p{C}]+(?:\.[^\s@.<>(),;:"\p{C}]+)+$/u.test(text)
  );
}
