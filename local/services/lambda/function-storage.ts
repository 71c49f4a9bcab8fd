import type { Collection, Storage } from "../../kernel/storage/storage.ts";
import type { TagRecord } from "../../kernel/tags.ts";
import type { CodeFolders } from "./code-folder.ts";
import type {
  DeployedFunction,
  EventInvokeConfig,
  FunctionAlias,
  FunctionConfiguration,
  PermissionStatement,
} from "./deployed-function.ts";
import type { FunctionDefinition } from "./function-definition.ts";
import { keyOf } from "./permission.ts";

interface KeptFunction {
  readonly configuration: FunctionConfiguration;
  readonly definition: FunctionDefinition;
  readonly ownFolder: string | undefined;
  readonly permissions: readonly PermissionStatement[];
  readonly aliases: readonly (readonly [string, FunctionAlias])[];
  readonly versions: readonly FunctionConfiguration[];
  /** Not there in what earlier releases have kept, which removed no version. */
  readonly published?: number;
  readonly eventInvokeConfigs: readonly (readonly [string, EventInvokeConfig])[];
  readonly tags: TagRecord;
  readonly deadLetterArn: string | undefined;
  readonly reservedConcurrency: number | undefined;
}

/** What of a function survives a restart: everything but its running environments. */
export type RestoredFunction = Omit<DeployedFunction, "pool" | "watcher"> & {
  readonly definition: FunctionDefinition;
};

/** Keeps functions with everything that belongs to them, one document each. */
export class FunctionStorage {
  readonly #kept: Collection<KeptFunction>;
  readonly #code: CodeFolders;

  constructor(storage: Storage, code: CodeFolders) {
    this.#kept = storage.collection<KeptFunction>("functions");
    this.#code = code;
  }

  *all(): Iterable<RestoredFunction> {
    for (const [, { permissions, aliases, versions, eventInvokeConfigs, ...kept }] of this.#kept.entries())
      yield {
        ...kept,
        // Earlier releases kept a list of pairs.
        tags: Array.isArray(kept.tags) ? Object.fromEntries(kept.tags) : kept.tags,
        definition: withFolders(kept.definition, (path) => this.#code.found(path)),
        ownFolder: kept.ownFolder === undefined ? undefined : this.#code.found(kept.ownFolder),
        permissions: new Map(permissions.map((statement) => [keyOf(statement), statement])),
        aliases: new Map(aliases),
        versions: [...versions],
        published: kept.published ?? versions.length,
        eventInvokeConfigs: new Map(eventInvokeConfigs),
      };
  }

  save(deployed: DeployedFunction): void {
    const { definition } = deployed.pool;
    this.#kept.set(definition.name, {
      configuration: deployed.configuration,
      definition: withFolders(definition, (folder) => this.#code.kept(folder)),
      ownFolder: deployed.ownFolder === undefined ? undefined : this.#code.kept(deployed.ownFolder),
      permissions: [...deployed.permissions.values()],
      aliases: [...deployed.aliases],
      versions: deployed.versions,
      published: deployed.published,
      eventInvokeConfigs: [...deployed.eventInvokeConfigs],
      tags: deployed.tags,
      deadLetterArn: deployed.deadLetterArn,
      reservedConcurrency: deployed.reservedConcurrency,
    });
  }

  delete(name: string): void {
    this.#kept.delete(name);
  }
}

function withFolders(definition: FunctionDefinition, change: (folder: string) => string): FunctionDefinition {
  return {
    ...definition,
    codeFolder: change(definition.codeFolder),
    layerFolders: definition.layerFolders.map(change),
  };
}
