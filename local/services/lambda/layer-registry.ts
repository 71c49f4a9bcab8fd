import { createHash } from "node:crypto";
import { pathToFileURL } from "node:url";
import { arnOf } from "../../kernel/arn.ts";
import type { Cloud } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import type { Collection } from "../../kernel/storage/storage.ts";
import { StoredMap } from "../../kernel/storage/stored-map.ts";
import type { CodeFolders } from "./code-folder.ts";
import { objectOf } from "./code-object.ts";
import { existingFolder, type LocalCode, type TakeOver } from "./function-input.ts";

interface Layer {
  readonly folder: string;
  readonly own: boolean;
  /** What the content came from: the path of a local folder, or the digest of an archive. */
  readonly source: string;
  /** What is shown of it; less of layers that earlier releases have kept. */
  readonly shown?: LayerDetails;
}

interface LayerDetails {
  readonly Description: string;
  readonly CreatedDate: string;
  readonly CompatibleRuntimes?: readonly string[] | undefined;
  readonly CompatibleArchitectures?: readonly string[] | undefined;
  readonly LicenseInfo?: string | undefined;
  readonly CodeSize: number;
  readonly CodeSha256: string;
}

export type PublishLayerInput = TakeOver & {
  readonly LayerName: string;
  readonly Description?: string;
  readonly CompatibleRuntimes?: readonly string[];
  readonly CompatibleArchitectures?: readonly string[];
  readonly LicenseInfo?: string;
  readonly Content: Partial<LocalCode> & {
    readonly ZipFile?: Uint8Array;
    readonly S3Bucket?: string;
    readonly S3Key?: string;
  };
};

/** What a caller may ask lists of layers for. */
export interface LayerFilter {
  readonly CompatibleRuntime?: string | undefined;
  readonly CompatibleArchitecture?: string | undefined;
}

/** Layers by the ARN of their version. */
export class LayerRegistry {
  readonly #cloud: Cloud;
  readonly #code: CodeFolders;
  readonly #kept: Collection<Layer>;
  /** The highest number that a layer has given, by the layer's ARN: none is given twice while it has versions. */
  readonly #published: StoredMap<number>;
  readonly #layers = new Map<string, Layer>();
  /** Versions of a former run that no template has taken over. */
  readonly #restored = new Set<string>();

  constructor(cloud: Cloud, code: CodeFolders) {
    this.#cloud = cloud;
    this.#code = code;
    this.#kept = cloud.storage.collection<Layer>("layers");
    this.#published = new StoredMap(cloud.storage.collection<number>("layers.published"));
    for (const [arn, layer] of this.#kept.entries()) {
      this.#layers.set(arn, { ...layer, folder: code.found(layer.folder) });
      this.#restored.add(arn);
    }
    cloud.onClose(() => {
      if (!code.durable) for (const folder of this.ownFolders()) code.remove(folder);
    });
  }

  /** Folders of the layers that were uploaded. */
  ownFolders(): string[] {
    return [...this.#layers.values()].filter(({ own }) => own).map(({ folder }) => folder);
  }

  /**
   * Folder of a layer; undefined when it is another account's, which nobody can upload here.
   *
   * @throws ServiceError `InvalidParameterValueException`
   */
  folder(arn: string): string | undefined {
    const layer = this.#layers.get(arn);
    if (layer) return layer.folder;
    if (!arn.includes(`:${this.#cloud.accountId}:layer:`)) return undefined;
    throw new ServiceError("InvalidParameterValueException", `Layer version ${arn} does not exist.`);
  }

  /** Adds a version of a layer. */
  publish({ LayerName, Content, TakeOver, ...given }: PublishLayerInput): object {
    const { LocalFolder } = Content;
    const zip =
      Content.S3Key === undefined ? (Content.ZipFile ?? Buffer.alloc(0)) : objectOf(this.#cloud, Content);
    const CodeSha256 = createHash("sha256")
      .update(LocalFolder ?? zip)
      .digest("base64");
    const source = LocalFolder ?? CodeSha256;
    const layerArn = this.#arnOf(LayerName);
    const versions = [...this.#layers.keys()].filter((arn) => arn.startsWith(`${layerArn}:`));
    const former = versions.find(
      (arn) => this.#restored.has(arn) && this.#layers.get(arn)!.source === source,
    );
    if (TakeOver && former) {
      this.#restored.delete(former);
      return shown(former, this.#layers.get(former)!);
    }
    const number = Math.max(this.#published.get(layerArn) ?? 0, ...versions.map(numberOf)) + 1;
    const arn = `${layerArn}:${number}`;
    const folder = LocalFolder === undefined ? this.#code.unpack(zip) : existingFolder(LocalFolder);
    const layer = {
      folder,
      own: LocalFolder === undefined,
      source,
      shown: {
        Description: given.Description ?? "",
        CreatedDate: new Date(this.#cloud.clock.now()).toISOString().replace("Z", "+0000"),
        CompatibleRuntimes: given.CompatibleRuntimes,
        CompatibleArchitectures: given.CompatibleArchitectures,
        LicenseInfo: given.LicenseInfo,
        CodeSize: LocalFolder === undefined ? zip.length : 0,
        CodeSha256,
      },
    };
    this.#published.set(layerArn, number);
    this.#layers.set(arn, layer);
    this.#kept.set(arn, { ...layer, folder: this.#code.kept(folder) });
    return shown(arn, layer);
  }

  /** A version of a layer. @throws ServiceError when there is none such */
  version(name: string, version: number): object {
    if (version < 1) throw lessThanOne();
    return this.withArn(`${this.#arnOf(name)}:${version}`);
  }

  /** A version of a layer by its ARN. @throws ServiceError when there is none such */
  withArn(arn: string): object {
    const layer = this.#layers.get(arn);
    if (layer) return shown(arn, layer);
    throw new ServiceError("ResourceNotFoundException", "The resource you requested does not exist.");
  }

  /** The versions of a layer, the newest first. */
  versions(name: string, filter: LayerFilter = {}): LayerListing[] {
    const start = `${this.#arnOf(name)}:`;
    return [...this.#layers]
      .filter(([arn, layer]) => arn.startsWith(start) && suits(layer, filter))
      .map(([arn, layer]) => listing(arn, layer))
      .sort((one, other) => other.Version - one.Version);
  }

  /** Every layer with its newest version. */
  list(filter: LayerFilter): object[] {
    const names = new Set([...this.#layers.keys()].map((arn) => arn.split(":").at(-2)!));
    return [...names].sort().flatMap((LayerName) => {
      const [LatestMatchingVersion] = this.versions(LayerName, filter);
      return LatestMatchingVersion
        ? [{ LayerName, LayerArn: this.#arnOf(LayerName), LatestMatchingVersion }]
        : [];
    });
  }

  /** Removes a version of a layer, if it is there. */
  delete(name: string, version: number): void {
    if (version < 1) throw lessThanOne();
    const arn = `${this.#arnOf(name)}:${version}`;
    const layer = this.#layers.get(arn);
    if (!layer) return;
    this.#layers.delete(arn);
    this.#restored.delete(arn);
    this.#kept.delete(arn);
    if (layer.own) this.#code.remove(layer.folder);
    const layerArn = this.#arnOf(name);
    if (![...this.#layers.keys()].some((other) => other.startsWith(`${layerArn}:`)))
      this.#published.delete(layerArn);
  }

  #arnOf(name: string): string {
    return arnOf(this.#cloud, "lambda", `layer:${name}`);
  }
}

const numberOf = (arn: string) => Number(arn.split(":").at(-1));

interface LayerListing {
  readonly LayerVersionArn: string;
  readonly Version: number;
}

function listing(LayerVersionArn: string, { shown: details }: Layer): LayerListing {
  const { CodeSize: _, CodeSha256: __, ...described } = details ?? {};
  return { LayerVersionArn, Version: numberOf(LayerVersionArn), ...described };
}

function shown(arn: string, layer: Layer): object {
  const { CodeSize = 0, CodeSha256 = "" } = layer.shown ?? {};
  return {
    Content: { Location: pathToFileURL(layer.folder).href, CodeSha256, CodeSize },
    LayerArn: arn.replace(/:\d+$/, ""),
    ...listing(arn, layer),
  };
}

/** Whether a layer says that it is for what was asked for. */
function suits(
  { shown: details }: Layer,
  { CompatibleRuntime, CompatibleArchitecture }: LayerFilter,
): boolean {
  const has = (list: readonly string[] | undefined, wanted: string | undefined) =>
    wanted === undefined || list?.includes(wanted) === true;
  return (
    has(details?.CompatibleRuntimes, CompatibleRuntime) &&
    has(details?.CompatibleArchitectures, CompatibleArchitecture)
  );
}

const lessThanOne = () =>
  new ServiceError("InvalidParameterValueException", "Layer Version Cannot be less than 1");
