/** The application's time. Every rule counts with it; a workflow alone has Temporal's. */
export type Clock = () => Date;

const DURATION = /^(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
/** A century: further away no date of ours is written with four digits of the year for long. */
const MOST_MS = 36_525 * 86_400_000;

/**
 * The one clock of a process: the machine's, in development moved by QUARTERDECK_CLOCK_OFFSET (`P40D`, `-PT12H`), so that a
 * whole installation can be looked at on another day. Worker, server, command line and simulated vendors read the same name.
 * @throws Error when the offset is no duration, or is set where decisions count
 */
export function openClock(env: {
  QUARTERDECK_CLOCK_OFFSET?: string | undefined;
  QUARTERDECK_ENVIRONMENT?: string | undefined;
}): Clock {
  const { QUARTERDECK_CLOCK_OFFSET: text, QUARTERDECK_ENVIRONMENT: environment } = env;
  if (text === undefined || text === '') return () => new Date();
  if (environment !== 'development')
    throw new Error(
      'QUARTERDECK_CLOCK_OFFSET moves the clock of a development installation; leave it out in production',
    );
  const offset = offsetMs(text);
  return () => new Date(Date.now() + offset);
}

function offsetMs(text: string): number {
  const [whole, sign, days = '0', hours = '0', minutes = '0', seconds = '0'] = DURATION.exec(text) ?? [];
  const ms = (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000;
  if (whole === undefined || /[PT]$/.test(whole) || ms > MOST_MS)
    throw new Error(
      'QUARTERDECK_CLOCK_OFFSET is no duration of days, hours, minutes and seconds; write P40D or -PT12H',
    );
  return sign === '-' ? -ms : ms;
}
