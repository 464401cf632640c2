import { peerFile } from './plumbline-command.ts';

/** GitHub's public description as one JSON file: 1,223 operations, 13 MB. */
export const githubFile: string = peerFile('@octokit/openapi/generated/api.github.com.json');
