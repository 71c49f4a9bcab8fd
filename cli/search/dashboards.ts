import { writeFile } from "node:fs/promises";
import { Command, Option } from "commander";
import {
  cloudWatchDashboard,
  grafanaDashboard,
  indexPattern,
  LOG_DASHBOARD,
  SearchConnection,
  savedObjects,
  savedObjectsFile,
} from "cumulog/search";
import { authorizationOf, orSay } from "./connection.ts";

const KINDS = ["opensearch", "kibana", "grafana", "cloudwatch"] as const;

interface Options {
  readonly to?: string;
  readonly out?: string;
  readonly for: (typeof KINDS)[number];
  readonly index: string;
  readonly user?: string;
  readonly aws?: string | true;
  readonly ca?: string;
  readonly group?: readonly string[];
  readonly region?: string;
  readonly elasticsearch?: true;
}

const HELP = `
The ids are fixed: an import replaces what an earlier one made, and a second one changes nothing.

Examples:
  $ cumulog search dashboards --out logs.ndjson
  $ cumulog search dashboards --to https://dashboards.example.com:5601 --user admin
  $ cumulog search dashboards --to https://search-logs.eu-west-1.es.amazonaws.com/_dashboards --aws eu-west-1
  $ cumulog search dashboards --for grafana --out grafana.json
  $ cumulog search dashboards --for cloudwatch --group /app/checkout --region eu-west-1 --out dashboard.json`;

/** `cumulog search dashboards`: the dashboard of logs for OpenSearch Dashboards, Kibana, Grafana or CloudWatch. */
export function dashboardsCommand(): Command {
  return new Command("dashboards")
    .description("write the dashboard of logs to a file, or import it")
    .addOption(
      new Option("--for <application>", "application that shows it").choices(KINDS).default("opensearch"),
    )
    .addOption(new Option("--out <file>", "file to write; - for standard output").conflicts("to"))
    .option("--to <url>", "address of OpenSearch Dashboards or Kibana to import it into")
    .option("--index <name>", "beginning of the index names", "logs-{service}")
    .option("--user <name>", "user; the password is read from CUMULOG_SEARCH_PASSWORD")
    .option("--aws [region]", "sign the import for Amazon OpenSearch Service (default region: AWS_REGION)")
    .option("--ca <file>", "PEM file of the authority that signed the server's certificate")
    .option("--group <name...>", "log groups, for CloudWatch")
    .option("--region <region>", "region of the log groups, for CloudWatch (default: AWS_REGION)")
    .option("--elasticsearch", "the data source of Grafana is Elasticsearch")
    .addHelpText("after", HELP)
    .action(dashboards);
}

async function dashboards(options: Options): Promise<void> {
  const { out, to } = options;
  if (out === undefined && to === undefined) throw new Error("give --out FILE, or --to URL");
  const text = textFor(options);
  if (to !== undefined) await importInto(to, text, options);
  else if (out === "-") process.stdout.write(text);
  else {
    await writeFile(out!, text);
    process.stdout.write(`${out}: ${LOG_DASHBOARD.panels.length} panels for ${options.for}\n`);
  }
}

function textFor(options: Options): string {
  switch (options.for) {
    case "opensearch":
    case "kibana":
      return savedObjectsFile(savedObjects(LOG_DASHBOARD, options.for, indexPattern(options.index)));
    case "grafana": {
      const type = options.elasticsearch ? "elasticsearch" : "grafana-opensearch-datasource";
      return `${JSON.stringify(grafanaDashboard(LOG_DASHBOARD, type), null, 2)}\n`;
    }
    case "cloudwatch": {
      const region = options.region ?? process.env["AWS_REGION"];
      if (options.group === undefined || region === undefined)
        throw new Error("--for cloudwatch needs --group NAME and --region REGION");
      return `${JSON.stringify(cloudWatchDashboard(LOG_DASHBOARD, { logGroupNames: options.group, region }), null, 2)}\n`;
    }
  }
}

/** @see https://www.elastic.co/docs/api/doc/kibana/operation/operation-post-saved-objects-import */
async function importInto(url: string, file: string, options: Options): Promise<void> {
  if (options.for !== "opensearch" && options.for !== "kibana")
    throw new Error(
      `--to imports into OpenSearch Dashboards or Kibana; write the file for ${options.for} with --out`,
    );
  const connection = new SearchConnection({
    url,
    caFile: options.ca,
    compress: false,
    authorization: authorizationOf(options),
  });
  const boundary = "cumulog-saved-objects";
  const body = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="logs.ndjson"\r\ncontent-type: application/ndjson\r\n\r\n${file}\r\n--${boundary}--\r\n`;
  const answer = await orSay(connection, () =>
    connection.send({
      method: "POST",
      path: "/api/saved_objects/_import?overwrite=true",
      body,
      contentType: `multipart/form-data; boundary=${boundary}`,
      // The applications refuse what a page of another site could have sent.
      headers: { "osd-xsrf": "true", "kbn-xsrf": "true" },
    }),
  );
  const { success, successCount } = readAnswer(answer.text);
  if (answer.status !== 200 || success !== true)
    throw new Error(
      answer.status === 401 || answer.status === 403
        ? `${connection.origin} refuses the import (HTTP ${answer.status}): check --user and its permissions`
        : `${connection.origin} did not import the dashboard (HTTP ${answer.status}): check that --to is the address of OpenSearch Dashboards or Kibana`,
    );
  process.stdout.write(`${successCount} objects imported into ${connection.origin}\n`);
}

function readAnswer(text: string): { readonly success?: boolean; readonly successCount?: number } {
  try {
    return JSON.parse(text) as { success?: boolean; successCount?: number };
  } catch {
    return {};
  }
}
