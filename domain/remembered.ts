/** A longer text is seldom met twice, and a thousand of them would take much room. */
const LONGEST = 200;

/**
 * The same function, which keeps its newest answers: names and their words come again and again, and to read one takes long.
 * @param most answers that are kept
 * @param of a pure function of a text, whose answers nobody changes
 */
export function remembered<T>(most: number, of: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    if (known.has(text)) return known.get(text) as T;
    const answer = of(text);
    if (text.length > LONGEST) return answer;
    if (known.size >= most) known.delete(known.keys().next().value as string);
    known.set(text, answer);
    return answer;
  };
}
