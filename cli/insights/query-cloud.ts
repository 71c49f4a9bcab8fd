import { setTimeout as sleep } from "node:timers/promises";
import type { GetQueryResultsCommandOutput, StartQueryCommandInput } from "@aws-sdk/client-cloudwatch-logs";
import { connectLogs, endpointOf } from "../aws/connection.ts";
import { cloudTime } from "../cloud-time.ts";
import { timeOf } from "../time-range.ts";
import type { Answer } from "./answer.ts";
import type { InsightsOptions } from "./options.ts";
import { pointInto } from "./point-into.ts";

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 2_000;

/** Asks log groups of a cloud. Ctrl-C stops the query there too. */
export async function queryCloud(query: string, options: InsightsOptions): Promise<Answer> {
  const { GetQueryResultsCommand, StartQueryCommand, StopQueryCommand } = await import(
    "@aws-sdk/client-cloudwatch-logs"
  );
  if (Object.keys(options.lookup).length > 0)
    throw new Error("--lookup is for files: log groups read the lookup tables of their account.");
  const client = await connectLogs(options);
  let queryId: string | undefined;
  let stopped = false;
  const stop = (): void => {
    stopped = true;
  };
  process.once("SIGINT", stop);
  try {
    const started = await client.send(
      new StartQueryCommand(requestOf(query, options, await cloudTime(options))),
    );
    queryId = started.queryId;
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      const answer = await client.send(new GetQueryResultsCommand({ queryId }));
      if (answer.status === "Complete")
        return await answerOf(answer, async (nextToken) =>
          client.send(new GetQueryResultsCommand({ queryId, nextToken })),
        );
      if (answer.status !== "Running" && answer.status !== "Scheduled")
        throw new Error(`The query ended as ${answer.status ?? "Unknown"}.`);
      if (stopped) break;
      await sleep(wait);
    }
    await client.send(new StopQueryCommand({ queryId }));
    process.exitCode = 130;
    return {
      rows: [],
      recordsMatched: 0,
      recordsScanned: 0,
      bytesScanned: 0,
      warnings: ["The query was stopped."],
    };
  } catch (error) {
    throw await explained(error as Error, query, options);
  } finally {
    process.off("SIGINT", stop);
    client.destroy();
  }
}

function requestOf(
  query: string,
  { group, from = "1h", to, limit }: InsightsOptions,
  now: number,
): StartQueryCommandInput {
  return {
    queryString: query,
    startTime: Math.floor(timeOf("--from", from, now) / 1000),
    endTime: Math.ceil((to === undefined ? now : timeOf("--to", to, now)) / 1000),
    ...(group.length > 0 && { logGroupNames: [...group] }),
    ...(limit !== undefined && { limit }),
  };
}

async function answerOf(
  first: GetQueryResultsCommandOutput,
  next: (token: string) => Promise<GetQueryResultsCommandOutput>,
): Promise<Answer> {
  const rows: Record<string, string>[] = [];
  for (let page: GetQueryResultsCommandOutput | undefined = first; page; ) {
    for (const row of page.results ?? [])
      rows.push(
        Object.fromEntries(
          row.filter(({ field }) => field !== "@ptr").map(({ field, value }) => [field ?? "", value ?? ""]),
        ),
      );
    const { nextToken } = page as { nextToken?: string };
    page = nextToken === undefined ? undefined : await next(nextToken);
  }
  const { recordsMatched = 0, recordsScanned = 0, bytesScanned = 0 } = first.statistics ?? {};
  return { rows, recordsMatched, recordsScanned, bytesScanned, warnings: [] };
}

/** The service's refusal with the place in the query, or the connection that did not come about. */
async function explained(error: Error, query: string, options: InsightsOptions): Promise<Error> {
  const location = (
    error as { queryCompileError?: { location?: { startCharOffset?: number; endCharOffset?: number } } }
  ).queryCompileError?.location;
  if (location?.startCharOffset !== undefined) {
    const { startCharOffset: start, endCharOffset: end = start + 1 } = location;
    return new Error(pointInto(query, { message: error.message, span: { start, end } }), { cause: error });
  }
  if (/ECONNREFUSED/.test(`${error.message} ${(error as { code?: string }).code ?? ""}`))
    return new Error(`Nothing answers at ${(await endpointOf(options)) ?? "AWS"}.`, { cause: error });
  return error;
}
