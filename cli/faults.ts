import type { FaultRule } from "@cumulog/local";
import { Command, InvalidArgumentError } from "commander";
import { endpointOf } from "./aws/connection.ts";
import { ControlClient } from "./control-client.ts";

interface Options {
  readonly endpoint?: string;
  readonly json?: true;
}

interface SetOptions extends Options {
  readonly throttle?: number;
  readonly error?: number;
  readonly stored?: number;
  readonly cut?: number;
  readonly latency?: string;
  readonly seed?: number;
}

const HELP = `
Operations are named service:Operation, service:* or *; the most specific rule wins.

Examples:
  $ cumulog faults set logs:PutLogEvents --throttle 0.3 --error 0.05 --stored 0.5 --latency 50ms --seed 1
  $ cumulog faults list
  $ cumulog faults clear logs:PutLogEvents`;

/** `cumulog faults`: what goes wrong in a local cloud. */
export function faultsCommand(): Command {
  const command = new Command("faults")
    .description("make calls to a local cloud fail")
    .addHelpText("after", HELP);
  withEndpoint(command.command("set"))
    .description("set the faults of one operation")
    .argument("<operation>", "for example logs:PutLogEvents")
    .option("--throttle <rate>", "share of the calls refused for their rate, 0 to 1", rate)
    .option("--error <rate>", "share of the calls answered with a server error", rate)
    .option("--stored <rate>", "share of the failing calls that take effect all the same", rate)
    .option("--cut <rate>", "share of the calls whose connection is cut without an answer", rate)
    .option("--latency <duration>", 'wait before each answer, for example "50ms"')
    .option("--seed <number>", "the same seed gives the same faults", seed)
    .action(async (operation: string, { endpoint, json, ...rule }: SetOptions) =>
      print(await (await control(endpoint)).call("POST", "faults", { operation, ...rule }), json),
    );
  withEndpoint(command.command("list", { isDefault: true }))
    .description("print the rules")
    .action(async ({ endpoint, json }: Options) =>
      print(await (await control(endpoint)).call("GET", "faults"), json),
    );
  withEndpoint(command.command("clear"))
    .description("remove the rule of one operation, or all")
    .argument("[operation]")
    .action(async (operation: string | undefined, { endpoint, json }: Options) =>
      print(
        await (await control(endpoint)).call(
          "DELETE",
          "faults",
          operation === undefined ? {} : { operation },
        ),
        json,
      ),
    );
  return command;
}

function rate(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError("expected a rate from 0 to 1");
}

function seed(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError("expected a whole number");
}

function withEndpoint(command: Command): Command {
  return command
    .option("--endpoint <url>", "address of the local cloud (default: AWS_ENDPOINT_URL, or the profile's)")
    .option("--json", "print the rules as one JSON object");
}

async function control(named: string | undefined): Promise<ControlClient> {
  const endpoint = await endpointOf(named === undefined ? {} : { endpoint: named });
  if (endpoint === undefined)
    throw new Error("Give --endpoint or AWS_ENDPOINT_URL: the address that `cumulog up` printed");
  return new ControlClient(endpoint);
}

function print(rules: Readonly<Record<string, FaultRule>>, json: true | undefined): void {
  const lines = Object.entries(rules).map(([operation, rule]) => {
    const members = Object.entries(rule).map(([name, value]) => `${name} ${value}`);
    return `${operation}  ${members.join("  ")}`;
  });
  const text = lines.length === 0 ? "No faults." : lines.join("\n");
  process.stdout.write(`${json ? JSON.stringify(rules) : text}\n`);
}
