import type { ApiModel } from '@plumbline/openapi';

/** Sends requests and sees what all answers have in common. */
export interface AnswerWatch {
  readonly fetch: (request: Request) => Promise<Response>;
  /** What is likely wrong with the address or the server as a whole; undefined where nothing is. */
  diagnosis(): string | undefined;
}

/** Fewer answers tell nothing of a server. */
const enough = 3;

export function watchAnswers(model: ApiModel, baseUrl: string): AnswerWatch {
  const statuses = new Map<number, number>();
  return {
    async fetch(request) {
      const response = await fetch(request);
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
      return response;
    },
    diagnosis() {
      const [[status, count] = [0, 0], ...others] = statuses;
      if (others.length > 0 || count < enough) return undefined;
      const said = `Every answer of ${baseUrl} was ${status}`;
      if (status === 404) return `${said}: is this what stands before the paths?${serversOf(model)}`;
      if (status >= 300 && status < 400)
        return `${said}, and no redirect is followed: give the address it leads to.`;
      if (status >= 500) return `${said}: the server, or a proxy before it, fails as a whole.`;
      return status === 401 || status === 403
        ? `${said}: give credentials that it takes, see --help.`
        : undefined;
    },
  };
}

function serversOf({ servers }: ApiModel): string {
  const [first] = servers;
  return first === undefined ? '' : ` The description says \`${first.url}\`.`;
}
