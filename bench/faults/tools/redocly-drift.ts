import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { peerVersion, runPeer } from '../command.ts';
import { descriptionFile } from '../description.ts';
import type { PrepareTool } from '../tool.ts';
import { callCount, type Exchange, sendTraffic } from '../traffic.ts';

/** Holds recorded traffic against the description. */
export const prepareRedoclyDrift: PrepareTool = async ({ url, folder }) => {
  const traffic = join(folder, 'traffic.har');
  const flags = ['--api', descriptionFile, '--server', url, '--traffic-format', 'har', '--format', 'json'];
  return {
    name: 'redocly drift',
    version: peerVersion('@redocly/cli'),
    purpose: 'judges recorded traffic',
    setUp: `a HAR file of ${callCount} hand-made requests`,
    async findAlarms() {
      await writeFile(traffic, JSON.stringify(toHar(await sendTraffic(url))));
      const report = join(folder, 'drift.json');
      await runPeer('@redocly/cli/bin/cli.js', ['drift', traffic, ...flags, '-o', report], folder);
      return readFindings(await readFile(report, 'utf8'));
    },
    close: async () => {},
  };
};

const headerList = (headers: Readonly<Record<string, string>> | Exchange['headers']) =>
  (Array.isArray(headers) ? headers : Object.entries(headers)).map(([name, value]) => ({ name, value }));

/** HTTP Archive 1.2, as far as drift reads it. */
function toHar(exchanges: readonly Exchange[]): unknown {
  const unknown = { cookies: [], headersSize: -1, bodySize: -1, httpVersion: 'HTTP/1.1' };
  const entries = exchanges.map(({ method, url, requestHeaders, requestBody, status, headers, body }) => ({
    startedDateTime: '2026-01-01T00:00:00.000Z',
    time: 1,
    timings: { send: 0, wait: 1, receive: 0 },
    cache: {},
    request: {
      ...unknown,
      method,
      url,
      headers: headerList(requestHeaders),
      queryString: headerList([...new URL(url).searchParams]),
      ...(requestBody === undefined ? {} : { postData: { mimeType: 'application/json', text: requestBody } }),
    },
    response: {
      ...unknown,
      status,
      statusText: '',
      redirectURL: '',
      headers: headerList(headers),
      content: { size: body.length, mimeType: mediaType(headers), text: body },
    },
  }));
  return { log: { version: '1.2', creator: { name: 'plumbline-bench', version: '1' }, entries } };
}

const mediaType = (headers: Exchange['headers']): string =>
  headers.find(([name]) => name === 'content-type')?.[1] ?? '';

interface DriftReport {
  readonly problems: readonly {
    readonly exchangeIndex: number;
    readonly ruleId: string;
    readonly message: string;
    readonly details?: { readonly summary?: string };
  }[];
}

function readFindings(json: string): ReadonlySet<string> {
  const { problems } = JSON.parse(json) as DriftReport; // as drift writes it
  return new Set(
    problems.map(
      ({ exchangeIndex, ruleId, message, details }) =>
        `${exchangeIndex} ${ruleId}: ${message}: ${details?.summary ?? ''}`,
    ),
  );
}
