import { batchesOf, type RequestLimits } from "cumulog/delivery";
import {
  BULK_MAX_BYTES,
  type BulkItem,
  checkIndexPattern,
  eventDocument,
  indexName,
  indexPrefix,
  installSearch,
  refusalOf,
  type SearchAuthorization,
  SearchConnection,
  sendBulk,
  untimely,
} from "cumulog/search";
import pRetry from "p-retry";
import { once } from "../../shared/configuration.ts";
import { resolveReference } from "../../shared/secret.ts";
import type { DestinationConfiguration } from "../configuration.ts";
import { type EventSource, type FailedEvent, messageBytes, type OutgoingEvent } from "../event.ts";
import type { Destination } from "./destination.ts";

type Configuration = DestinationConfiguration & { type: "opensearch" };

/** A document with the event that it was made of. */
interface EventItem extends BulkItem {
  readonly event: OutgoingEvent;
}

/** A document is about twice as long as the event it is made of: names of fields, the source. */
const LIMITS: RequestLimits = {
  maximumBytes: BULK_MAX_BYTES / 2,
  maximumItems: 2_500,
  overheadBytes: 400,
  maximumSpanMs: Number.POSITIVE_INFINITY,
};
/** Secrets are read again, so that a rotated one is picked up. */
const CONNECTION_MS = 300_000;
const SETUP_RETRIES = 5;

/** OpenSearch or Elasticsearch: a document for each event, by its id, in the index of its service and day. */
export function opensearch(configuration: Configuration): Destination {
  checkIndexPattern(configuration.index);
  let connection: { readonly made: Promise<SearchConnection>; readonly at: number } | undefined;
  const connect = (): Promise<SearchConnection> => {
    if (connection === undefined || Date.now() - connection.at > CONNECTION_MS) {
      void connection?.made.then((old) => old.close()).catch(() => {});
      const made = makeConnection(configuration);
      connection = { made, at: Date.now() };
      made.catch(() => {
        connection = undefined;
      });
    }
    return connection.made;
  };
  const setUp = once(async () => {
    if (configuration.setup) await installSearch(await connect(), configuration);
  });
  return {
    name: configuration.name,
    logGroup: undefined,
    async forward(events, source, deadline, delivered) {
      try {
        await pRetry(setUp, {
          retries: SETUP_RETRIES,
          minTimeout: 200,
          randomize: true,
          shouldRetry: ({ error }) => refusalOf(error).kind === "retry",
          maxRetryTime: Math.max(0, deadline - Date.now()),
        });
        const server = await connect();
        const failed: FailedEvent[] = [];
        for (const batch of batchesOf(events, LIMITS, messageBytes)) {
          const items: EventItem[] = [];
          for (const event of batch) {
            const reason = untimely(event.timestamp, Date.now(), configuration.retentionDays);
            if (reason !== undefined) failed.push({ event, reason: UNTIMELY[reason] });
            else
              try {
                items.push(itemOf(event, source, configuration.index));
              } catch (cause) {
                failed.push({ event, reason: `${(cause as Error).name}: the event cannot be read` });
              }
          }
          const unsent = await sendBulk(server, items, {
            deadline,
            delivered: (stored) => delivered(stored.map(({ event }) => event)),
          });
          for (const { item, reason } of unsent)
            failed.push({ event: item.event, reason: `OpenSearch: ${reason}` });
        }
        return failed;
      } catch (cause) {
        // Nothing of a set-up or of a secret was delivered; what was delivered before is known by its id.
        const reason = `${(cause as Error).name}: ${(cause as Error).message}`;
        return events.map((event) => ({ event, reason }));
      }
    },
  };
}

const UNTIMELY = {
  "too-old": "OpenSearch: the event is older than the retention",
  "too-new": "OpenSearch: the event lies more than a day ahead",
} as const;

function itemOf(event: OutgoingEvent, source: EventSource, pattern: string): EventItem {
  const { id, timestamp, rawMessage } = event;
  const { service, document } = eventDocument({
    id,
    timestamp,
    message: JSON.parse(rawMessage) as string,
    account: source.owner,
    logGroup: source.logGroup,
    logStream: source.logStream,
  });
  return { index: indexName(indexPrefix(pattern, service), timestamp), id, document, event };
}

async function makeConnection({ url, auth, ca }: Configuration): Promise<SearchConnection> {
  return new SearchConnection({
    url: await resolveReference(url),
    authorization: await authorizationOf(auth),
    ca: ca === undefined ? undefined : await resolveReference(ca),
  });
}

async function authorizationOf(auth: Configuration["auth"]): Promise<SearchAuthorization | undefined> {
  switch (auth?.type) {
    case undefined:
      return undefined;
    case "basic":
      return {
        type: "basic",
        username: await resolveReference(auth.username),
        password: await resolveReference(auth.password),
      };
    case "apiKey":
      return { type: "apiKey", key: await resolveReference(auth.key) };
    case "aws":
      return {
        ...auth,
        region: auth.region ?? process.env["AWS_REGION"] ?? "us-east-1",
        credentials: roleCredentials,
      };
  }
}

/** Lambda has its role's credentials in the environment. */
async function roleCredentials() {
  const { AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "", AWS_SESSION_TOKEN } = process.env;
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN !== undefined && { sessionToken: AWS_SESSION_TOKEN }),
  };
}
