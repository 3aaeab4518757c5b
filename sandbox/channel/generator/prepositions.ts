/** The preposition with which a language puts a day into a sentence of words.ts; relative dates bring their own. */
export const ON: Record<string, (date: string) => string> = {
  en: (date) => `on ${date}`,
  de: (date) => `am ${date}`,
  fr: (date) => `le ${date}`,
  es: (date) => `el ${date}`,
  'pt-BR': (date) => `em ${date}`,
  ja: (date) => date,
};
