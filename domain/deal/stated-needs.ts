/**
 * Whether running text speaks of a budget or of a time: enough not to ask the partner again, never enough to approve anything.
 * Words of the six partner languages.
 */
const BUDGET =
  /\b(budget\w*|funded|funding|etat|haushaltsmittel|mittelfreigabe|financ(?:é|ement|iación)\w*|presupuest\w*|or[cç]ament\w*|verba)\b|予算/iu;
const TIMELINE =
  /\b(go-?live|kick-?off|roll-?out|timeline|start(?:s|et|en)?\s+(?:in|im|am|on)|quarter|quartal|trimest\w*|q[1-4]|by\s+end\s+of|bis\s+ende|d'ici|avant\s+fin|antes\s+de|para\s+(?:fin|final)|até\s+(?:o\s*)?fim|deadline|termin\w*|frist|échéance|plazo|prazo)\b|稼働|開始|期限|\b20\d\d-\d\d\b/iu;

export function mentionsBudget(text: string | null): boolean {
  return text !== null && BUDGET.test(text);
}

export function mentionsTimeline(text: string | null): boolean {
  return text !== null && TIMELINE.test(text);
}
