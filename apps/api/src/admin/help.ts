export const help = `Usage: admin <command> [options]

Commands:
  migrate               Bring the tables up to date
  seed                  Make the demo organization, and print a token of its admin
  plugin-key            Print the public key that helper plugins check our requests with
  token create          Make a token for a member, and print it
  organization create   Make an organization with its first admin

Options of token create:
  --organization <slug>   The organization, for example acme-agency
  --email <address>       The member
  --name <name>           What the token is for (default: "Command line")
  --scopes <list>         Comma-separated scopes (default: all)
  --days <number>         Days until it expires, at most 365 (default: it does not expire)

Options of organization create:
  --name <name>           The name
  --plan <plan>           essential, plus, advanced or none (default: none)
  --email <address>       The first admin
  --first-name <name>     The admin's first name
  --last-name <name>      The admin's last name

Environment:
  DATABASE_URL            A PostgreSQL, postgres://user:password@host/database
  CHECKVIEW_DATA          The folder of the embedded database (default: .data/checkview).
                          One process at a time may use it: stop the API first.

Results go to standard output. Exit codes: 0 done, 2 could not run, 3 wrong usage.
`;
