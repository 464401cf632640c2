import { type ExchangeRecord, violationText } from '@plumbline/mock-server';
import { shownPath } from '../display.ts';
import { styled } from '../terminal.ts';

/**
 * The lines for one exchange: what was asked, what was answered by whom, how long it took, which trouble came, and
 * below it what was not as described.
 */
export function exchangeLines({
  method,
  url,
  response,
  durationMs,
  answeredBy,
  trouble,
  violations,
}: ExchangeRecord): string {
  const { pathname, search } = new URL(url);
  const source = [answeredBy, ...trouble].filter((part) => part !== undefined).join(' ');
  const line = [
    `${method} ${pathname}${search}`,
    response ? shownStatus(response.status) : styled('red', 'lost'),
    `${durationMs.toFixed(0)} ms`,
    ...(source === '' ? [] : [styled('dim', visible(source))]),
  ].join(' ');
  const broken = violations.map((violation) => {
    const { place } = violation;
    const shown = place && { ...place, file: shownPath(place.file) };
    return `  ${styled('yellow', visible(violationText(shown ? { ...violation, place: shown } : violation)))}`;
  });
  return [line, ...broken].join('\n');
}

function shownStatus(status: number): string {
  if (status >= 500) return styled('red', String(status));
  return styled(status >= 400 ? 'yellow' : 'green', String(status));
}

/** What descriptions and clients wrote moves no cursor and rings no bell. */
function visible(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ');
}
