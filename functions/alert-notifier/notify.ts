import { type DeadLetter, deadLetter } from "../shared/dead-letter.ts";
import { abortAt } from "../shared/deadline.ts";
import { type Alert, isResolved, type Notification } from "./alert.ts";
import type { NotifierConfiguration } from "./configuration.ts";
import { describeAlert } from "./describe-alert.ts";
import type { Destination, Outgoing } from "./destinations/destination.ts";
import type { Incoming } from "./incoming.ts";
import type { LineClients } from "./log-lines.ts";
import { type AlertMemory, admit, emptyMemory, type MemoryStore, remember } from "./memory.ts";
import { metricPicture } from "./metric-picture.ts";

/** What the notifier works with. */
export interface NotifierParts {
  readonly configuration: NotifierConfiguration;
  readonly destinations: readonly Destination[];
  readonly store: MemoryStore;
  readonly clients: LineClients;
  readonly functionName: string;
  readonly region: string | undefined;
}

/** Account of one invocation: `received × destinations = sent + skipped + failed`. */
export interface NotifyResult {
  readonly received: number;
  readonly sent: number;
  /** Duplicates, states not wanted, and what the rate limit held back. */
  readonly skipped: number;
  readonly suppressed: number;
  readonly failed: number;
  readonly letters: readonly DeadLetter[];
  readonly problems: readonly string[];
}

interface Prepared {
  readonly incoming: Incoming;
  readonly notification: Notification;
  readonly memory: AlertMemory;
  readonly admitted: boolean;
}

const PICTURE_MS = 5_000;

/** Sends every alert to every destination that wants it. One that fails does not keep the others from theirs. */
export async function notify(
  incoming: readonly Incoming[],
  parts: NotifierParts,
  deadline: number,
): Promise<NotifyResult> {
  const problems: string[] = [];
  const names = new Set(parts.destinations.map(({ name }) => name));
  for (const name of new Set(incoming.flatMap(({ only = [] }) => only)))
    if (!names.has(name))
      problems.push(
        `a redrive is for "${name}", which is no destination any more: expected ${[...names].join(", ")}`,
      );
  const prepared = await prepare(incoming, parts, deadline, problems);
  const pictures = new Map<string, Promise<Uint8Array | undefined>>();
  /** Drawn once, for whatever number of destinations. */
  const picture = ({ alert, id }: Notification): Promise<Uint8Array | undefined> => {
    // A picture that takes long must leave time for the message.
    const until = Date.now() + Math.min(PICTURE_MS, (deadline - Date.now()) / 3);
    const drawn = pictures.get(id) ?? metricPicture(alert, parts.clients.cloudWatch, abortAt(until));
    pictures.set(id, drawn);
    return drawn;
  };
  const counts = { sent: 0, skipped: 0, suppressed: 0, failed: 0 };
  const letters: DeadLetter[] = [];
  await Promise.all(
    parts.destinations.map(async (destination) => {
      const wanted: Prepared[] = [];
      for (const one of prepared) {
        const verdict = judge(one, destination, parts.configuration);
        if (verdict === "send") wanted.push(one);
        else counts.skipped += 1;
        if (verdict === "limited") counts.suppressed += 1;
      }
      for (const group of groupFor(destination, wanted)) {
        try {
          await sendGroup(destination, group, {
            deadline,
            picture,
            note: (problem) => problems.push(problem),
          });
          counts.sent += group.length;
        } catch (error) {
          counts.failed += group.length;
          for (const one of group) letters.push(letter(one, destination, error as Error, parts.functionName));
        }
      }
    }),
  );
  const memories = new Map(prepared.map((one) => [one.incoming.alert.key, one]));
  for (const {
    incoming: { alert },
    memory,
  } of memories.values()) {
    if (isResolved(alert)) memory.threads = {};
    if (isResolved(alert)) memory.open = false;
    else if (alert.state === "ALARM") memory.open = true;
    await parts.store
      .write(alert.key, memory)
      .catch((error: Error) => problems.push(`memory was not written: ${error.message}`));
  }
  return { received: incoming.length, ...counts, letters, problems };
}

async function prepare(
  incoming: readonly Incoming[],
  parts: NotifierParts,
  deadline: number,
  problems: string[],
): Promise<Prepared[]> {
  const memories = new Map<string, AlertMemory>();
  const prepared: Prepared[] = [];
  const seen = new Set<string>();
  const budget = abortAt(Date.now() + Math.max(1_000, Math.min(15_000, (deadline - Date.now()) / 3)));
  for (const one of incoming) {
    if (seen.has(one.id)) continue;
    seen.add(one.id);
    let memory = memories.get(one.alert.key);
    if (memory === undefined) {
      memory = await parts.store.read(one.alert.key).catch((error: Error) => {
        problems.push(`memory was not read: ${error.message}`);
        return emptyMemory();
      });
      memories.set(one.alert.key, memory);
    }
    const isRepetition =
      one.only !== undefined || Object.values(memory.delivered).some((ids) => ids.includes(one.id));
    const admitted = isRepetition || admit(memory, parts.configuration.rateLimit, Date.now());
    const suppressed = admitted && !isRepetition ? memory.suppressed : 0;
    if (admitted && !isRepetition) memory.suppressed = 0;
    prepared.push({
      incoming: one,
      notification: await describeAlert(one, parts, memory, suppressed, budget),
      memory,
      admitted,
    });
  }
  return prepared;
}

function judge(
  one: Prepared,
  destination: Destination,
  configuration: NotifierConfiguration,
): "send" | "skip" | "limited" {
  const { incoming, memory, admitted } = one;
  const states = configuration.destinations.find(({ name }) => name === destination.name)?.states;
  if (incoming.only !== undefined && !incoming.only.includes(destination.name)) return "skip";
  if (states !== undefined && !(states as string[]).includes(incoming.alert.state)) return "skip";
  if (isFirstOk(incoming.alert, memory) && !configuration.firstOk) return "skip";
  if (memory.delivered[destination.name]?.includes(incoming.id)) return "skip";
  return destination.limited && !admitted ? "limited" : "send";
}

/** An alarm that has just been deployed becomes OK, which is no news. */
function isFirstOk({ state, previousState }: Alert, memory: AlertMemory): boolean {
  return state === "OK" && previousState === "INSUFFICIENT_DATA" && memory.open !== true;
}

/** Alerts that belong to an open thread go there alone; the others are grouped by state and place. */
function groupFor(destination: Destination, prepared: readonly Prepared[]): Prepared[][] {
  const groups = new Map<string, Prepared[]>();
  for (const one of prepared) {
    const { alert } = one.incoming;
    const isAlone = !destination.groups || one.memory.threads[destination.name] !== undefined;
    const key = JSON.stringify(
      isAlone ? [one.incoming.id] : [alert.state, alert.accountId, alert.region, alert.kind === "message"],
    );
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()];
}

async function sendGroup(
  destination: Destination,
  group: readonly Prepared[],
  means: Pick<Outgoing, "deadline" | "picture" | "note">,
): Promise<void> {
  const notifications = group.map(({ notification }) => notification);
  const thread = await destination.send({
    notifications,
    thread: group[0]!.memory.threads[destination.name],
    ...means,
  });
  for (const { incoming, memory } of group) {
    remember(memory, destination.name, incoming.id);
    if (thread !== undefined) memory.threads[destination.name] = thread;
  }
}

function letter(
  { incoming }: Prepared,
  destination: Destination,
  error: Error,
  functionName: string,
): DeadLetter {
  const summary = `${incoming.alert.state} ${incoming.alert.name}`;
  const failure = { functionName, target: destination.name, reason: error.message, summary };
  return deadLetter(failure, incoming.event);
}
