/** Free-mail providers are no company: whoever writes from there shares nothing but the provider. */
export const FREE_MAIL =
  /^(gmail|googlemail|outlook|hotmail|live|yahoo|icloud|gmx|web|proton|protonmail|mail|aol)\.[a-z.]+$/;
