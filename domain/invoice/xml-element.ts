/** An element of an XML file. */
export interface XmlElement {
  /** With its prefix. */
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: readonly XmlElement[];
  /** Its own text, without that of its children. */
  text: string;
  /** From the root: `/rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:ID`. */
  path: string;
}

/** The name without its prefix: senders choose prefixes as they like. */
export function localName({ name }: XmlElement): string {
  return name.slice(name.indexOf(':') + 1);
}

/**
 * Every element on a way down, in order.
 * @param way names without prefixes, with `|` between names that mean the same: `HeaderExchangedDocument|ExchangedDocument/ID`
 */
export function elementsAt(from: XmlElement, way: string): XmlElement[] {
  return way.split('/').reduce<XmlElement[]>(
    (found, step) => {
      const names = step.split('|');
      return found.flatMap(({ children }) => children.filter((child) => names.includes(localName(child))));
    },
    [from],
  );
}
