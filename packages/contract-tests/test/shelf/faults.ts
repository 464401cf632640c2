import { accessFaults } from './access-faults.ts';
import { keyFaults } from './key-faults.ts';
import { limitFaults } from './limit-faults.ts';
import { pagingFaults } from './paging-faults.ts';
import { searchFaults } from './search-faults.ts';

/** The breaches of `fixtures/shelf/openapi.yaml` that the shelf makes on purpose, each with what it does. */
export const faults = {
  'no-auth': 'answers without credentials',
  'any-token': 'takes invented credentials',
  'auth-403': 'answers 403 without credentials',
  'no-scope': 'does not look at scopes',
  'wrong-scope': 'asks for another scope than declared',
  'no-role': 'does not look at roles',
  'body-extra': 'adds an undeclared property to a book',
  'body-missing': 'leaves out a required property of a book',
  'body-type': 'writes a year as text',
  'body-format': 'writes a time that is none',
  'no-location': 'leaves out Location',
  'bad-header': 'writes a header that is no number',
  'status-200': 'answers 200 for 201',
  'media-type': 'sends problems as application/json',
  'problem-status': 'names another status in problems',
  'stack-leak': 'shows a stack trace',
  'secret-told': 'shows the token of whoever is refused',
  'no-www-authenticate': 'leaves out WWW-Authenticate',
  'crash-malformed': 'fails on malformed JSON',
  'takes-malformed': 'takes malformed JSON for an empty object',
  'ignores-media': 'reads a body of any media type',
  'ignores-required': 'takes a body without a required property',
  'ignores-max-length': 'takes a title of any length',
  'ignores-enum': 'takes any genre',
  'ignores-type': 'takes a year that is a text',
  'ignores-minimum': 'takes any year',
  'ignores-extra': 'takes unknown properties',
  'ignores-format': 'takes any contact',
  'ignores-unique': 'takes the same tag twice',
  'ignores-query': 'takes any limit',
  'ignores-query-enum': 'takes any genre in the query',
  'refuses-legal': 'refuses a genre that is declared',
  'refuses-limit': 'refuses the largest limit',
  'unknown-200': 'makes up a book for an unknown id',
  'unknown-400': 'calls an unknown id invalid',
  'not-created': 'forgets what it creates',
  'not-deleted': 'keeps what it deletes',
  'undeclared-status': 'answers 418 for a missing book',
  'no-405': 'answers another method with 200',
  'no-allow': 'leaves out Allow',
} as const;

/** The faults of every theme. */
export const everyFault = {
  ...faults,
  ...accessFaults,
  ...keyFaults,
  ...limitFaults,
  ...pagingFaults,
  ...searchFaults,
} as const;

export type Fault = keyof typeof everyFault;
