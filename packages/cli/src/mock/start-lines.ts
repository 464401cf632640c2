import type { MockConfig } from '../config/plumbline-config.ts';
import { isLoopback } from './foreign-host.ts';

const behaviourNames = {
  scopes: 'scopes',
  rateLimit: 'rate limits',
  idempotency: 'idempotency keys',
  paging: 'pages',
} as const;

/** What a person should know of a mock that has started, one thing a line. */
export function startLines(url: string, host: string, config: MockConfig): readonly string[] {
  const { state = true, trouble, control = false, upstream } = config;
  const isAllUpstream = upstream !== undefined && upstream.operations === undefined;
  const memory = state
    ? `State is kept${withoutBehaviours(config)}.`
    : 'Nothing is remembered: answers are examples.';
  return [
    ...(isAllUpstream ? [] : [memory]),
    trouble?.plan === undefined
      ? "Trouble comes to requests that ask for it: -H 'Plumbline-Trouble: status=503@0.5'"
      : `Trouble comes to all requests: ${trouble.plan}`,
    ...(upstream ? [`${upstream.url} answers ${upstream.operations?.join(', ') ?? 'all operations'}.`] : []),
    ...(control ? [`Page and control: ${url}/__plumbline/`] : []),
    ...(control && !isLoopback(host)
      ? [
          `Everybody who reaches ${host} can read the log and change the state: --control asks nobody who he is.`,
        ]
      : []),
  ];
}

function withoutBehaviours({ behaviours = {} }: MockConfig): string {
  const off = Object.entries(behaviourNames).flatMap(
    ([key, name]) => (behaviours[key as keyof typeof behaviourNames] === false ? [name] : []), // safe: the keys are those of the table
  );
  return off.length === 0 ? '' : `, without ${off.join(', ')}`;
}
