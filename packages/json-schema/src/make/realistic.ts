import type { Faker } from '@faker-js/faker';
import { identifier, makeFormatted } from './formats.ts';
import type { Random } from './random.ts';

/** What a text is called, and by what it is held: a `name` of a person is not that of a company. */
export interface Naming {
  readonly name: string;
  readonly holder: string;
}

export interface TextSource {
  readonly random: Random;
  readonly faker: Faker;
}

/** A text that looks like what its name says. */
export function realisticText({ name, holder }: Naming, source: TextSource): string {
  const key = name.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
  const hint = textHints.find(([pattern]) => pattern.test(key));
  return hint ? hint[1](source, holder.toLowerCase()) : source.faker.lorem.words(source.random.integer(1, 3));
}

/** The range a number of this name usually lies in. */
export function realisticRange(name: string): readonly [number, number] {
  const key = name.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
  return numberHints.find(([pattern]) => pattern.test(key))?.[1] ?? [0, 1000];
}

type TextHint = readonly [RegExp, (source: TextSource, holder: string) => string];

const people = /user|person|owner|author|member|customer|contact|employee|assignee|reviewer|profile|people/;
const organisations = /organi[sz]ation|company|team|vendor|merchant|publisher|brand|account|workspace|tenant/;

const textHints: readonly TextHint[] = [
  [/email/, (source) => formatted('email', source)],
  [/^(first|given)name$/, ({ faker }) => faker.person.firstName()],
  [/^(last|family|sur)name$/, ({ faker }) => faker.person.lastName()],
  [/^(full|display|real)name$/, ({ faker }) => faker.person.fullName()],
  [
    /(user|login|nick|screen)(name)?$/,
    ({ faker, random }) => `${identifier(faker.person.firstName())}${random.integer(1, 99)}`,
  ],
  [/(company|organi[sz]ation|vendor|brand)(name)?$/, ({ faker }) => faker.company.name()],
  [/file(name)?$/, ({ faker }) => `${identifier(faker.word.noun())}.txt`],
  [/host(name)?$|domain/, (source) => formatted('hostname', source)],
  [/name$/, ({ faker }, holder) => nameFor(holder, faker)],
  [/phone|mobile|fax/, ({ random }) => `+1 555 01${random.integer(0, 9)} ${random.integer(1000, 9999)}`],
  [/(url|uri|link|href|website|homepage|webhook|callback)$/, (source) => formatted('uri', source)],
  [/(image|avatar|photo|picture|icon|logo)$/, (source) => `${formatted('uri', source)}.png`],
  [
    /slug|handle|key$/,
    ({ faker }) => `${identifier(faker.word.adjective())}-${identifier(faker.word.noun())}`,
  ],
  [
    /(created|updated|modified|deleted|expires?|started|finished|completed|last[a-z]+)(at|on|time|date)?$|(date|datetime|timestamp)$/,
    (source) => formatted('date-time', source),
  ],
  [/uuid|guid/, (source) => formatted('uuid', source)],
  [
    /(^|[a-z])id$/,
    ({ random }) => Array.from({ length: 12 }, () => random.integer(0, 35).toString(36)).join(''),
  ],
  [
    /token|secret|hash|digest|sha|signature|nonce|cursor/,
    ({ random }) => Array.from({ length: 24 }, () => random.integer(0, 15).toString(16)).join(''),
  ],
  [/(^|[a-z])ip(address)?$/, (source) => formatted('ipv4', source)],
  [/city|town/, ({ faker }) => faker.location.city()],
  [/countrycode/, ({ faker }) => faker.location.countryCode()],
  [/country/, ({ faker }) => faker.location.country()],
  [/state|province|region/, ({ faker }) => faker.location.state()],
  [/zip|postal/, ({ random }) => String(random.integer(10_000, 99_999))],
  [/street|address/, ({ faker }) => faker.location.streetAddress()],
  [
    /timezone|tz$/,
    ({ random }) => random.pick(['Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'UTC']) ?? 'UTC',
  ],
  [/locale|language|lang$/, ({ random }) => random.pick(['en', 'de', 'fr-CA', 'pt-BR']) ?? 'en'],
  [/currency/, ({ random }) => random.pick(['EUR', 'USD', 'GBP', 'JPY']) ?? 'EUR'],
  [/colou?r/, ({ random }) => `#${random.integer(0, 0xffffff).toString(16).padStart(6, '0')}`],
  [/version/, ({ random }) => `${random.integer(0, 9)}.${random.integer(0, 20)}.${random.integer(0, 20)}`],
  [
    /(mime|media|content)type/,
    ({ random }) => random.pick(['application/json', 'text/plain', 'image/png']) ?? 'text/plain',
  ],
  [/path$/, ({ faker }) => `/${identifier(faker.word.noun())}/${identifier(faker.word.noun())}`],
  [
    /title|subject|headline|label$/,
    ({ faker }) => sentenceCase(`${faker.word.adjective()} ${faker.word.noun()}`),
  ],
  [
    /description|summary|comment|message|body|text|content|notes?$|reason|bio$/,
    ({ faker }) => faker.lorem.sentence(),
  ],
  [/tag|category|type|kind|status|role|group/, ({ faker }) => identifier(faker.word.noun())],
];

const numberHints: readonly (readonly [RegExp, readonly [number, number]])[] = [
  [/(^|[a-z])id$/, [1, 100_000]],
  [/lat(itude)?$/, [-90, 90]],
  [/(lng|lon|longitude)$/, [-180, 180]],
  [/year/, [2015, 2025]],
  [/month/, [1, 12]],
  [/day/, [1, 28]],
  [/hour/, [0, 23]],
  [/minute|second/, [0, 59]],
  [/percent|ratio|progress/, [0, 100]],
  [/age$/, [18, 90]],
  [/port$/, [1024, 49_151]],
  [/(status|statuscode)$/, [200, 204]],
  [/(timestamp|createdat|updatedat|expires?at|time)$/, [1_740_000_000, 1_750_000_000]],
  [/price|amount|cost|total|fee/, [1, 500]],
  [/page$/, [1, 10]],
  [/limit|perpage|pagesize/, [1, 100]],
  [/rating|stars$/, [1, 5]],
  [/count|quantity|number|size|length/, [0, 100]],
];

function nameFor(holder: string, faker: Faker): string {
  if (people.test(holder)) return faker.person.fullName();
  if (organisations.test(holder)) return faker.company.name();
  return sentenceCase(`${faker.word.adjective()} ${faker.word.noun()}`);
}

function formatted(format: string, source: TextSource): string {
  return makeFormatted(format, { ...source, name: '' }) ?? '';
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
