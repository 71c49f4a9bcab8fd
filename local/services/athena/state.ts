import type { WorkGroupConfiguration } from "@aws-sdk/client-athena";
import type { Cloud } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import { StoredMap } from "../../kernel/storage/stored-map.ts";

export interface WorkGroup {
  readonly name: string;
  readonly created: number;
  readonly description: string | undefined;
  readonly configuration: WorkGroupConfiguration;
}

export interface NamedQuery {
  readonly id: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly database: string;
  readonly sql: string;
  readonly workGroup: string;
}

export interface ResultColumn {
  readonly name: string;
  readonly type: string;
}

/** One run of a query. */
export interface Execution {
  readonly id: string;
  readonly sql: string;
  readonly database: string | undefined;
  readonly workGroup: string;
  readonly submitted: number;
  completed?: number;
  state: "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELLED";
  reason?: string;
  scannedBytes: number;
  outputLocation?: string;
  columns: readonly ResultColumn[];
  /** As texts; a missing value has none. */
  rows: readonly (readonly (string | undefined)[])[];
}

/** Workgroups, named queries and runs of one cloud. */
export class Athena {
  readonly #cloud: Cloud;
  readonly workGroups: StoredMap<WorkGroup>;
  readonly namedQueries: StoredMap<NamedQuery>;
  readonly executions = new Map<string, Execution>();

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.workGroups = new StoredMap(cloud.storage.collection<WorkGroup>("athena-workgroups"));
    this.namedQueries = new StoredMap(cloud.storage.collection<NamedQuery>("athena-queries"));
    if (!this.workGroups.has("primary")) this.putWorkGroup("primary", {}, undefined);
  }

  putWorkGroup(name: string, configuration: WorkGroupConfiguration, description: string | undefined): void {
    this.workGroups.set(name, { name, configuration, description, created: this.#cloud.clock.now() });
  }

  /** @throws ServiceError `InvalidRequestException` */
  workGroup(name: string): WorkGroup {
    const workGroup = this.workGroups.get(name);
    if (workGroup !== undefined) return workGroup;
    throw new ServiceError("InvalidRequestException", `WorkGroup ${name} is not found.`);
  }

  /** @throws ServiceError `InvalidRequestException` */
  namedQuery(id: string): NamedQuery {
    const query = this.namedQueries.get(id);
    if (query !== undefined) return query;
    throw new ServiceError("InvalidRequestException", `NamedQuery ${id} was not found`);
  }

  /** @throws ServiceError `InvalidRequestException` */
  execution(id: string): Execution {
    const execution = this.executions.get(id);
    if (execution !== undefined) return execution;
    throw new ServiceError("InvalidRequestException", `QueryExecution ${id} was not found`);
  }
}

/** Opens what Athena has in a cloud. */
export function openAthena(cloud: Cloud): Athena {
  return new Athena(cloud);
}

/** What a token of a page is refused with that is none. */
export const invalidToken = (): ServiceError =>
  new ServiceError("InvalidRequestException", "The nextToken is not valid.");
