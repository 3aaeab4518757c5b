import type { Money } from './records.ts';

const SYMBOLS: Record<string, string> = { EUR: '€', GBP: '£', USD: '$', BRL: 'R$' };

/** An amount as people of that language write it. @param manner 0 with its code, 1 with its symbol, 2 shortened where it is round */
export function written({ amount, currency }: Money, language: string, manner: number): string {
  const number = Number(amount);
  const whole = String(Math.round(number));
  const symbol = SYMBOLS[currency] ?? currency;
  if (language === 'ja') {
    if (manner === 2 && number % 10_000 === 0) return `${grouped(String(number / 10_000), ',')}万円`;
    return manner === 0 ? `JPY ${grouped(whole, ',')}` : `${grouped(whole, ',')}円`;
  }
  // Nobody shortens to 1.227M.
  const short = manner === 2 && number % (number < 1_000_000 ? 1_000 : 100_000) === 0;
  if (language === 'en') {
    if (short && number >= 1_000_000) return `${SYMBOLS[currency] ?? `${currency} `}${number / 1_000_000}M`;
    if (short) return currency === 'EUR' ? `${number / 1_000}k EUR` : `${symbol}${number / 1_000}k`;
    return manner === 0 ? `${currency} ${grouped(whole, ',')}.00` : `${symbol}${grouped(whole, ',')}`;
  }
  if (language === 'fr') {
    if (short) return `${number / 1_000} k€`;
    return manner === 0 ? `${grouped(whole, ' ')},00 EUR` : `${grouped(whole, '\u202f')} €`;
  }
  if (language === 'pt-BR') {
    if (short) return `R$ ${number / 1_000} mil`;
    return manner === 0 ? `BRL ${grouped(whole, '.')},00` : `R$ ${grouped(whole, '.')},00`;
  }
  if (currency === 'CHF')
    return manner === 0 ? `CHF ${grouped(whole, "'")}.00` : `CHF ${grouped(whole, "'")}.-`;
  if (short && number >= 1_000_000 && language === 'de')
    return `${String(number / 1_000_000).replace('.', ',')} Mio. €`;
  if (manner === 0) return `${grouped(whole, '.')},00 ${currency}`;
  return manner === 1 ? `${grouped(whole, '.')} ${symbol}` : `${currency} ${grouped(whole, '.')}`;
}

function grouped(digits: string, separator: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, separator);
}
