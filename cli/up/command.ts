import { existsSync } from "node:fs";
import type { EventSearch, LocalCloud } from "@cumulog/local";
import { Command, Option } from "commander";
import { account, collect, number, pairsOf, port, region, time } from "../option-values.ts";
import { deploymentProgress } from "./deployment-progress.ts";
import { summaryOf } from "./summary.ts";

interface UpOptions {
  readonly port: number;
  readonly googlePort: number;
  readonly host: string;
  readonly allowHost: readonly string[];
  readonly allowOrigin: readonly string[];
  readonly allowNetwork: readonly string[];
  readonly account?: string;
  readonly region?: string;
  readonly speed: number;
  readonly start?: number;
  readonly data?: string;
  readonly maxEvents?: number;
  readonly skipType: readonly string[];
  readonly skipUnknown: boolean;
  readonly parameter: readonly string[];
  readonly asset: readonly string[];
  readonly google?: string;
  readonly googleVariable: readonly string[];
  readonly searchUrl?: string;
  readonly searchUser?: string;
  readonly lake: string;
  readonly json: boolean;
}

const EXAMPLES = `
Examples:
  $ cumulog up                                   an empty cloud
  $ cumulog up cdk.out                           what "cdk synth" wrote
  $ cumulog up stack.yaml --parameter Stage=dev  one CloudFormation template
  $ cumulog up stack.yaml --asset code/shop.zip=dist/shop --skip-unknown
  $ cumulog up --google cumulog.tf.json          what "cumulog synth --google" wrote
  $ cumulog up cdk.out --speed 60                a minute passes in a second
  $ cumulog up --account 210987654321 --region eu-central-1
  $ cumulog up --port 0 --json                   one line with the addresses, for scripts`;

/** `cumulog up`: the local cloud in this process until Ctrl-C. */
export function upCommand(): Command {
  return new Command("up")
    .description("start a local cloud and deploy a cdk.out folder or a CloudFormation template into it")
    .argument("[template]", "cdk.out folder or template file (default: an empty cloud)")
    .option(
      "-p, --port <port>",
      "port of AWS, Google's REST API and the page; 0 takes a free one",
      port,
      4600,
    )
    .option("--google-port <port>", "port of Google's gRPC API; 0 takes a free one", port, 4601)
    .option(
      "--host <address>",
      "address to listen on; others than loopback let other machines in",
      "127.0.0.1",
    )
    .option("--allow-host <name>", "name under which other machines may reach it (repeatable)", collect, [])
    .option(
      "--allow-origin <origin>",
      "web application that may talk to it, such as http://localhost:5173; all other pages are refused (repeatable)",
      collect,
      [],
    )
    .option(
      "--allow-network <host>",
      'host that functions may reach, such as hooks.slack.com, or "*"; what they send elsewhere is shown in the inbox (repeatable)',
      collect,
      [],
    )
    .option("--account <id>", "AWS account of the cloud, twelve digits (default: 123456789012)", account)
    .option("--region <name>", "AWS region of the cloud (default: us-east-1)", region)
    .option("--speed <number>", "how fast the cloud's clock runs: 1 is real time, 0 stops it", number, 1)
    .option("--start <time>", "time at which the cloud's clock starts (ISO; default: now)", time)
    .option("--data <folder>", "keep everything in this folder across restarts")
    .option("--max-events <number>", "log events kept at most; the oldest go first", number)
    .option(
      "--skip-type <type>",
      "have placeholders stand for resources of this type (repeatable)",
      collect,
      [],
    )
    .option(
      "--skip-unknown",
      "have placeholders stand for types that the local cloud does not have, and for what is taken from elsewhere and is not here",
      false,
    )
    .option("--parameter <name=value>", "value of a template parameter (repeatable)", collect, [])
    .option(
      "--asset <key=path>",
      "zip archive or folder of code that a template has in a bucket, by its key or bucket/key (repeatable)",
      collect,
      [],
    )
    .option("--google <file>", "file in Terraform's JSON syntax to load, as cumulog synth --google writes it")
    .option(
      "--google-variable <name=value>",
      "value of one of its variables; secrets need none (repeatable)",
      collect,
      [],
    )
    .option("--search-url <url>", "OpenSearch or Elasticsearch server that the page searches too")
    .option("--search-user <name>", "its user; the password is read from CUMULOG_SEARCH_PASSWORD")
    .option("--lake <folder>", "lake that the page's Explore asks, filled by cumulog lake load", "lake")
    .addOption(new Option("--json", "print one line of JSON when ready, nothing else").default(false))
    .addHelpText("after", EXAMPLES)
    .action(run);
}

async function run(given: string | undefined, options: UpOptions): Promise<void> {
  await warnOfOthers(options.host);
  const cloud = await start(given, options);
  let stopping = false;
  const stop = async () => {
    if (stopping) process.exit(130);
    stopping = true;
    await cloud.stop();
    process.exit(0);
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  if (options.json) process.stdout.write(`${JSON.stringify(cloud.endpoints)}\n`);
  else process.stdout.write(summaryOf(cloud) + hintOf(given));
}

/** A stack that lies here is not run unasked: functions would start. */
function hintOf(template: string | undefined): string {
  const unasked = template === undefined && existsSync("cdk.out/manifest.json");
  return unasked
    ? 'The cloud is empty; "cumulog up cdk.out" runs the stacks that "cdk synth" wrote here.\n'
    : "";
}

/** Whoever can reach the port can have code run by this process. */
async function warnOfOthers(host: string): Promise<void> {
  const { isLoopbackHost } = await import("@cumulog/local");
  if (isLoopbackHost(host)) return;
  process.stderr.write(
    `Warning: --host ${host} lets other machines in, and a request can create functions that run here. Requests by an address of this machine are answered; add --allow-host NAME for each name that it may be called by.\n`,
  );
}

/** Only by an option: the page must not reach for a server that nobody named for it. */
async function searchOf({ searchUrl, searchUser }: UpOptions): Promise<EventSearch | undefined> {
  if (searchUrl === undefined) return undefined;
  const { pageSearch } = await import("../search/page-search.ts");
  return pageSearch({
    url: searchUrl,
    index: "logs-{service}",
    ...(searchUser !== undefined && { user: searchUser }),
  });
}

async function start(template: string | undefined, options: UpOptions): Promise<LocalCloud> {
  const { consoleRoute, LocalCloud } = await import("@cumulog/local");
  const search = await searchOf(options);
  const progress = options.json ? undefined : await deploymentProgress();
  try {
    return await LocalCloud.start({
      port: options.port,
      googlePort: options.googlePort,
      host: options.host,
      allowedHosts: options.allowHost,
      allowedOrigins: options.allowOrigin,
      allowedNetwork: options.allowNetwork,
      clock: { speed: options.speed, ...(options.start !== undefined && { start: options.start }) },
      skipTypes: options.skipType,
      skipUnknown: options.skipUnknown,
      parameters: pairsOf("--parameter", "name=value", options.parameter),
      assets: pairsOf("--asset", "key=path", options.asset),
      googleVariables: pairsOf("--google-variable", "name=value", options.googleVariable),
      ...(options.google !== undefined && { google: options.google }),
      routes: (inner) => [consoleRoute(inner, { search, lake: options.lake })],
      ...(template !== undefined && { template }),
      ...(options.account !== undefined && { accountId: options.account }),
      ...(options.region !== undefined && { region: options.region }),
      ...(options.data !== undefined && { data: options.data }),
      ...(options.maxEvents !== undefined && { maxEvents: options.maxEvents }),
      ...(progress && { onEvent: progress.show }),
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE")
      throw new Error(
        `Port ${(error as { port?: number }).port} is taken: choose another with --port and --google-port, or 0 for a free one.`,
        { cause: error },
      );
    throw error;
  } finally {
    progress?.end();
  }
}
