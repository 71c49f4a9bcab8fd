import { randomUUID } from "node:crypto";
import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import { parseSchedule, ScheduleSyntaxError } from "cumulog/semantics";
import { arnOf } from "#kernel/arn.ts";
import type { Cloud } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { StoredMap } from "#kernel/storage/stored-map.ts";
import { invalidParameter } from "../errors.ts";
import { LANGUAGE } from "../insights/query-language.ts";
import { page } from "../pages.ts";
import type { ScheduledQueryRecord } from "./scheduled-query.ts";
import { type Deliver, ScheduledQueryRunner } from "./scheduled-query-runner.ts";

type RunnerOptions = ConstructorParameters<typeof ScheduledQueryRunner>[1];
type Definition = Omit<ScheduledQueryRecord, "arn" | "scheduleType" | "created" | "updated">;

/** The last five minutes, when a query does not say what it looks at. */
const USUAL_OFFSET_SECONDS = 300;

/** The scheduled queries of an account. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/ScheduledQueries.html */
export class ScheduledQueries {
  readonly #cloud: Cloud;
  readonly #records: StoredMap<ScheduledQueryRecord>;
  readonly #runner: ScheduledQueryRunner;

  constructor(
    cloud: Cloud,
    { start, deliver }: Pick<RunnerOptions, "start"> & { readonly deliver: Deliver },
  ) {
    this.#cloud = cloud;
    this.#records = new StoredMap(cloud.storage.collection("logs.scheduled-queries"));
    const history: RunnerOptions["history"] = new StoredMap(
      cloud.storage.collection("logs.scheduled-query-runs"),
    );
    this.#runner = new ScheduledQueryRunner(cloud, { start, deliver, history });
    for (const record of this.#records.values()) this.#runner.watch(record);
  }

  /** @param isManaged whether CloudWatch makes it for a log alarm */
  create(input: Input<Logs.CreateScheduledQueryRequest>, isManaged: boolean): ScheduledQueryRecord {
    if (this.#find(input.name))
      throw new ServiceError("ConflictException", `A scheduled query named ${input.name} exists already.`);
    const { clock, region, accountId } = this.#cloud;
    const now = clock.now();
    return this.#save({
      ...definitionOf(input, input.name),
      arn: arnOf({ region, accountId }, "logs", `scheduled-query:${randomUUID()}`),
      scheduleType: isManaged ? "AWS_MANAGED" : "CUSTOMER_MANAGED",
      created: now,
      updated: now,
    });
  }

  /** Replaces everything but the name. @throws ServiceError */
  update(input: Input<Logs.UpdateScheduledQueryRequest>, isManaged: boolean): ScheduledQueryRecord {
    const { arn, name, scheduleType, created } = this.#changeable(input.identifier, isManaged);
    const updated = this.#cloud.clock.now();
    return this.#save({ ...definitionOf(input, name), arn, scheduleType, created, updated });
  }

  delete(identifier: string, isManaged: boolean): void {
    const { arn } = this.#changeable(identifier, isManaged);
    this.#records.delete(arn);
    this.#runner.forget(arn);
  }

  /** By ARN or name. @throws ServiceError `ResourceNotFoundException` */
  get(identifier: string): ScheduledQueryRecord {
    const record = this.#find(identifier);
    if (record) return record;
    throw new ServiceError("ResourceNotFoundException", `The scheduled query ${identifier} does not exist.`);
  }

  describe(record: ScheduledQueryRecord): Logs.GetScheduledQueryResponse {
    const { arn, created, updated, ...definition } = record;
    const last = this.#runner.history(arn).at(-1);
    return {
      ...(definition as Logs.GetScheduledQueryResponse),
      scheduledQueryArn: arn,
      creationTime: created,
      lastUpdatedTime: updated,
      ...(last && { lastTriggeredTime: last.triggered, lastExecutionStatus: last.status }),
    };
  }

  list({ state, scheduleType, maxResults = 50, nextToken }: Input<Logs.ListScheduledQueriesRequest>): object {
    const found = [...this.#records.values()].filter(
      (record) =>
        (state === undefined || record.state === state) &&
        (scheduleType === undefined || record.scheduleType === scheduleType),
    );
    const { items, ...rest } = page(found, {
      scope: "ListScheduledQueries",
      keyOf: ({ name }) => [name],
      limit: maxResults,
      nextToken,
    });
    const scheduledQueries = items.map((record) => {
      const { queryString: _query, logGroupIdentifiers: _groups, ...summary } = this.describe(record);
      return summary;
    });
    return { scheduledQueries, ...rest };
  }

  history(input: Input<Logs.GetScheduledQueryHistoryRequest>): object {
    const { arn, name } = this.get(input.identifier);
    const found = this.#runner
      .history(arn)
      .filter(
        ({ triggered, status }) =>
          triggered >= input.startTime &&
          triggered <= input.endTime &&
          (!input.executionStatuses?.length || input.executionStatuses.includes(status)),
      );
    const { items, ...rest } = page(found, {
      scope: "GetScheduledQueryHistory",
      keyOf: ({ triggered, queryId }) => [triggered, queryId],
      descending: true,
      limit: input.maxResults ?? 1_000,
      nextToken: input.nextToken,
    });
    const triggerHistory = items.map(({ queryId, triggered, status, errorMessage, destinations }) => ({
      queryId,
      executionStatus: status,
      triggeredTimestamp: triggered,
      ...(errorMessage !== undefined && { errorMessage }),
      ...(destinations && { destinations }),
    }));
    return { name, scheduledQueryArn: arn, triggerHistory, ...rest };
  }

  #changeable(identifier: string, isManaged: boolean): ScheduledQueryRecord {
    const record = this.get(identifier);
    if (record.scheduleType === "AWS_MANAGED" && !isManaged)
      throw invalidParameter(
        `The scheduled query ${record.name} belongs to a log alarm: change or delete the alarm.`,
      );
    return record;
  }

  #find(identifier: string): ScheduledQueryRecord | undefined {
    return (
      this.#records.get(identifier) ?? [...this.#records.values()].find(({ name }) => name === identifier)
    );
  }

  #save(record: ScheduledQueryRecord): ScheduledQueryRecord {
    this.#records.set(record.arn, record);
    this.#runner.watch(record);
    return record;
  }
}

function definitionOf(
  input: Omit<Input<Logs.CreateScheduledQueryRequest>, "name" | "tags">,
  name: string,
): Definition {
  if (input.queryLanguage !== LANGUAGE)
    throw invalidParameter(
      `The local cloud does not have the query language ${input.queryLanguage}; it has ${LANGUAGE}.`,
    );
  try {
    parseSchedule(input.scheduleExpression);
  } catch (error) {
    if (!(error instanceof ScheduleSyntaxError)) throw error;
    throw invalidParameter(error.message);
  }
  const { startTimeOffset = USUAL_OFFSET_SECONDS, endTimeOffset = 0 } = input;
  if (endTimeOffset >= startTimeOffset)
    throw invalidParameter("endTimeOffset must be below startTimeOffset.");
  const { logGroupIdentifiers, description, timezone, destinationConfiguration } = input;
  const { scheduleStartTime, scheduleEndTime } = input;
  return {
    name,
    queryLanguage: input.queryLanguage,
    queryString: input.queryString,
    scheduleExpression: input.scheduleExpression,
    executionRoleArn: input.executionRoleArn,
    state: input.state ?? "ENABLED",
    startTimeOffset,
    endTimeOffset,
    ...(logGroupIdentifiers && { logGroupIdentifiers }),
    ...(description !== undefined && { description }),
    ...(timezone !== undefined && { timezone }),
    ...(destinationConfiguration && {
      destinationConfiguration: destinationConfiguration as Logs.DestinationConfiguration,
    }),
    ...(scheduleStartTime !== undefined && { scheduleStartTime }),
    ...(scheduleEndTime !== undefined && { scheduleEndTime }),
  };
}
