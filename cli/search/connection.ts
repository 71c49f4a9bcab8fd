import type { Command } from "commander";
import { type AwsCredentials, refusalOf, type SearchAuthorization, SearchConnection } from "cumulog/search";

export interface SearchOptions {
  readonly url?: string;
  readonly user?: string;
  readonly aws?: string | true;
  readonly ca?: string;
  readonly index: string;
}

/** Adds the options that say which server to talk to, and how. */
export function withSearchServer(command: Command): Command {
  return command
    .option("--url <url>", "address of the OpenSearch or Elasticsearch server (default: CUMULOG_SEARCH_URL)")
    .option("--user <name>", "user; the password is read from CUMULOG_SEARCH_PASSWORD")
    .option("--aws [region]", "sign requests for Amazon OpenSearch Service (default region: AWS_REGION)")
    .option("--ca <file>", "PEM file of the authority that signed the server's certificate")
    .option("--index <name>", "beginning of the index names", "logs-{service}");
}

/**
 * A connection by the options and the environment: CUMULOG_SEARCH_API_KEY, or a user with CUMULOG_SEARCH_PASSWORD.
 *
 * @throws Error that says what is missing
 */
export function connectSearch(options: SearchOptions): SearchConnection {
  const url = options.url ?? process.env["CUMULOG_SEARCH_URL"];
  if (url === undefined || url === "")
    throw new Error("no search server is named: give --url https://host:9200, or set CUMULOG_SEARCH_URL");
  return new SearchConnection({ url, caFile: options.ca, authorization: authorizationOf(options) });
}

/** @throws Error that says which variable is missing */
export function authorizationOf({
  user,
  aws,
}: Pick<SearchOptions, "user" | "aws">): SearchAuthorization | undefined {
  const { CUMULOG_SEARCH_API_KEY: key, CUMULOG_SEARCH_PASSWORD: password } = process.env;
  if (aws !== undefined) {
    const region = aws === true ? (process.env["AWS_REGION"] ?? process.env["AWS_DEFAULT_REGION"]) : aws;
    if (region === undefined) throw new Error("no region: give --aws eu-west-1, or set AWS_REGION");
    return { type: "aws", region, credentials: () => credentials(region) };
  }
  if (user !== undefined) {
    if (!password) throw new Error("--user needs the password in CUMULOG_SEARCH_PASSWORD");
    return { type: "basic", username: user, password };
  }
  return key ? { type: "apiKey", key } : undefined;
}

async function credentials(region: string): Promise<AwsCredentials> {
  const { CloudWatchLogsClient } = await import("@aws-sdk/client-cloudwatch-logs");
  return new CloudWatchLogsClient({ region }).config.credentials();
}

/** Runs a call and says in one sentence why the server did not do it. */
export async function orSay<Result>(
  connection: SearchConnection,
  call: () => Promise<Result>,
): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal.kind === "fatal" && refusal.advice !== "") {
      const { message } = error as Error;
      throw new Error(message.includes(refusal.advice) ? message : refusal.advice, { cause: error });
    }
    throw new Error(`${connection.origin} cannot be reached (${refusal.reason})`, { cause: error });
  } finally {
    connection.close();
  }
}
