import { styleText } from "node:util";
import { Command } from "commander";
import { escapeControls } from "cumulog";
import { endpointOf } from "./aws/connection.ts";

interface Options {
  readonly endpoint?: string;
  readonly json?: true;
  readonly clear?: true;
}

/** A captured message, as the local cloud's control API returns it. */
interface Message {
  readonly id: string;
  readonly timestamp: number;
  readonly protocol: string;
  readonly to: string;
  readonly subject?: string;
  readonly body: string;
  readonly from: string;
}

const HELP = `
E-mail, text messages and posts to other machines never leave a local cloud: this prints them.

Examples:
  $ cumulog inbox --endpoint http://127.0.0.1:4600
  $ AWS_ENDPOINT_URL=http://127.0.0.1:4600 cumulog inbox --json`;

/** `cumulog inbox`: what a local cloud would have sent outside. */
export function inboxCommand(): Command {
  return new Command("inbox")
    .description("print the messages that a local cloud would have sent outside")
    .option("--endpoint <url>", "address of the local cloud (default: AWS_ENDPOINT_URL, or the profile's)")
    .option("--json", "print one JSON object a line")
    .option("--clear", "forget the messages afterwards")
    .addHelpText("after", HELP)
    .action((options: Options) => printInbox(options));
}

async function printInbox({ json, clear, ...connection }: Options): Promise<void> {
  const endpoint = await endpointOf(connection);
  if (endpoint === undefined)
    throw new Error("Give --endpoint or AWS_ENDPOINT_URL: the address that `cumulog up` printed");
  const url = new URL("/_cumulog/inbox", endpoint);
  const messages = await read(url);
  for (const message of messages) print(json ? JSON.stringify(message) : readable(message));
  if (!json && messages.length === 0) print("The inbox is empty.");
  if (clear) await request(url, "DELETE");
}

async function read(url: URL): Promise<readonly Message[]> {
  const answer = (await (await request(url, "GET")).json()) as
    | readonly Message[]
    | { messages: readonly Message[] };
  return "messages" in answer ? answer.messages : answer;
}

async function request(url: URL, method: string): Promise<Response> {
  const response = await fetch(url, { method }).catch((cause: unknown) => {
    throw new Error(`No local cloud answers at ${url.origin}`, { cause });
  });
  if (!response.ok)
    throw new Error(`${url.origin} answered ${response.status}: is it a cumulog local cloud?`);
  return response;
}

function readable({ timestamp, protocol, to, subject, body, from }: Message): string {
  const bold = (text: string) => styleText("bold", escapeControls(text), { stream: process.stdout });
  const head = `${new Date(timestamp).toISOString()}  ${bold(protocol)} to ${bold(to)}  from ${escapeControls(from)}`;
  const lines = body.split("\n").map((line) => escapeControls(line));
  return `${head}\n${subject === undefined ? "" : `${bold(subject)}\n`}${lines.join("\n")}\n`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
