import type {
  CreateDeliveryStreamInput,
  ExtendedS3DestinationConfiguration,
  HttpEndpointDestinationConfiguration,
  SplunkDestinationConfiguration,
} from "@aws-sdk/client-firehose";
import { ServiceError } from "#kernel/service-error.ts";

/** A destination on another machine: what it would get is shown in the inbox. */
export interface OutsideDestination {
  /** Member of the description that tells of it. */
  readonly shownAs: string;
  readonly configuration: object;
  /** The address, or the name of what is behind it. */
  readonly to: string;
  /** Whether all records are written to the bucket, too. */
  readonly keepsAll: boolean;
}

/** Where the records of a stream go. */
export interface Destination {
  /** Buffers, processors and the bucket, which every destination has, if only for what it refuses. */
  readonly bucket: ExtendedS3DestinationConfiguration;
  readonly outside?: OutsideDestination | undefined;
}

/** What most destinations have beside what is their own. */
interface Shared {
  readonly S3Configuration?: ExtendedS3DestinationConfiguration;
  readonly S3BackupMode?: string;
  readonly BufferingHints?: ExtendedS3DestinationConfiguration["BufferingHints"];
  readonly ProcessingConfiguration?: ExtendedS3DestinationConfiguration["ProcessingConfiguration"];
}

const ALL = ["AllData", "AllDocuments", "AllEvents"];

function outside(kind: string, configuration: Shared, to: string): Destination {
  const { S3Configuration, S3BackupMode = "", BufferingHints, ProcessingConfiguration } = configuration;
  return {
    bucket: {
      ...S3Configuration!,
      ...(BufferingHints && { BufferingHints }),
      ...(ProcessingConfiguration && { ProcessingConfiguration }),
    },
    outside: {
      shownAs: `${kind}DestinationDescription`,
      configuration: withoutSecrets(configuration),
      to,
      keepsAll: ALL.includes(S3BackupMode),
    },
  };
}

/** Keys and tokens are not shown again. */
function withoutSecrets(configuration: object): object {
  const {
    HECToken: _token,
    EndpointConfiguration,
    S3Configuration,
    ...shown
  } = configuration as Readonly<Record<string, unknown>>;
  const { AccessKey: _key, ...endpoint } = (EndpointConfiguration ?? {}) as Record<string, unknown>;
  return { ...shown, EndpointConfiguration: endpoint, S3DestinationDescription: S3Configuration };
}

/**
 * Reads the destination of a request.
 *
 * @throws ServiceError `InvalidArgumentException` when it is of a kind that the local cloud does not have
 */
export function destinationOf(input: CreateDeliveryStreamInput): Destination {
  const bucket = input.ExtendedS3DestinationConfiguration ?? input.S3DestinationConfiguration;
  if (bucket) return { bucket: bucket as ExtendedS3DestinationConfiguration };
  const http = input.HttpEndpointDestinationConfiguration as HttpEndpointDestinationConfiguration | undefined;
  if (http) return outside("HttpEndpoint", http as Shared, http.EndpointConfiguration?.Url ?? "");
  const splunk = input.SplunkDestinationConfiguration as SplunkDestinationConfiguration | undefined;
  if (splunk) return outside("Splunk", splunk as Shared, splunk.HECEndpoint ?? "");
  throw new ServiceError(
    "InvalidArgumentException",
    "The local cloud has delivery streams to buckets, HTTP endpoints and Splunk only: expected an ExtendedS3DestinationConfiguration, an S3DestinationConfiguration, an HttpEndpointDestinationConfiguration or a SplunkDestinationConfiguration.",
  );
}
