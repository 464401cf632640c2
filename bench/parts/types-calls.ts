/** Twenty calls of GitHub's API as programs make them, compiled and never run: each looks at what came back. */
export const githubCalls: string = `
const repo = { owner: 'o', repo: 'r' };

export async function calls(): Promise<unknown[]> {
  const seen: unknown[] = [];
  const one = await client.GET('/repos/{owner}/{repo}', { params: { path: repo } });
  if (one.error) seen.push(one.error.message);
  else if (one.data) seen.push(one.data.full_name);
  const two = await client.GET('/repos/{owner}/{repo}/issues', {
    params: { path: repo, query: { state: 'open', per_page: 5 } },
  });
  if (two.data) seen.push(two.data.map((issue) => issue.title));
  const three = await client.GET('/repos/{owner}/{repo}/issues/{issue_number}', {
    params: { path: { ...repo, issue_number: 1 } },
  });
  if (three.data) seen.push(three.data.number);
  const four = await client.POST('/repos/{owner}/{repo}/issues', { params: { path: repo }, body: { title: 't' } });
  if (four.data) seen.push(four.data.id);
  const five = await client.PATCH('/repos/{owner}/{repo}/issues/{issue_number}', {
    params: { path: { ...repo, issue_number: 1 } },
    body: { state: 'closed' },
  });
  if (five.data) seen.push(five.data.state);
  const six = await client.GET('/user', {});
  if (six.data) seen.push(six.data.login);
  const seven = await client.GET('/users/{username}', { params: { path: { username: 'u' } } });
  if (seven.data) seen.push(seven.data.login);
  const eight = await client.GET('/orgs/{org}', { params: { path: { org: 'o' } } });
  if (eight.data) seen.push(eight.data.login);
  const nine = await client.GET('/orgs/{org}/repos', { params: { path: { org: 'o' }, query: { type: 'public' } } });
  if (nine.data) seen.push(nine.data.length);
  const ten = await client.GET('/gists/{gist_id}', { params: { path: { gist_id: 'g' } } });
  if (ten.data) seen.push(ten.data.files);
  const eleven = await client.POST('/gists', { body: { files: { 'a.txt': { content: 'a' } } } });
  if (eleven.data) seen.push(eleven.data.url);
  const twelve = await client.DELETE('/gists/{gist_id}', { params: { path: { gist_id: 'g' } } });
  seen.push(twelve.response.status);
  const thirteen = await client.GET('/repos/{owner}/{repo}/pulls', { params: { path: repo } });
  if (thirteen.data) seen.push(thirteen.data[0]?.title);
  const fourteen = await client.POST('/repos/{owner}/{repo}/pulls', {
    params: { path: repo },
    body: { head: 'h', base: 'b' },
  });
  if (fourteen.data) seen.push(fourteen.data.number);
  const fifteen = await client.GET('/repos/{owner}/{repo}/commits', { params: { path: repo } });
  if (fifteen.data) seen.push(fifteen.data.map(({ sha }) => sha));
  const sixteen = await client.GET('/repos/{owner}/{repo}/branches/{branch}', {
    params: { path: { ...repo, branch: 'b' } },
  });
  if (sixteen.data) seen.push(sixteen.data.name);
  const seventeen = await client.PUT('/repos/{owner}/{repo}/topics', { params: { path: repo }, body: { names: [] } });
  if (seventeen.data) seen.push(seventeen.data.names);
  const eighteen = await client.GET('/search/repositories', { params: { query: { q: 'x' } } });
  if (eighteen.data) seen.push(eighteen.data.total_count);
  const nineteen = await client.GET('/rate_limit', {});
  if (nineteen.data) seen.push(nineteen.data.rate);
  const twenty = await client.GET('/repos/{owner}/{repo}/releases/latest', { params: { path: repo } });
  if (twenty.data) seen.push(twenty.data.tag_name);
  return seen;
}
`;
