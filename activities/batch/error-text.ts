/** What is kept of an error with the item that it is about: its first line, which names no value of ours. */
export function errorText(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  return (said.split('\n')[0] as string).slice(0, 300);
}
