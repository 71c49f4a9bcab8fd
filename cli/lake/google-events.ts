import { type CloudLoggingEntry, eventOfEntry, HistoryError, type LogEvent } from "cumulog/analysis";

const ENDPOINT = "https://logging.googleapis.com";
const PAGE_SIZE = 1_000;
const LOOPBACK = /^https?:\/\/(localhost|127\.|\[::1\])/;

/**
 * Entries of Cloud Logging as events, with the application's default credentials.
 * https://docs.cloud.google.com/logging/docs/reference/v2/rest/v2/entries/list
 */
export async function* googleEvents(
  filter: string,
  project = process.env["GOOGLE_CLOUD_PROJECT"],
  { from, to }: { readonly from?: number; readonly to?: number } = {},
): AsyncGenerator<LogEvent[]> {
  if (project === undefined) throw new HistoryError("Say which project to read: --project my-project.");
  const base = process.env["CLOUD_LOGGING_ENDPOINT"] ?? ENDPOINT;
  const url = `${base}/v2/entries:list`;
  const conditions = [
    ...(filter === "" ? [] : [`(${filter})`]),
    ...(from === undefined ? [] : [`timestamp>="${new Date(from).toISOString()}"`]),
    ...(to === undefined ? [] : [`timestamp<"${new Date(to).toISOString()}"`]),
  ];
  let pageToken: string | undefined;
  do {
    const page = await pageOf(project, url, {
      method: "POST",
      headers: { "content-type": "application/json", ...(await authorization(base, url)) },
      body: JSON.stringify({
        resourceNames: [`projects/${project}`],
        filter: conditions.join(" AND "),
        orderBy: "timestamp asc",
        pageSize: PAGE_SIZE,
        ...(pageToken !== undefined && { pageToken }),
      }),
    });
    yield (page.entries ?? []).flatMap((entry) => eventOfEntry(entry) ?? []);
    pageToken = page.nextPageToken;
  } while (pageToken);
}

interface Page {
  readonly entries?: readonly CloudLoggingEntry[];
  readonly nextPageToken?: string;
  readonly error?: { readonly message: string };
}

/** @throws HistoryError also when nothing answers, or something that is not the service */
async function pageOf(project: string, url: string, request: RequestInit): Promise<Page> {
  const unreadable = (reason: string, cause?: unknown) =>
    new HistoryError(`Cloud Logging of ${project} cannot be read: ${reason}`, { cause });
  let answer: Response;
  try {
    answer = await fetch(url, request);
  } catch (cause) {
    throw unreadable(`nothing answers at ${new URL(url).origin}`, cause);
  }
  const page = (await answer.json().catch(() => undefined)) as Page | undefined;
  if (answer.ok && page !== undefined) return page;
  throw unreadable(page?.error?.message ?? `the answer was ${answer.status}`);
}

/** A local cloud asks for no credentials. */
async function authorization(base: string, url: string): Promise<Record<string, string>> {
  if (LOOPBACK.test(base)) return {};
  const { GoogleAuth } = await import("google-auth-library");
  const auth = new GoogleAuth({ scopes: "https://www.googleapis.com/auth/logging.read" });
  return Object.fromEntries(new Headers(await auth.getRequestHeaders(url)));
}
