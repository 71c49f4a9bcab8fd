import { Command } from "commander";
import { dashboardsCommand } from "./dashboards.ts";
import { addQuery } from "./query.ts";
import { setupCommand } from "./setup.ts";

const HELP = `
Examples:
  $ cumulog search "payment failed" --from 2h
  $ cumulog search 'severity_text:ERROR AND http.route:"/pay"' --from 2026-01-31T08:00:00Z --to 2026-01-31T09:00:00Z --json
  $ cumulog search setup --url https://search.example.com:9200 --user admin
  $ cumulog search dashboards --out logs.ndjson`;

/** `cumulog search`: events in OpenSearch or Elasticsearch, its set-up and its dashboards. */
export function searchCommand(): Command {
  return (
    addQuery(new Command("search"))
      .description("search the events in OpenSearch or Elasticsearch; set it up, and its dashboards")
      // Options behind a sub-command are its own.
      .enablePositionalOptions()
      .addCommand(setupCommand())
      .addCommand(dashboardsCommand())
      .addHelpText("after", HELP)
  );
}
