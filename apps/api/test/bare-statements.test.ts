import { describe, expect, test } from 'vitest';
import { findBareStatements } from './suites/bare-statements.ts';

const tables = ['websites', 'test_flows'];

describe('a statement asks for one organization', () => {
  test.each([
    'select id from websites where organization_id = $1 and id = $2',
    'select "websites"."id" from "websites" where "websites"."organization_id" = $1::uuid',
    'select f.id from test_flows as f inner join websites on websites.id = f.website_id where f.organization_id = $1',
    'select (select count(*) from test_flows where test_flows.organization_id = websites.organization_id) from websites where organization_id = $1',
    'update websites set name = $1 where (organization_id = $2 and id = $3)',
    'delete from websites where organization_id = $1',
    'insert into "websites" ("organization_id", "name") values ($1, $2), ($3, $4) on conflict ("url") do nothing',
    'insert into test_flows (organization_id, website_id) select $1, id from websites where organization_id = $2',
    'with "old" as (delete from "websites" where "organization_id" = $1 returning "id") select "id" from "old"',
    'select 1 from users where id = $1',
  ])('%s', (statement) => {
    expect(findBareStatements([statement], tables)).toEqual([]);
  });
});

describe('a statement asks for no organization', () => {
  test.each([
    'select id from websites where id = $1',
    'select organization_id from websites where id = $1',
    'select id from websites where organization_id is not null',
    'select f.id from test_flows as f inner join websites on websites.organization_id = f.organization_id where f.id = $1',
    'select (select count(*) from test_flows where test_flows.website_id = websites.id) from websites where organization_id = $1',
    'select id from websites where exists (select 1 from test_flows where organization_id = $1)',
    'update websites set organization_id = organization_id, name = $1 where id = $2',
    'delete from websites where id = $1',
    'insert into websites (name) values ($1)',
    'insert into test_flows (organization_id, website_id) select organization_id, id from websites where id = $1',
    'with "old" as (delete from "websites" where "id" = $1 returning "id") select "id" from "old"',
  ])('%s', (statement) => {
    expect(findBareStatements([statement], tables)).toHaveLength(1);
  });
});
