import { styleText } from "node:util";
import type { ControlAnswers, InboxMessage } from "@cumulog/local";
import { Command } from "commander";
import { escapeControls } from "cumulog";
import { endpointOf } from "./aws/connection.ts";
import { ControlClient } from "./control-client.ts";

interface Options {
  readonly endpoint?: string;
  readonly json?: true;
  readonly clear?: true;
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
  const client = new ControlClient(endpoint);
  const { messages } = await client.call<ControlAnswers["GET inbox"]>("GET", "inbox");
  for (const message of messages) print(json ? JSON.stringify(message) : readable(message));
  if (!json && messages.length === 0) print("The inbox is empty.");
  if (clear) await client.call("DELETE", "inbox");
}

function readable({ timestamp, protocol, to, subject, body, from }: InboxMessage): string {
  const bold = (text: string) => styleText("bold", escapeControls(text), { stream: process.stdout });
  const head = `${new Date(timestamp).toISOString()}  ${bold(protocol)} to ${bold(to)}  from ${escapeControls(from)}`;
  const lines = body.split("\n").map((line) => escapeControls(line));
  return `${head}\n${subject === undefined ? "" : `${bold(subject)}\n`}${lines.join("\n")}\n`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
