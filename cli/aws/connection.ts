import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { Command } from "commander";

/** Which cloud a command talks to. */
export interface ConnectionOptions {
  readonly endpoint?: string;
  readonly region?: string;
  readonly profile?: string;
}

/** The service whose own address an environment or a profile may name. */
type ServiceId = "CloudWatch" | "CloudWatch Logs" | "Lambda" | "S3" | "SQS";

interface ClientSettings {
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

const LOOPBACK = /^https?:\/\/(localhost|127\.|\[::1\])/;

/** Adds the options that say which cloud to talk to. */
export function withConnection(command: Command): Command {
  return command
    .option("--endpoint <url>", "address of the cloud (default: AWS_ENDPOINT_URL, the profile's, or AWS)")
    .option("--region <region>", "region (default: AWS_REGION, or the profile's)")
    .option("--profile <name>", "profile of the AWS configuration (default: AWS_PROFILE, or default)");
}

/**
 * The address that the options, the environment or the profile name; undefined for AWS itself.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export async function endpointOf(
  options: ConnectionOptions,
  service: ServiceId = "CloudWatch Logs",
): Promise<string | undefined> {
  if (options.endpoint !== undefined) return options.endpoint;
  useProfile(options);
  const { CONFIG_PREFIX_SEPARATOR, booleanSelector, loadConfig, SelectorType } = await import(
    "@smithy/core/config"
  );
  const ignored = await loadConfig({
    environmentVariableSelector: (environment) =>
      booleanSelector(environment, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", SelectorType.ENV),
    configFileSelector: (profile) =>
      booleanSelector(profile, "ignore_configured_endpoint_urls", SelectorType.CONFIG),
    default: false,
  })();
  if (ignored) return undefined;
  const suffix = service.replaceAll(" ", "_");
  return loadConfig<string | undefined>({
    environmentVariableSelector: (environment) =>
      environment[`AWS_ENDPOINT_URL_${suffix.toUpperCase()}`] || environment["AWS_ENDPOINT_URL"] || undefined,
    configFileSelector: (profile, file) => {
      const section = file?.[["services", profile["services"]].join(CONFIG_PREFIX_SEPARATOR)];
      const own = section?.[[suffix.toLowerCase(), "endpoint_url"].join(CONFIG_PREFIX_SEPARATOR)];
      return own || profile["endpoint_url"] || undefined;
    },
    default: undefined,
  })();
}

/** What clients of the SDK are made with: as the SDK finds it, but for what the options say. */
export async function clientSettings(
  options: ConnectionOptions,
  service: ServiceId,
): Promise<ClientSettings> {
  useProfile(options);
  const endpoint = await endpointOf(options, service);
  const local = endpoint !== undefined && LOOPBACK.test(endpoint);
  return {
    region: options.region ?? (await regionOf(local)),
    ...(endpoint !== undefined && { endpoint }),
    ...(local && { credentials: { accessKeyId: "local", secretAccessKey: "local" } }),
  };
}

/** A client of CloudWatch Logs, local or AWS's. */
export async function connectLogs(options: ConnectionOptions): Promise<CloudWatchLogsClient> {
  const { CloudWatchLogsClient } = await import("@aws-sdk/client-cloudwatch-logs");
  const settings = await clientSettings(options, "CloudWatch Logs");
  return new CloudWatchLogsClient({
    ...settings,
    // Live tails would otherwise go to a host named "stream-127.0.0.1".
    ...(settings.credentials && { disableHostPrefix: true }),
  });
}

/** A client of CloudWatch, local or AWS's. */
export async function connectCloudWatch(options: ConnectionOptions): Promise<CloudWatchClient> {
  const { CloudWatchClient } = await import("@aws-sdk/client-cloudwatch");
  return new CloudWatchClient(await clientSettings(options, "CloudWatch"));
}

/** Everything that reads the AWS configuration reads the variable. */
function useProfile({ profile }: ConnectionOptions): void {
  if (profile !== undefined) process.env["AWS_PROFILE"] = profile;
}

async function regionOf(local: boolean): Promise<string> {
  const { loadConfig } = await import("@smithy/core/config");
  const region = await loadConfig<string | undefined>({
    environmentVariableSelector: (environment) =>
      environment["AWS_REGION"] || environment["AWS_DEFAULT_REGION"] || undefined,
    configFileSelector: (profile) => profile["region"],
    default: undefined,
  })();
  if (region !== undefined) return region;
  if (local) return "us-east-1";
  throw new Error("No region is configured: say --region, AWS_REGION, or a --profile that has one.");
}
