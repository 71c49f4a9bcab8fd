import type { CloudWatchLogsClient, StartLiveTailResponseStream } from "@aws-sdk/client-cloudwatch-logs";
import type { TailedGroup } from "./log-groups.ts";
import type { TailEvent } from "./tail-event.ts";

/** Groups of one session. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartLiveTail.html */
const GROUPS_OF_SESSION = 10;
/** More sessions than these are left to reading: an account has fifteen. */
const MOST_SESSIONS = 5;

/** What a session tells. */
export interface LiveListener {
  event(event: TailEvent): void;
  /** Some events were left out, or the session was not there for a while. */
  gap(): void;
  /** There is no live tail any more, with the reason. */
  ended(reason: string): void;
}

/** Opens live tails of the groups, which end when the signal is aborted. Resolves when all are open, to whether they are. */
export async function openLiveSessions(
  client: CloudWatchLogsClient,
  groups: readonly TailedGroup[],
  { filter, stream }: { readonly filter?: string | undefined; readonly stream?: string | undefined },
  { listener, signal }: { readonly listener: LiveListener; readonly signal: AbortSignal },
): Promise<boolean> {
  if (groups.length > GROUPS_OF_SESSION * MOST_SESSIONS) return false;
  const { StartLiveTailCommand } = await import("@aws-sdk/client-cloudwatch-logs");
  const names = new Map(groups.map(({ name, arn }) => [arn.split(":log-group:").join(":"), name]));
  const nameOf = (identifier: string): string => names.get(identifier) ?? identifier.split(":").at(-1)!;

  const open = async (arns: string[]): Promise<AsyncIterable<StartLiveTailResponseStream>> => {
    const answer = await client.send(
      new StartLiveTailCommand({
        logGroupIdentifiers: arns,
        ...(filter !== undefined && { logEventFilterPattern: filter }),
        ...(stream !== undefined && arns.length === 1 && { logStreamNamePrefixes: [stream] }),
      }),
      { abortSignal: signal },
    );
    if (answer.responseStream === undefined) throw new Error("the service sent no stream");
    return answer.responseStream;
  };

  const follow = async (arns: string[], first: AsyncIterable<StartLiveTailResponseStream>): Promise<void> => {
    for (let session = first; ; session = await open(arns)) {
      for await (const { sessionUpdate } of session) {
        if (sessionUpdate?.sessionMetadata?.sampled) listener.gap();
        for (const event of sessionUpdate?.sessionResults ?? []) {
          const { logStreamName = "", logGroupIdentifier = "", timestamp = 0, message = "" } = event;
          if (stream !== undefined && !logStreamName.startsWith(stream)) continue;
          listener.event({ timestamp, message, group: nameOf(logGroupIdentifier), stream: logStreamName });
        }
      }
      // Sessions end after three hours.
      listener.gap();
    }
  };

  const chunks: string[][] = [];
  for (let index = 0; index < groups.length; index += GROUPS_OF_SESSION)
    chunks.push(groups.slice(index, index + GROUPS_OF_SESSION).map(({ arn }) => arn));
  try {
    const sessions = await Promise.all(chunks.map(open));
    for (const [index, session] of sessions.entries())
      follow(chunks[index]!, session).catch((error: Error) => {
        if (!signal.aborted) listener.ended(error.name);
      });
    return true;
  } catch (error) {
    if (!signal.aborted) listener.ended((error as Error).name);
    return false;
  }
}
